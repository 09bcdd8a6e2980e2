import type { JWK } from 'jose';
import { dateKeys } from '../../authenticate/key-date.ts';
import { parsePublicJwks } from '../../authenticate/public-jwks.ts';
import { PATHS } from '../../config/paths.ts';
import { isCalendarDay } from '../../fhir/local-time.ts';
import { loadRuleCatalogue } from '../../fhir/rule-catalogue.ts';
import { compareFacilities } from '../../registry/compare-registries.ts';
import { editFacility } from '../../registry/edit-facility.ts';
import { isFacilityCode } from '../../registry/entry/read-values.ts';
import type { Facility } from '../../types/registry.ts';
import type { CliIo } from '../command.ts';
import { OperationFailed, UsageError } from '../failures.ts';
import { type Language, readLanguage } from '../language.ts';
import { withStore } from '../open-store.ts';
import { auditOperator, operatorOf } from '../operator.ts';
import { oneOf, parseOptions, refuseExtra, required } from '../parse-options.ts';
import { readJsonFile } from '../read-json-file.ts';
import { importContextOf, TEXT } from './context.ts';
import { renderIssue } from './problem-text.ts';
import { FACILITY_CLI_WORDS } from './words.ts';

const OPTIONS = {
  ...{ code: TEXT, name: TEXT, kind: TEXT, jwks: TEXT, scope: TEXT, announced: TEXT, commune: TEXT, level: TEXT },
  ...{ ownership: TEXT, gln: TEXT, 'his-vendor': TEXT, lang: TEXT },
} as const;

type AddOptions = Readonly<Partial<Record<keyof typeof OPTIONS, string>>>;

interface AddedFacility {
  readonly facility: Facility;
  readonly isNew: boolean;
  /** Number of keys registered; undefined when none were given. */
  readonly keys: number | undefined;
}

const REASON = 'facility add';
const SCOPE_REASON = 'facility add --scope';

/** `facility add`: registers a facility, or changes of a known one what the options give. */
export async function add(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  refuseExtra(positionals, 0);
  const { facility, isNew, keys } = await addFacility(values, io);
  const done = FACILITY_CLI_WORDS[languageOf(values)].registered(facility.code, isNew, keys);
  io.stdout.write(values.json ? `${JSON.stringify(facility)}\n` : `${done}\n`);
  return 0;
}

/** This command, which connects a facility, speaks English when it is not told otherwise, as `keys` and `token` do. */
function languageOf({ lang = 'en' }: AddOptions): Language {
  return readLanguage(lang);
}

/** Everything is checked before anything is stored. */
async function addFacility(options: AddOptions, io: CliIo): Promise<AddedFacility> {
  const code = required(options.code, '--code');
  if (!isFacilityCode(code)) throw new UsageError('--code must be 5 characters (digits, A-Z) or 13 digits');
  if (options.announced !== undefined && !isCalendarDay(options.announced))
    throw new UsageError('--announced must be YYYY-MM-DD');
  const language = languageOf(options);
  const cohort = oneOf(options.kind, ['hospital', 'other'], '--kind');
  const scope = oneOf(options.scope, ['yes', 'no', 'undecided'], '--scope');
  const keys = options.jwks === undefined ? undefined : await readPublicKeys(options.jwks, io);
  return withStore(io, async (store) => {
    const registry = await store.facilities();
    const known = registry.find((one) => one.code === code);
    const begun = known ?? beginEntry(code, required(options.name, '--name'), required(cohort, '--kind'));
    const told = {
      ...{ name: options.name, cohort, announced: options.announced, commune: options.commune, level: options.level },
      ...{ ownership: options.ownership, gln: options.gln, hisVendor: options['his-vendor'] },
      ...(scope !== undefined && { 'scope.1.value': scope, 'scope.1.reason': SCOPE_REASON }),
    };
    const context = importContextOf([...registry.filter((one) => one !== known), begun], io);
    const { facility, faults, warnings } = editFacility(code, told, context);
    const lines = [...faults, ...warnings].flatMap((issue) => renderIssue(issue, language));
    if (facility === null) throw new OperationFailed([`${code} is not registered`, ...lines].join('\n'));
    io.stderr.write(lines.map((line) => `${line}\n`).join(''));
    if (known === undefined || keys !== undefined || compareFacilities(known, facility).length > 0) {
      const details = { action: known === undefined ? 'add' : 'update', keys: keys?.length ?? 0 };
      await auditOperator(store, io, { event: 'amend', object: code, details });
    }
    await store.putFacility(facility, { by: operatorOf(io), reason: REASON });
    if (keys !== undefined) await store.putKeys(code, dateKeys(keys, await store.keys(code), io.clock()));
    return { facility, isNew: known === undefined, keys: keys?.length };
  });
}

function beginEntry(code: string, name: string, cohort: Facility['cohort']): Facility {
  const unknown = { ownership: '', level: '', commune: '', openFrom: null, openTo: null, announced: null };
  return { code, name, cohort, ...unknown, scope: [], statistics: {} };
}

async function readPublicKeys(file: string, io: CliIo): Promise<readonly JWK[]> {
  const parsed = await parsePublicJwks(await readJsonFile(file, io), loadRuleCatalogue(PATHS.rules));
  if (parsed.ok) return parsed.value;
  const issues = parsed.refusal.issues.map(({ rule, text, remedy }) => `\n  ${rule.id} ${text.en} ${remedy.en}`);
  throw new OperationFailed(`${file} is refused${issues.join('')}`);
}
