import { type FacilityWordList, facilityWord } from '../../fhir/facility-words.ts';
import type { Bilingual } from '../../types/issue.ts';
import type { Facility } from '../../types/registry.ts';
import { FIELDS, headingOf } from '../fields.ts';

/** A cell of a written registry: a day stays apart from a text, so that a spreadsheet gets a date. */
export type OutCell = { readonly day: string } | string | number | null;

/** A registry as a table: its first row names the columns. */
export interface RegistryTable {
  readonly keys: readonly string[];
  readonly headings: readonly string[];
  readonly rows: readonly (readonly OutCell[])[];
}

/** Between several names or words in one cell. */
const BETWEEN = ' | ';

/** The registry as a table that can be imported again without a change. */
export function toTable(facilities: readonly Facility[], language: keyof Bilingual): RegistryTable {
  const entries = facilities.map((facility) => cellsOf(facility, language));
  const counts = {
    scope: Math.max(1, ...facilities.map(({ scope }) => scope.length)),
    contact: Math.max(1, ...facilities.map(({ contacts = [] }) => contacts.length)),
  };
  const months = [...new Set(facilities.flatMap(({ statistics }) => Object.keys(statistics)))].sort();
  const keys = [...fieldKeys(counts), ...months.map((month) => `statistics.${month}`)];
  return {
    keys,
    headings: keys.map((key) => headingOf(key, language)),
    rows: entries.map((cells) => keys.map((key) => cells.get(key) ?? null)),
  };
}

/** Keys of the columns; all parts of one decision, or of one contact, stand together. */
function fieldKeys(counts: Readonly<Record<'scope' | 'contact', number>>): readonly string[] {
  const partsOf = (group: string) => FIELDS.filter(({ name }) => name.startsWith(`${group}.`));
  const numbered = (group: 'scope' | 'contact') =>
    Array.from({ length: counts[group] }, (_, index) =>
      partsOf(group).map(({ name }) => name.replace('.', `.${index + 1}.`)),
    ).flat();
  const single = FIELDS.map(({ name }) => name as string).filter((name) => !/^(?:scope|contact)\./.test(name));
  return [...single, ...numbered('scope'), ...numbered('contact')];
}

function cellsOf(facility: Facility, language: keyof Bilingual): ReadonlyMap<string, OutCell> {
  const word = (list: FacilityWordList, value: string) => facilityWord(list, value)[language];
  const day = (value: string | null | undefined): OutCell => (value ? { day: value } : null);
  const { position, announcement, scope, contacts = [], statistics } = facility;
  return new Map<string, OutCell>([
    ['code', facility.code],
    ['name', facility.name],
    ['cohort', word('cohort', facility.cohort)],
    ['gln', facility.gln ?? null],
    ['formerNames', facility.formerNames?.join(BETWEEN) ?? null],
    ['kind', facility.kind === undefined ? null : word('kind', facility.kind)],
    ['level', word('level', facility.level)],
    ['ownership', word('ownership', facility.ownership)],
    ['commune', facility.commune],
    ['lat', position?.lat ?? null],
    ['lng', position?.lng ?? null],
    ['services', facility.services?.map((service) => word('service', service)).join(BETWEEN) ?? null],
    ['openFrom', day(facility.openFrom)],
    ['openTo', day(facility.openTo)],
    ['mergedInto', facility.mergedInto ?? null],
    ['announced', day(facility.announced)],
    ['announcement.decision', announcement?.decision ?? null],
    ['announcement.link', announcement?.link ?? null],
    ['hisVendor', facility.hisVendor ?? null],
    ...scope.flatMap(({ from, value, reason, by, decidedOn }, index): [string, OutCell][] => [
      [`scope.${index + 1}.value`, word('scope', value)],
      [`scope.${index + 1}.from`, day(from)],
      [`scope.${index + 1}.reason`, reason],
      [`scope.${index + 1}.by`, by ?? null],
      [`scope.${index + 1}.decidedOn`, day(decidedOn)],
    ]),
    ...contacts.flatMap((contact, index) =>
      (['name', 'role', 'phone', 'email'] as const).map((part): [string, OutCell] => [
        `contact.${index + 1}.${part}`,
        contact[part] ?? null,
      ]),
    ),
    ...Object.entries(statistics).map(([month, count]): [string, OutCell] => [`statistics.${month}`, count]),
  ]);
}
