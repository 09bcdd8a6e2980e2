import { facilityWord } from '../../fhir/facility-words.ts';
import { toLocalDay } from '../../fhir/local-time.ts';
import { scopeHeld } from '../../fhir/scope-held.ts';
import { compareFacilities } from '../../registry/compare-registries.ts';
import { describeDecision, describeFieldChange, describeValue, fieldLabel } from '../../registry/describe-change.ts';
import type { Facility, FacilityEdition, FacilityNote } from '../../types/registry.ts';
import type { Store } from '../../types/store.ts';
import type { CliIo } from '../command.ts';
import { OperationFailed } from '../failures.ts';
import { instantText } from '../instant-text.ts';
import { type Language, readLanguage } from '../language.ts';
import { withStore } from '../open-store.ts';
import { parseOptions, refuseExtra } from '../parse-options.ts';
import { renderTable } from '../text-table.ts';
import { onlyArgument, TEXT } from './context.ts';
import { FACILITY_CLI_WORDS, visible } from './words.ts';

const DETAILS: readonly (keyof Facility)[] = [
  ...(['formerNames', 'gln', 'cohort', 'kind', 'level', 'ownership', 'commune', 'position', 'services'] as const),
  ...([
    'openFrom',
    'openTo',
    'mergedInto',
    'announced',
    'announcement',
    'hisVendor',
    'contacts',
    'statistics',
  ] as const),
];

/** `facility list`: all facilities, with what is decided about them today. */
export async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { lang: TEXT });
  const language = readLanguage(values.lang);
  refuseExtra(positionals, 0);
  const text = await withStore(io, async (store) => {
    const facilities = await store.facilities();
    if (values.json) return `${JSON.stringify(facilities)}\n`;
    const keys = await Promise.all(facilities.map(({ code }) => store.keys(code)));
    const today = toLocalDay(io.clock());
    const rows = facilities.map((facility, index) => [
      facility.code,
      facilityWord('cohort', facility.cohort)[language],
      facilityWord('scope', scopeHeld(facility.scope, today)?.value ?? 'undecided')[language],
      facility.announced ?? '',
      facility.openTo ?? '',
      String(keys[index]?.length ?? 0),
      facility.commune,
      facility.name,
    ]);
    return renderTable(FACILITY_CLI_WORDS[language].table, rows);
  });
  io.stdout.write(text);
  return 0;
}

/** `facility show`: everything that the registry tells of one facility. */
export async function show(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { lang: TEXT });
  const language = readLanguage(values.lang);
  const code = onlyArgument(positionals, 'CODE');
  const text = await withStore(io, async (store) => {
    const facility = await known(store, code);
    const [keys, notes, editions] = [await store.keys(code), await store.notes(code), await store.editions(code)];
    if (values.json) return `${JSON.stringify({ facility, keys: keys.length, notes, editions: editions.length })}\n`;
    const words = FACILITY_CLI_WORDS[language];
    const held = scopeHeld(facility.scope, toLocalDay(io.clock()));
    return inLines([
      `${code}  ${facility.name}`,
      ...DETAILS.filter((field) => describes(facility[field])).map(
        (field) => `  ${fieldLabel(field, language)}: ${describeValue(field, facility[field], language)}`,
      ),
      `  ${words.scopeToday}: ${held === undefined ? words.unknown : describeDecision(held, language)}`,
      ...facility.scope.map((decision) => `    ${describeDecision(decision, language)}`),
      `  ${words.keys}: ${keys.length}`,
      `  ${words.editions}: ${editions.length}`,
      ...(notes.length === 0 ? [] : [`  ${words.notes}: ${notes.length}`]),
      ...notes.map(noteLine),
    ]);
  });
  io.stdout.write(text);
  return 0;
}

/** `facility history`: what the entry of a facility said, edition by edition, and the remarks in between. */
export async function history(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { lang: TEXT });
  const language = readLanguage(values.lang);
  const code = onlyArgument(positionals, 'CODE');
  const text = await withStore(io, async (store) => {
    await known(store, code);
    const [editions, notes] = [await store.editions(code), await store.notes(code)];
    if (values.json) return `${JSON.stringify({ editions, notes })}\n`;
    const told = [
      ...editions.map((edition, index) => ({
        at: edition.at,
        lines: editionLines(edition, editions[index + 1], language),
      })),
      ...notes.map((note) => ({ at: note.at, lines: [noteLine(note).trimStart()] })),
    ];
    return inLines(told.toSorted((one, other) => other.at - one.at).flatMap(({ lines }) => lines));
  });
  io.stdout.write(text);
  return 0;
}

function editionLines(
  { facility, at, by, reason }: FacilityEdition,
  before: FacilityEdition | undefined,
  language: Language,
): readonly string[] {
  const words = FACILITY_CLI_WORDS[language];
  const fields = before === undefined ? [] : compareFacilities(before.facility, facility);
  const changes = fields.map((field) => `  ${describeFieldChange(field, language)}`);
  return [
    `${at === 0 ? words.sinceEver : instantText(at)}  ${by}  ${reason}`,
    ...(before === undefined ? [`  ${words.added}: ${facility.name}`] : changes),
  ];
}

function noteLine({ at, by, text }: FacilityNote): string {
  return `    ${instantText(at)}  ${by}  “${text}”`;
}

function describes(value: Facility[keyof Facility]): boolean {
  if (value === null || value === undefined || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** The entry of a code. Fails (OperationFailed) when there is none. */
export async function known(store: Pick<Store, 'facility'>, code: string): Promise<Facility> {
  const facility = await store.facility(code);
  if (facility === undefined) throw new OperationFailed(`${code} is not in the registry`);
  return facility;
}

function inLines(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line)}\n`).join('');
}
