import type { JsonNode } from '../json-node.ts';
import { extensionOf, fieldExtensionUrl } from '../kept-texts.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, codeIn, withWords } from './adoption.ts';
import { momentOf } from './moments.ts';

const LOINC = 'http://loinc.org';
const BODY_WEIGHT = '29463-7';
const BLOOD_GROUP = '882-1';
/** Kilograms in a unit of body weight. */
const KILOGRAMS: ReadonlyMap<unknown, number> = new Map([
  ['kg', 1],
  ['g', 0.001],
]);

/**
 * What XML1 tells of measurements: the first weight of the encounter in kilograms (CAN_NANG), the blood group in words
 * (NHOM_MAU). Observations say of which encounter they are, for the forms are read by it.
 */
export function adoptMeasurements({ encounter, ofType, add, systems }: Adoption): void {
  const reference = { reference: `Encounter/${encounter['id']}` };
  // Rows of results are results.
  const url = fieldExtensionUrl(systems.base, 'XML4');
  const observations = ofType('Observation').filter((observation) => extensionOf(observation, url) === undefined);
  for (const observation of observations) {
    observation['encounter'] = reference;
    if (codeIn(observation['code'], LOINC) === BLOOD_GROUP) adoptBloodGroup(observation);
  }
  const weights = observations.filter(({ code }) => codeIn(code, LOINC) === BODY_WEIGHT);
  const inOrder = weights.sort((left, right) => timeOf(left) - timeOf(right));
  const value = inOrder.map(inKilograms).find((kilograms) => kilograms !== undefined);
  // What is read is the one made here: a weight in pounds must not be taken for kilograms.
  for (const weight of weights) delete weight['code'];
  if (value === undefined) return;
  add({
    resourceType: 'Observation',
    id: 'weight',
    category: [{ text: 'vital-signs' }],
    code: { coding: [{ system: LOINC, code: BODY_WEIGHT }] },
    encounter: reference,
    valueQuantity: { value, unit: 'kg' },
  });
}

const timeOf = (observation: JsonNode) => momentOf(observation)?.from ?? Number.POSITIVE_INFINITY;

function inKilograms({ valueQuantity }: JsonNode): number | undefined {
  if (!isObject(valueQuantity) || typeof valueQuantity['value'] !== 'number') return undefined;
  const factor = KILOGRAMS.get(valueQuantity['code'] ?? valueQuantity['unit']);
  return factor === undefined ? undefined : valueQuantity['value'] * factor;
}

function adoptBloodGroup(observation: JsonNode): void {
  const text = textAt(observation, 'valueString');
  if (text !== undefined) observation['valueCodeableConcept'] = { text };
  const [concept] = objectsAt(observation, 'valueCodeableConcept');
  if (concept !== undefined) observation['valueCodeableConcept'] = withWords(concept);
}
