import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { departmentOf } from './adopt-departments.ts';
import { type Adoption, codeIn, numberOfPerson, withWords, wordsOf } from './adoption.ts';
import { referenceOf } from './left-out.ts';

/** Something that was done or ordered, as a line of XML3 is made of it. */
export interface Service {
  readonly resource: JsonNode;
  readonly code: unknown;
  /** When it was done, and when its result was there. */
  readonly period: JsonNode | undefined;
  /** Elements of the line that the resource has. */
  readonly elements: JsonNode;
  /** Fields that R4 has no room for in a line. */
  readonly parts: readonly JsonNode[];
}

/** Procedures with their orders, then orders of which no procedure tells, then charges of none of them. */
export function servicesOf(adoption: Adoption): Service[] {
  const { ofType, follow } = adoption;
  const procedures = ofType('Procedure');
  const done = procedures.map((procedure) => {
    const order = objectsAt(procedure, 'basedOn').map(follow).find(isServiceOrder);
    return serviceOf(
      procedure,
      { order, performers: objectsAt(procedure, 'performer').map(({ actor }) => actor) },
      adoption,
    );
  });
  const told = new Set(procedures.flatMap((one) => objectsAt(one, 'basedOn').map((of) => textAt(of, 'reference'))));
  const ordered = ofType('ServiceRequest')
    .filter((order) => !told.has(referenceOf(order)))
    .map((order) => {
      const report = ofType('DiagnosticReport').find((one) =>
        objectsAt(one, 'basedOn').some(({ reference }) => reference === referenceOf(order)),
      );
      const performers = objectsAt(report, 'performer').length > 0 ? report : order;
      return serviceOf(order, { order, report, performers: objectsAt(performers, 'performer') }, adoption);
    });
  const charged = ofType('ChargeItem')
    .filter((charge) => objectsAt(charge, 'service').length === 0)
    .map((charge) => {
      const order = { requester: charge['enterer'], authoredOn: charge['enteredDate'] };
      return serviceOf(
        charge,
        { order, performers: objectsAt(charge, 'performer').map(({ actor }) => actor) },
        adoption,
      );
    });
  return [...done, ...ordered, ...charged];
}

const isServiceOrder = (resource: JsonNode | undefined) => resource?.['resourceType'] === 'ServiceRequest';

interface Around {
  readonly order: JsonNode | undefined;
  readonly report?: JsonNode | undefined;
  readonly performers: readonly unknown[];
}

function serviceOf(resource: JsonNode, { order, report, performers }: Around, adoption: Adoption): Service {
  const { systems } = adoption;
  const own = (name: string) => resource[name] ?? order?.[name];
  const groups = [...objectsAt(resource, 'category'), ...objectsAt(order, 'category')];
  const category = groups.find((concept) => codeIn(concept, codeSystemOf(systems, 'MA_NHOM')) !== undefined);
  const [place] = [...objectsAt(resource, 'location'), ...objectsAt(resource, 'locationReference')];
  const department = place === undefined ? undefined : departmentOf(place, adoption);
  const coding = department && { system: codeSystemOf(systems, 'MA_KHOA'), code: department.code };
  const quantity = own('quantity') ?? own('quantityQuantity');
  const [site] = objectsAt(resource, 'bodySite');
  const siteWords = wordsOf(site);
  return {
    resource,
    code: own('code'),
    period: periodOfService(resource, report),
    elements: {
      ...(category === undefined ? {} : { category }),
      ...(isObject(quantity) ? { quantity } : {}),
      ...(siteWords === undefined ? {} : { bodySite: { text: siteWords } }),
      ...(coding === undefined ? {} : { locationCodeableConcept: { coding: [coding] } }),
    },
    parts: [
      ...text('MA_BAC_SI', [numberOfPerson(order?.['requester'])]),
      ...text('NGUOI_THUC_HIEN', performers.map(numberOfPerson)),
      ...text('MA_BENH', diseasesOf(own, adoption)),
      ...when('NGAY_YL', textAt(order, 'authoredOn')),
    ],
  };
}

const when = (field: string, moment: string | undefined): JsonNode[] =>
  moment === undefined ? [] : [{ url: field, valueDateTime: moment }];

/** Texts of a field that has a list, each once. */
function text(field: string, texts: readonly (string | undefined)[]): JsonNode[] {
  const known = new Set(texts.filter((one) => one !== undefined));
  return known.size === 0 ? [] : [{ url: field, valueString: [...known].join(';') }];
}

/** ICD-10 codes of the reasons that a service or its order gives. */
function diseasesOf(own: (name: string) => unknown, { follow, systems }: Adoption): (string | undefined)[] {
  const reasons = {
    codes: own('reasonCode'),
    references: own('reasonReference'),
  };
  const concepts = [
    ...objectsAt(reasons, 'codes'),
    ...objectsAt(reasons, 'references').map((reference) => follow(reference)?.['code']),
  ];
  return concepts.map((concept) => codeIn(concept, codeSystemOf(systems, 'ICD10_VN')));
}

/** Of an order that a report answers: the time of the examination, and when its result was there. */
function periodOfService(resource: JsonNode, report: JsonNode | undefined): JsonNode | undefined {
  const period = resource['performedPeriod'] ?? (report === undefined ? resource['occurrencePeriod'] : undefined);
  if (isObject(period)) return period;
  const done = textAt(resource, 'performedDateTime');
  if (done !== undefined) return { start: done };
  const start = textAt(report, 'effectiveDateTime') ?? textAt(report?.['effectivePeriod'], 'start');
  const end = textAt(report, 'issued') ?? textAt(report?.['effectivePeriod'], 'end') ?? start;
  const occurrence = textAt(resource, 'occurrenceDateTime');
  if (start === undefined && end === undefined) return occurrence === undefined ? undefined : { start: occurrence };
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

/** A line of XML3 for a service. */
export function serviceLine({ code, period, elements }: Service): JsonNode {
  return {
    productOrService: withWords(code),
    ...elements,
    ...(period === undefined ? {} : { servicedPeriod: period }),
  };
}
