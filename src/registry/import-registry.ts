import { createCommuneFinder } from '../fhir/communes.ts';
import type { Commune } from '../types/commune.ts';
import type { RuleCatalogue } from '../types/issue.ts';
import type { Facility } from '../types/registry.ts';
import { type CheckContext, checkFacility } from './check-facility.ts';
import { compareRegistries, type RegistryDifference } from './compare-registries.ts';
import { type ReadEntry, readEntry } from './entry/read-entry.ts';
import { headingsOf } from './fields.ts';
import { jsonToEntries } from './file/json-to-entries.ts';
import type { RawEntry, RegistryProblem, Report } from './file/raw-entry.ts';
import { readContent } from './file/read-sheets.ts';
import { toEntries } from './file/rows-to-entries.ts';

export interface ImportContext {
  /** The registry as it is. */
  readonly known: readonly Facility[];
  readonly communes: readonly Commune[];
  readonly rules: RuleCatalogue;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What a file of the registry comes to. */
export interface RegistryImport {
  /** What the rows of places count: entries of JSON, rows of all other files. */
  readonly unit: 'entry' | 'row';
  /** Of these, one is enough that nothing may be imported. */
  readonly faults: readonly RegistryProblem[];
  readonly warnings: readonly RegistryProblem[];
  /** What the file tells, on top of what is known; empty with faults. */
  readonly facilities: readonly Facility[];
  /** Of the registry with these against the registry as it is; facilities that the file does not name stay as they are. */
  readonly difference: RegistryDifference;
}

/**
 * Reads a file of the registry (CSV, XLSX, JSON, by its content) and compares it with the registry as it is. Nothing is written.
 * Every fault is told with its place, rule and remedy (LT-F… of the catalogue), in both languages.
 */
export async function importRegistry(bytes: Buffer, context: ImportContext): Promise<RegistryImport> {
  const problems: RegistryProblem[] = [];
  const report: Report = (rule, place, values = {}, code = null) => {
    problems.push({ place, code, issue: context.rules.issue(rule, { with: values }) });
  };
  const content = await readContent(bytes, report);
  const raw = content === undefined ? [] : entriesOf(content, report);
  const read = readAll(raw, context, report);
  checkAll(read, context, report);
  const sorted = problems.toSorted((one, other) => (one.place.row ?? 0) - (other.place.row ?? 0));
  const faults = sorted.filter(({ issue }) => issue.rule.severity === 'error');
  const facilities = faults.length > 0 ? [] : read.map(({ facility }) => facility);
  return {
    unit: content !== undefined && 'json' in content ? 'entry' : 'row',
    faults,
    warnings: sorted.filter(({ issue }) => issue.rule.severity !== 'error'),
    facilities,
    difference: compareRegistries(context.known, facilities),
  };
}

function entriesOf(content: NonNullable<Awaited<ReturnType<typeof readContent>>>, report: Report): readonly RawEntry[] {
  return 'json' in content ? jsonToEntries(content.json, report) : toEntries(content.sheets, report);
}

/** Entries as facilities, each code once (LT-F024). */
function readAll(raw: readonly RawEntry[], context: ImportContext, report: Report): readonly ReadEntry[] {
  const known = new Map(context.known.map((facility) => [facility.code, facility]));
  const findCommune = createCommuneFinder(context.communes);
  const first = new Map<string, RawEntry>();
  return raw.flatMap((entry) => {
    const read = readEntry(entry, { known, findCommune, today: context.today, report });
    if (read === undefined) return [];
    const { code } = read.facility;
    const twin = first.get(code);
    if (twin !== undefined) {
      const row = twin.sheet === null ? String(twin.row) : `${twin.sheet}:${twin.row}`;
      read.fields.fault('code', 'LT-F024', { row });
      return [];
    }
    first.set(code, entry);
    return [read];
  });
}

/** Fields that are checked against each other. */
const TOGETHER = [
  'code',
  'openFrom',
  'openTo',
  'mergedInto',
  'announced',
  'announcement.decision',
  'gln',
  'lat',
  'lng',
];

/** What does not go together, of entries in which the fields that have to are right. */
function checkAll(read: readonly ReadEntry[], context: ImportContext, report: Report): void {
  const against = checkContextOf([...context.known, ...read.map(({ facility }) => facility)], context);
  for (const { facility, raw, fields } of read) {
    if (TOGETHER.some((key) => fields.isFaulty(key))) continue;
    const checked = fields.isFaulty('commune') ? { ...facility, commune: '' } : facility;
    for (const { rule, key, values } of checkFacility(checked, against)) {
      const column = raw.told.get(key)?.column ?? headingsOf(key);
      report(rule, { sheet: raw.sheet, row: raw.row, column }, values, facility.code);
    }
  }
}

/** What entries are checked against: the registry as it will be; of two entries of a code the later counts. */
export function checkContextOf(
  registry: readonly Facility[],
  { communes, today }: Pick<ImportContext, 'communes' | 'today'>,
): CheckContext {
  const after = new Map(registry.map((facility) => [facility.code, facility]));
  const byGln = Map.groupBy(after.values(), ({ gln }) => gln ?? '');
  return {
    hasCode: (code) => after.has(code),
    withGln: (gln) => (byGln.get(gln) ?? []).map(({ code }) => code),
    communes,
    today,
  };
}
