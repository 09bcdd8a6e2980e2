import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, codeIn, rowMark, wordsOf } from './adoption.ts';

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
/** Results of laboratory and imaging; weight and the like have fields of their own. */
const RESULTS: ReadonlySet<unknown> = new Set(['laboratory', 'imaging', 'procedure', 'exam']);

/**
 * Results as rows of XML4, notes as rows of XML5. A panel gives a row for each component; a report without results gives one
 * row with its conclusion.
 */
export function adoptResults(adoption: Adoption): void {
  const { ofType } = adoption;
  const reports = ofType('DiagnosticReport');
  const services = servicesOfResults(reports, adoption);
  let number = 0;
  const addRow = (observation: JsonNode, service: string | undefined) => {
    number += 1;
    const parts = service === undefined ? [] : [{ url: 'MA_DICH_VU', valueCoding: serviceCoding(service, adoption) }];
    adoption.add({
      ...adoptResult(observation),
      extension: [rowMark(adoption, 'XML4', number, parts)],
      id: `xml4-${number}`,
    });
  };
  for (const observation of ofType('Observation').filter(isResult)) {
    const service = services.get(`Observation/${observation['id']}`);
    const panel = observation['hasMember'] === undefined ? objectsAt(observation, 'component') : [];
    if (panel.length === 0) addRow(observation, service);
    else for (const component of panel) addRow({ ...observation, component: undefined, ...component }, service);
  }
  for (const report of reports.filter((candidate) => objectsAt(candidate, 'result').length === 0)) {
    addRow(resultOfReport(report), codeIn(report['code'], codeSystemOf(adoption.systems, 'MA_DICH_VU')));
  }
  ofType('ClinicalImpression').forEach((note, index) => {
    note['extension'] = [...objectsAt(note, 'extension'), rowMark(adoption, 'XML5', index + 1)];
    note['summary'] ??= textAt(note, 'description');
  });
}

const isResult = (observation: JsonNode) =>
  objectsAt(observation, 'category').some((category) => RESULTS.has(codeIn(category, CATEGORY)));

const serviceCoding = (code: string, { systems }: Adoption) => ({ system: codeSystemOf(systems, 'MA_DICH_VU'), code });

/** Codes of services by the results of their reports. */
function servicesOfResults(reports: readonly JsonNode[], { systems }: Adoption): Map<string, string> {
  const services = new Map<string, string>();
  for (const report of reports) {
    const code = codeIn(report['code'], codeSystemOf(systems, 'MA_DICH_VU'));
    if (code === undefined) continue;
    for (const result of objectsAt(report, 'result')) services.set(textAt(result, 'reference') ?? '', code);
  }
  return services;
}

/** An Observation whose name is in words and whose time is an instant. */
function adoptResult(observation: JsonNode): JsonNode {
  const words = wordsOf(observation['code']);
  const code = isObject(observation['code']) ? observation['code'] : {};
  const period = isObject(observation['effectivePeriod']) ? observation['effectivePeriod']['end'] : undefined;
  const when = observation['effectiveDateTime'] ?? observation['effectiveInstant'] ?? period ?? observation['issued'];
  const interpretation = objectsAt(observation, 'interpretation').map((concept) => {
    const meaning = wordsOf(concept);
    return meaning === undefined ? concept : { ...concept, text: meaning };
  });
  return {
    ...observation,
    ...(words === undefined ? {} : { code: { ...code, text: words } }),
    ...(when === undefined ? {} : { effectiveDateTime: when }),
    ...(interpretation.length === 0 ? {} : { interpretation }),
  };
}

function resultOfReport(report: JsonNode): JsonNode {
  const conclusion = textAt(report, 'conclusion');
  return {
    resourceType: 'Observation',
    code: report['code'],
    effectiveDateTime: report['effectiveDateTime'] ?? report['issued'],
    performer: report['resultsInterpreter'] ?? report['performer'],
    ...(conclusion === undefined ? {} : { interpretation: [{ text: conclusion }] }),
  };
}
