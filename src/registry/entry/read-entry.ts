import type { CommuneFound } from '../../fhir/communes.ts';
import { type FacilityWordList, facilityWordsOf, readFacilityWord } from '../../fhir/facility-words.ts';
import type { CareService, Facility, FacilityParticulars } from '../../types/registry.ts';
import type { FacilityCode } from '../../types/submission.ts';
import type { RawEntry, Report } from '../file/raw-entry.ts';
import { readContacts, readScope, readStatistics } from './read-groups.ts';
import {
  plainText,
  type Read,
  readCode,
  readDay,
  readDegrees,
  readGln,
  readLink,
  readParts,
  readText,
  readWord,
} from './read-values.ts';
import { createFields, type Fields } from './told-fields.ts';

/** What an entry is read against. */
export interface EntryContext {
  readonly known: ReadonlyMap<FacilityCode, Facility>;
  readonly findCommune: (text: string) => CommuneFound;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly report: Report;
}

/** A facility as an entry tells it, with the fields that it was read from. */
export interface ReadEntry {
  readonly facility: Facility;
  readonly raw: RawEntry;
  readonly fields: Fields;
}

const PARTS = /[|\r\n]+/;
const SERVICES = /[|,;\r\n]+/;

/**
 * Reads what an entry tells, on top of what is known of the facility: a field that it does not tell stays, `-` empties. Reports
 * everything that is wrong, not only the first; undefined when it has no code.
 */
export function readEntry(raw: RawEntry, context: EntryContext): ReadEntry | undefined {
  let code: string | null = null;
  const fields = createFields(raw, () => code, context.report);
  code = fields.read('code', readCode) ?? null;
  if (code === null) {
    if (!fields.isFaulty('code')) fields.fault('code', 'LT-F022');
    return undefined;
  }
  const known = context.known.get(code);
  const text = (key: 'name' | 'ownership' | 'level', list?: FacilityWordList) => readPlain(key, fields, known, list);
  const day = (key: 'openFrom' | 'openTo' | 'announced') =>
    fields.isCleared(key) ? null : (fields.read(key, readDay) ?? known?.[key] ?? null);
  const facility: Facility = {
    code,
    name: text('name'),
    cohort: readCohort(fields, known),
    ownership: text('ownership', 'ownership'),
    level: text('level', 'level'),
    commune: readCommune(fields, known, context),
    openFrom: day('openFrom'),
    openTo: day('openTo'),
    scope: readScope(raw, fields, known, context.today),
    announced: day('announced'),
    statistics: readStatistics(raw, fields, known),
    ...readParticulars(raw, fields, known),
  };
  return { facility, raw, fields };
}

function readPlain(
  key: 'name' | 'ownership' | 'level',
  fields: Fields,
  known: Facility | undefined,
  list: FacilityWordList | undefined,
): string {
  const before = known?.[key] ?? '';
  const isRequired = key === 'name';
  if (fields.isCleared(key) && !isRequired) return '';
  const told = fields.read(key, readText);
  if (told === undefined) {
    if (isRequired && (before === '' || fields.isCleared(key)) && !fields.isFaulty(key)) fields.fault(key, 'LT-F022');
    return before;
  }
  const value = settleWord(list, told, before);
  const isStrange = key === 'ownership' && value !== before && readFacilityWord('ownership', value) === undefined;
  if (isStrange) fields.warn(key, 'LT-F039', { words: facilityWordsOf('ownership') });
  return value;
}

/** What is known already when it says the same in other words: an entry that was written out and read again is no change. */
function settleWord(list: FacilityWordList | undefined, told: string, before: string): string {
  const word = (text: string) => (list === undefined ? undefined : readFacilityWord(list, text)) ?? plainText(text);
  return word(before) === word(told) ? before : word(told);
}

function readCohort(fields: Fields, known: Facility | undefined): Facility['cohort'] {
  const told = fields.read('cohort', (cell) => readWord('cohort', cell)) as Facility['cohort'] | undefined;
  const isMissing = told === undefined && (known === undefined || fields.isCleared('cohort'));
  if (isMissing && !fields.isFaulty('cohort')) fields.fault('cohort', 'LT-F022');
  return told ?? known?.cohort ?? 'other';
}

