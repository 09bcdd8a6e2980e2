import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, isKnownSystem } from './adoption.ts';

const TWELVE_DIGITS = /^\d{12}$/;
const NINE_DIGITS = /^\d{9}$/;

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
  const current = names.filter(({ use }) => use !== 'old' && use !== 'maiden' && use !== 'nickname');
  const official = current.find(({ use }) => use === 'official') ?? current[0] ?? names[0];
  if (official === undefined) return;
  const given: unknown[] = Array.isArray(official['given']) ? official['given'] : [];
  const joined = [official['family'], ...given].filter((part) => typeof part === 'string').join(' ');
  const text = textAt(official, 'text') ?? joined;
  if (text !== '') patient['name'] = [{ ...official, text }, ...names.filter((name) => name !== official)];
}

function adoptAddress(patient: JsonNode): void {
  const addresses = objectsAt(patient, 'address').filter(({ use }) => use !== 'old');
  const first = addresses.find(({ use }) => use === 'home') ?? addresses[0];
  if (first === undefined) return;
  patient['address'] = [first];
  if (first['text'] !== undefined) return;
  const lines: unknown[] = Array.isArray(first['line']) ? first['line'] : [];
  const text = [...lines, first['district'], first['city'], first['state']]
    .filter((part) => typeof part === 'string')
    .join(', ');
  if (text !== '') first['text'] = text;
}

/** What an identifier is by its type (v2-0203), or nothing. */
const codesOf = (identifier: JsonNode) => objectsAt(identifier['type'], 'coding').map(({ code }) => String(code));

/** MA_BN is a number that the facility gave; a logical id, a passport or a card is none. */
function adoptIdentifiers(patient: JsonNode, { systems, facility }: Adoption): void {
  const own = String(systems.systems['maBn']).replace('{facility}', facility);
  const identifiers = objectsAt(patient, 'identifier').filter(({ use }) => use !== 'old');
  adoptPersonalNumber(identifiers, systems.systems);
  patient['identifier'] = identifiers;
  if (identifiers.some(({ system }) => system === own)) return;
  const number =
    identifiers.find((identifier) => codesOf(identifier).includes('MR')) ??
    identifiers.find((identifier) => codesOf(identifier).includes('PI')) ??
    identifiers.find((identifier) => codesOf(identifier).length === 0 && !isKnownSystem(systems, identifier['system']));
  const value = textAt(number, 'value');
  if (value !== undefined) patient['identifier'] = [...identifiers, { system: own, value }];
}

/** SO_CCCD: twelve digits of a citizen, nine of an old card, else the number of the passport. */
function adoptPersonalNumber(identifiers: readonly JsonNode[], systems: IdentifierSystems['systems']): void {
  const national = identifiers.filter((identifier) => codesOf(identifier).includes('NI'));
  const find = (digits: RegExp) => national.find(({ value }) => digits.test(String(value)));
  const [citizen, card] = [find(TWELVE_DIGITS), find(NINE_DIGITS)];
  if (citizen !== undefined) citizen['system'] = systems['cccd'];
  else if (card !== undefined) card['system'] = systems['cmnd'];
  const told = new Set([systems['cccd'], systems['cmnd']]);
  if (identifiers.some(({ system }) => told.has(String(system)))) return;
  const passport = identifiers.find(
    (identifier) => identifier['system'] === systems['passport'] || codesOf(identifier).includes('PPN'),
  );
  if (passport !== undefined) passport['system'] = systems['personalIdText'];
}
