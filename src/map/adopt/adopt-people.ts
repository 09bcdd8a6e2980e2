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
  const licence = adoption.systems.systems['cchn'];
  const isNumbered = value['identifier'] !== undefined && textAt(value['identifier'], 'system') === licence;
  const number = isNumbered ? undefined : numberOf(adoption.follow(value), adoption);
  if (number !== undefined) value['identifier'] = { system: licence, value: number };
  for (const child of Object.values(value)) if (typeof child === 'object') numberReferences(child, adoption);
}

function numberOf(person: JsonNode | undefined, adoption: Adoption): string | undefined {
  const licence = adoption.systems.systems['cchn'];
  const licenceAmong = (identifiers: readonly JsonNode[]) =>
    textAt(
      identifiers.find(({ system }) => system === licence),
      'value',
    );
  const identifiers = objectsAt(person, 'identifier');
  if (person?.['resourceType'] === 'PractitionerRole') {
    const practitioner = adoption.follow(person['practitioner']);
    return (
      licenceAmong(identifiers) ??
      textAt(person['practitioner'], 'identifier', 'value') ??
      (practitioner?.['resourceType'] === 'Practitioner' ? numberOf(practitioner, adoption) : undefined)
    );
  }
  if (person?.['resourceType'] !== 'Practitioner') return undefined;
  const qualifications = objectsAt(person, 'qualification').flatMap((one) => objectsAt(one, 'identifier'));
  const other = identifiers.find((identifier) => !isCitizenNumber(identifier, adoption));
  return licenceAmong([...identifiers, ...qualifications]) ?? textAt(other, 'value');
}

/** The number of a person before the state is not that of a practitioner. */
function isCitizenNumber({ system, type }: JsonNode, { systems: { systems } }: Adoption): boolean {
  const own = [systems['cccd'], systems['cmnd'], systems['passport'], systems['bhyt'], systems['maBhxh']];
  const codes = objectsAt(type, 'coding').map(({ code }) => code);
  return own.includes(String(system)) || codes.some((code) => ['NI', 'PPN', 'TAX', 'SS'].includes(String(code)));
}
