import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import { type JsonNode, listOf } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, codeIn, rowMark, wordsOf } from './adoption.ts';

/** MA_NHOM of drugs, which stand in XML2. @source QĐ 130/QĐ-BYT, MA_NHOM */
const DRUG_GROUPS: ReadonlySet<unknown> = new Set(['4']);

/**
 * What was ordered, done and charged as rows of XML2 and XML3. Lines of a Claim are rows as they are; a drug order, a
 * procedure, a service order or a charge that no line names gets a line of its own, without amounts.
 */
export function adoptLines(adoption: Adoption): void {
  const { claim, ofType } = adoption;
  const rows = { XML2: 0, XML3: 0 };
  const mark = (form: 'XML2' | 'XML3', parts: readonly JsonNode[] = []) => {
    rows[form] += 1;
    return rowMark(adoption, form, rows[form], parts);
  };
  const lines = objectsAt(claim, 'item');
  const hadLines = lines.length > 0;
  for (const line of lines) {
    adoptDate(line);
    listOf(line, 'extension').push(mark(isDrugLine(line, adoption) ? 'XML2' : 'XML3'));
  }
  const items = listOf(claim, 'item');
  for (const order of ofType('MedicationRequest')) items.push(drugLine(order, adoption, mark('XML2')));
  if (hadLines) return;
  for (const { resource, ordered, by } of servicesOf(adoption)) {
    items.push(serviceLine(resource, mark('XML3', [...at('NGAY_YL', ordered), ...person('MA_BAC_SI', by)])));
  }
}

function isDrugLine({ category, productOrService }: JsonNode, { systems }: Adoption): boolean {
  const group = codeIn(category, codeSystemOf(systems, 'MA_NHOM'));
  return DRUG_GROUPS.has(group) || codeIn(productOrService, codeSystemOf(systems, 'MA_THUOC')) !== undefined;
}

/** A day is a period that begins on it. */
function adoptDate(line: JsonNode): void {
  const served = textAt(line, 'servicedDate');
  if (served !== undefined && line['servicedPeriod'] === undefined) line['servicedPeriod'] = { start: served };
}

const at = (field: string, when: string | undefined): JsonNode[] =>
  when === undefined ? [] : [{ url: field, valueDateTime: when }];

const person = (field: string, reference: unknown): JsonNode[] =>
  isObject(reference) && reference['identifier'] !== undefined ? [{ url: field, valueReference: reference }] : [];

function drugLine(order: JsonNode, { systems, follow }: Adoption, mark: JsonNode): JsonNode {
  const medication = follow(order['medicationReference']);
  const concept = order['medicationCodeableConcept'] ?? medication?.['code'];
  const words = wordsOf(concept);
  if (isObject(concept))
    order['medicationCodeableConcept'] = words === undefined ? concept : { ...concept, text: words };
  const [dosage] = objectsAt(order, 'dosageInstruction');
  if (dosage !== undefined && dosage['text'] === undefined) {
    const instruction = textAt(dosage, 'patientInstruction');
    if (instruction !== undefined) dosage['text'] = instruction;
  }
  const dispensed = isObject(order['dispenseRequest']) ? order['dispenseRequest']['quantity'] : undefined;
  const lineOrder = { url: `${systems.base}/StructureDefinition/claim-line-order`, valueReference: referenceTo(order) };
  return { extension: [mark, lineOrder], ...(isObject(dispensed) ? { quantity: dispensed } : {}) };
}

const referenceTo = ({ resourceType, id }: JsonNode) => ({ reference: `${resourceType}/${id}` });

interface Service {
  readonly resource: JsonNode;
  readonly ordered: string | undefined;
  readonly by: unknown;
}

/** Procedures with their orders, then orders of which no procedure tells, then charges of none of them. */
function servicesOf({ ofType, follow }: Adoption): Service[] {
  const done = ofType('Procedure').map((resource): Service => {
    const [order] = objectsAt(resource, 'basedOn').map(follow);
    return { resource, ordered: textAt(order, 'authoredOn'), by: order?.['requester'] };
  });
  const told = new Set(
    ofType('Procedure').flatMap((procedure) => objectsAt(procedure, 'basedOn').map((of) => textAt(of, 'reference'))),
  );
  const orders = ofType('ServiceRequest').filter(({ id }) => !told.has(`ServiceRequest/${id}`));
  const ordered = orders.map((resource): Service => {
    return { resource, ordered: textAt(resource, 'authoredOn'), by: resource['requester'] };
  });
  const charged = ofType('ChargeItem')
    .filter((charge) => objectsAt(charge, 'service').length === 0)
    .map((resource): Service => ({ resource, ordered: textAt(resource, 'enteredDate'), by: resource['enterer'] }));
  return [...done, ...ordered, ...charged];
}

function serviceLine(service: JsonNode, mark: JsonNode): JsonNode {
  const words = wordsOf(service['code']);
  const code = isObject(service['code']) ? service['code'] : {};
  const moment = textAt(service, 'performedDateTime') ?? textAt(service, 'occurrenceDateTime');
  const period = service['performedPeriod'] ?? service['occurrencePeriod'] ?? (moment && { start: moment });
  const [site] = objectsAt(service, 'bodySite');
  const siteWords = wordsOf(site);
  return {
    extension: [mark],
    productOrService: words === undefined ? code : { ...code, text: words },
    ...(isObject(period) ? { servicedPeriod: period } : {}),
    ...(isObject(service['quantity']) ? { quantity: service['quantity'] } : {}),
    ...(siteWords === undefined ? {} : { bodySite: { text: siteWords } }),
  };
}
