import type { ChoicesSchema } from './fhir-schema.ts';

/* What JSON Schema cannot say of a FHIR object in JSON. Generated checks call these by name. */

type JsonObject = Readonly<Record<string, unknown>>;

/** Whether an element has a value or children besides its id (ele-1). */
export function hasContent(element: JsonObject): boolean {
  for (const name in element) {
    if (name !== 'id' && element[name] !== undefined) return true;
  }
  return false;
}

/** Finds the first choice (`value[x]`) of which more than one type is there; for use on every object of a type. */
export function makeChoiceCheck(choices: ChoicesSchema): (object: JsonObject) => string | undefined {
  const byProperty = new Map<string, { element: string; property: string }>();
  for (const [element, properties] of Object.entries(choices)) {
    for (const property of properties) {
      byProperty.set(property, { element, property });
      byProperty.set(`_${property}`, { element, property });
    }
  }
  return (object) => {
    let seen: { element: string; property: string }[] | undefined;
    for (const name in object) {
      const choice = byProperty.get(name);
      if (choice === undefined || object[name] === undefined) continue;
      if (seen === undefined) seen = [choice];
      else if (seen.some(({ element, property }) => element === choice.element && property !== choice.property)) {
        return choice.element;
      } else seen.push(choice);
    }
    return undefined;
  };
}

/**
 * Finds the first repeating primitive of which some position has neither a value nor an id or extension:
 * null in one array must stand opposite to something in the other.
 * @source https://hl7.org/fhir/R4/json.html#primitive
 */
export function findUnpaired(object: JsonObject, names: readonly string[]): string | undefined {
  return names.find((name) => {
    const values = object[name];
    const siblings = object[`_${name}`];
    return hasHole(values, siblings) || hasHole(siblings, values);
  });
}

function hasHole(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one)) return false;
  return one.some((item, index) => item === null && (!Array.isArray(other) || (other[index] ?? null) === null));
}

/** Whether an Extension has either a value or extensions of its own (ext-1). */
export function hasValueXorExtension(extension: JsonObject): boolean {
  let hasValue = false;
  for (const name in extension) {
    if ((name.startsWith('value') || name.startsWith('_value')) && extension[name] !== undefined) hasValue = true;
  }
  return hasValue !== (extension['extension'] !== undefined);
}

/**
 * Whether a Coding, or some Coding of a CodeableConcept, is in a value set of `required` strength. What says by an
 * extension why it has no code (data-absent-reason) is not judged.
 * @source https://hl7.org/fhir/R4/terminologies.html#required
 */
export function isCodedIn(concept: JsonObject, systems: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const codings = Array.isArray(concept['coding']) ? concept['coding'] : [concept];
  const isCoded = (coding: JsonObject | null) => systems.get(String(coding?.['system']))?.has(String(coding?.['code']));
  return codings.some(isCoded) || concept['extension'] !== undefined;
}
