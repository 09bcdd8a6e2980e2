import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import type { Adoption } from './adoption.ts';

const TWELVE_DIGITS = /^\d{12}$/;

/** A Patient with the name as one text, the address as one text, and the facility's own number under its own system. */
export function adoptPatient(adoption: Adoption): void {
  const patient = adoption.follow(adoption.encounter['subject']);
  if (patient === undefined) return;
  adoptName(patient);
  adoptAddress(patient);
  adoptIdentifiers(patient, adoption);
}

/** Vietnamese order: family name first. @source Luật Căn cước 2023, Điều 18: họ, chữ đệm và tên khai sinh */
function adoptName(patient: JsonNode): void {
  const names = objectsAt(patient, 'name');
  const official = names.find(({ use }) => use === 'official') ?? names[0];
  if (official === undefined) return;
  const given: unknown[] = Array.isArray(official['given']) ? official['given'] : [];
  const joined = [official['family'], ...given].filter((part) => typeof part === 'string').join(' ');
  const text = textAt(official, 'text') ?? joined;
  if (text !== '') patient['name'] = [{ ...official, text }, ...names.filter((name) => name !== official)];
}

function adoptAddress(patient: JsonNode): void {
  const [first] = objectsAt(patient, 'address');
  if (first === undefined || first['text'] !== undefined) return;
  const lines: unknown[] = Array.isArray(first['line']) ? first['line'] : [];
  const text = [...lines, first['district'], first['city'], first['state']]
    .filter((part) => typeof part === 'string')
    .join(', ');
  if (text !== '') first['text'] = text;
}

function adoptIdentifiers(patient: JsonNode, { systems, facility }: Adoption): void {
  const own = String(systems.systems['maBn']).replace('{facility}', facility);
  const identifiers = objectsAt(patient, 'identifier');
  const codesOf = (identifier: JsonNode) => objectsAt(identifier['type'], 'coding').map(({ code }) => code);
  const personal = identifiers.find(
    (identifier) => codesOf(identifier).includes('NI') && TWELVE_DIGITS.test(String(identifier['value'])),
  );
  if (personal !== undefined) personal['system'] = systems.systems['cccd'];
  if (identifiers.some(({ system }) => system === own)) return;
  const known = new Set(Object.values(systems.systems));
  const record =
    identifiers.find((identifier) => codesOf(identifier).includes('MR')) ??
    identifiers.find(({ system }) => !known.has(String(system)));
  const number = textAt(record, 'value') ?? String(patient['id']);
  patient['identifier'] = [...identifiers, { system: own, value: number }];
}