function readCommune(fields: Fields, known: Facility | undefined, { findCommune }: EntryContext): string {
  const before = known?.commune ?? '';
  const told = fields.isCleared('commune') ? '' : fields.read('commune', readText);
  if (told === undefined || told === '' || told === plainText(before)) return told === '' ? '' : before;
  const found = findCommune(told);
  if (found.how === 'unknown') {
    const names = found.suggestions.map(({ name, code }) => `${name} (${code})`).join(', ');
    const similar = names === '' ? '' : { vi: ` Gần giống: ${names}.`, en: ` Similar: ${names}.` };
    fields.fault('commune', 'LT-F030', { value: told.slice(0, 60), similar });
    return before;
  }
  const { name, code } = found.commune;
  if (found.how === 'similar') fields.warn('commune', 'LT-F031', { value: told.slice(0, 60), name, code });
  return name;
}

function readParticulars(raw: RawEntry, fields: Fields, known: Facility | undefined): FacilityParticulars {
  const optional = <T>(key: 'gln' | 'mergedInto' | 'hisVendor', reader: Parameters<Fields['read']>[1]) =>
    fields.isCleared(key) ? undefined : ((fields.read(key, reader) as T | undefined) ?? known?.[key]);
  const contacts = readContacts(raw, fields, known);
  return present({
    gln: optional<string>('gln', readGln),
    formerNames: readFormerNames(raw, fields, known),
    kind: readKind(fields, known),
    services: readServices(raw, fields, known),
    position: readPosition(fields, known),
    mergedInto: optional<string>('mergedInto', readCode),
    announcement: readAnnouncement(fields, known),
    hisVendor: optional<string>('hisVendor', readText),
    contacts: contacts.length === 0 ? undefined : contacts,
  });
}

function readKind(fields: Fields, known: Facility | undefined): string | undefined {
  if (fields.isCleared('kind')) return undefined;
  const told = fields.read('kind', readText);
  return told === undefined ? known?.kind : settleWord('kind', told, known?.kind ?? '');
}

function readFormerNames(raw: RawEntry, fields: Fields, known: Facility | undefined): readonly string[] | undefined {
  const told = raw.told.get('formerNames');
  if (told === undefined || told.cell === null) return known?.formerNames;
  if (fields.isCleared('formerNames')) return undefined;
  const names = readParts(told.cell, PARTS);
  for (const name of names) if (name.length > 500) fields.fault('formerNames', 'LT-F035', { limit: 500 });
  return names.length === 0 ? undefined : names;
}

function readServices(raw: RawEntry, fields: Fields, known: Facility | undefined): readonly CareService[] | undefined {
  const told = raw.told.get('services');
  if (told === undefined || told.cell === null) return known?.services;
  if (fields.isCleared('services')) return undefined;
  const words = readParts(told.cell, SERVICES).flatMap((part) => {
    const read: Read<string> = readWord('service', part);
    if ('value' in read) return [read.value as CareService];
    fields.fault('services', read.rule, read.values);
    return [];
  });
  const services = [...new Set(words)];
  const before = known?.services ?? [];
  const isSame = services.length === before.length && services.every((service) => before.includes(service));
  return isSame ? known?.services : services;
}

function readPosition(fields: Fields, known: Facility | undefined): FacilityParticulars['position'] {
  if (fields.isCleared('lat') && fields.isCleared('lng')) return undefined;
  const lat = fields.read('lat', readDegrees);
  const lng = fields.read('lng', readDegrees);
  if (lat !== undefined && lng !== undefined) return { lat, lng };
  if (fields.isTold('lat') !== fields.isTold('lng')) fields.fault(fields.isTold('lat') ? 'lng' : 'lat', 'LT-F037');
  return known?.position;
}

function readAnnouncement(fields: Fields, known: Facility | undefined): FacilityParticulars['announcement'] {
  const before = known?.announcement;
  if (fields.isCleared('announcement.decision')) return undefined;
  const decision = fields.read('announcement.decision', readText) ?? before?.decision;
  const told = fields.isCleared('announcement.link') ? undefined : fields.read('announcement.link', readLink);
  const link = told ?? (fields.isCleared('announcement.link') ? undefined : before?.link);
  if (decision !== undefined) return { decision, ...(link && { link }) };
  if (link !== undefined) fields.fault('announcement.decision', 'LT-F038');
  return undefined;
}

type Present<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
