import type { JsonNode } from '../json-node.ts';
import { objectsAt } from '../unchecked-element.ts';
import { codeIn } from './adoption.ts';

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const SECTION = 'http://terminology.hl7.org/CodeSystem/v2-0074';
const LOINC = 'http://loinc.org';
/** Results of laboratory, imaging and examination; weight and the like have fields of their own. */
const RESULTS: ReadonlySet<unknown> = new Set(['laboratory', 'imaging', 'procedure', 'exam']);
/** @source https://hl7.org/fhir/R4/observation-vitalsigns.html */
const VITAL_SIGNS: ReadonlySet<unknown> = new Set([
  '85353-1',
  '9279-1',
  '8867-4',
  '2708-6',
  '59408-5',
  '8310-5',
  '8302-2',
  '9843-4',
  '29463-7',
  '39156-5',
  '85354-9',
  '8480-6',
  '8462-4',
]);

/** What an Observation is, by itself: a result, something else, or not to be told. */
export function kindOf(observation: JsonNode): 'result' | 'other' | 'unknown' {
  if (VITAL_SIGNS.has(codeIn(observation['code'], LOINC))) return 'other';
  const categories = objectsAt(observation, 'category');
  const codings = categories.flatMap((category) => objectsAt(category, 'coding'));
  const isResult = codings.some(
    ({ system, code }) => system === SECTION || ((system === CATEGORY || system === undefined) && RESULTS.has(code)),
  );
  if (isResult || objectsAt(observation, 'basedOn').length > 0) return 'result';
  return codings.length > 0 ? 'other' : 'unknown';
}
