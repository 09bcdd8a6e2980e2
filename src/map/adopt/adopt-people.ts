import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import type { Adoption } from './adoption.ts';

/**
 * Writes beside each reference to a person who treats the number that the forms know them by: the practice licence where
 * there is one, else the first identifier. A PractitionerRole stands for its Practitioner.
 */
export function adoptPeople(adoption: Adoption, resources: readonly JsonNode[]): void {
  for (const resource of resources) numberReferences(resource, adoption);
}

function numberReferences(value: unknown, adoption: Adoption): void {
  if (Array.isArray(value)) for (const item of value) numberReferences(item, adoption);
  if (!isObject(value)) return;
  const number = value['identifier'] === undefined ? numberOf(adoption.follow(value), adoption) : undefined;
  if (number !== undefined) value['identifier'] = { system: adoption.systems.systems['cchn'], value: number };
  for (const child of Object.values(value)) if (typeof child === 'object') numberReferences(child, adoption);
}

function numberOf(person: JsonNode | undefined, adoption: Adoption): string | undefined {
  if (person?.['resourceType'] === 'PractitionerRole') {
    return (
      textAt(person['practitioner'], 'identifier', 'value') ??
      numberOf(adoption.follow(person['practitioner']), adoption)
    );
  }
  if (person?.['resourceType'] !== 'Practitioner') return undefined;
  const identifiers = objectsAt(person, 'identifier');
  const licence = identifiers.find(({ system }) => system === adoption.systems.systems['cchn']);
  return textAt(licence ?? identifiers[0], 'value');
}
