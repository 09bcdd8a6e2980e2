import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import { childOf, type JsonNode, listOf } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, codeIn, isKnownSystem, rowMark, wordsOf } from './adoption.ts';
import { codeOfOrganization } from './facility-of-encounter.ts';

/**
 * The Encounter as the one row of XML1: its number as MA_LK, its reasons as texts, the facility as MA_CSKCB, where the
 * patient came from and went. Gives the number: '' when the Encounter has none, for a logical id is no number of a visit.
 */
export function adoptEncounter(adoption: Adoption): string {
  const { encounter, facility } = adoption;
  const own = facility === '' ? [] : [{ url: 'MA_CSKCB', valueString: facility }];
  listOf(encounter, 'extension').push(rowMark(adoption, 'XML1', 1, own));
  adoptReasons(adoption);
  adoptKind(adoption);
  adoptLength(encounter);
  adoptPlaces(adoption);
  return adoptNumber(adoption);
}

/** Its MA_LK, else the number of the visit, else another current identifier that is no number of something else. */
function adoptNumber({ encounter, systems }: Adoption): string {
  const identifiers = objectsAt(encounter, 'identifier').filter(({ use }) => use !== 'old');
  const maLk = systems.systems['maLk'];
  const own = identifiers.find(({ system }) => system === maLk);
  const others = identifiers.filter(({ system }) => !isKnownSystem(systems, system));
  const visit = others.find(({ type }) => objectsAt(type, 'coding').some(({ code }) => code === 'VN'));
  const value = textAt(own, 'value') ?? textAt(visit ?? others[0], 'value') ?? '';
  if (own === undefined && value !== '') {
    encounter['identifier'] = [...objectsAt(encounter, 'identifier'), { system: maLk, value }];
  }
  return value;
}

function adoptReasons({ encounter, follow }: Adoption): void {
  const reasons = objectsAt(encounter, 'reasonCode');
  for (const reason of reasons) {
    const words = wordsOf(reason);
    if (words !== undefined) reason['text'] = words;
  }
  if (reasons.some(({ text }) => text !== undefined)) return;
  const words = objectsAt(encounter, 'reasonReference').map((reference) => wordsOf(follow(reference)?.['code']));
  const text = words.find((one) => one !== undefined);
  if (text !== undefined) encounter['reasonCode'] = [{ text }];
}

/** MA_LOAI_KCB is read from the first type. */
function adoptKind({ encounter, systems }: Adoption): void {
  const list = codeSystemOf(systems, 'MA_LOAI_KCB');
  const types = objectsAt(encounter, 'type');
  const national = types.find((type) => codeIn(type, list) !== undefined);
  if (national !== undefined) encounter['type'] = [national, ...types.filter((type) => type !== national)];
}

const DAYS: ReadonlySet<unknown> = new Set(['d', 'day', 'days', 'ngày']);

/** SO_NGAY_DTRI is a number of days; a length in another unit is none. */
function adoptLength(encounter: JsonNode): void {
  const { length } = encounter;
  if (isObject(length) && !DAYS.has(length['code'] ?? length['unit'])) delete encounter['length'];
}

/** MA_NOI_DI and MA_NOI_DEN are codes of facilities; any other number of a place is none. */
function adoptPlaces(adoption: Adoption): void {
  const { encounter, systems } = adoption;
  if (!isObject(encounter['hospitalization'])) return;
  const hospitalization = childOf(encounter, 'hospitalization');
  for (const name of ['origin', 'destination']) {
    const place = hospitalization[name];
    if (!isObject(place)) continue;
    const code = codeOfOrganization(place, adoption);
    if (code === undefined) delete place['identifier'];
    else place['identifier'] = { system: systems.systems['maCskcb'], value: code };
  }
}
