import type { JWK } from 'jose';
import { parsePublicJwks } from '../authenticate/public-jwks.ts';
import { PATHS } from '../config/paths.ts';
import { toLocalDay } from '../fhir/local-time.ts';
import { loadRuleCatalogue } from '../fhir/rule-catalogue.ts';
import type { Facility, ScopeDecision } from '../types/registry.ts';
import type { CliIo } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { withStore } from './open-store.ts';
import { oneOf, required } from './parse-options.ts';
import { isDay, isFacilityCode } from './parse-registry.ts';
import { readJsonFile } from './read-json-file.ts';

export const FACILITY_ADD_OPTIONS = {
  code: { type: 'string' },
  name: { type: 'string' },
  kind: { type: 'string' },
  jwks: { type: 'string' },
  scope: { type: 'string' },
  announced: { type: 'string' },
  commune: { type: 'string' },
} as const;

type AddOptions = Readonly<Partial<Record<keyof typeof FACILITY_ADD_OPTIONS, string>>>;

export interface AddedFacility {
  readonly facility: Facility;
  readonly isNew: boolean;
  /** Number of keys registered; undefined when none were given. */
  readonly keys: number | undefined;
}

/** Registers a facility, or changes of a known one what the options give. Everything is checked before anything is stored. */
export async function addFacility(options: AddOptions, io: CliIo): Promise<AddedFacility> {
  const code = required(options.code, '--code');
  if (!isFacilityCode(code)) throw new UsageError('--code must be 5 characters (digits, A-Z) or 13 digits');
  if (options.announced !== undefined && !isDay(options.announced))
    throw new UsageError('--announced must be YYYY-MM-DD');
  const cohort = oneOf(options.kind, ['hospital', 'other'], '--kind');
  const scope = oneOf(options.scope, ['yes', 'no', 'undecided'], '--scope');
  const keys = options.jwks === undefined ? undefined : await readPublicKeys(options.jwks, io);
  return withStore(io, async (store) => {
    const known = await store.facility(code);
    const facility: Facility = {
      code,
      name: required(options.name ?? known?.name, '--name'),
      cohort: required(cohort ?? known?.cohort, '--kind'),
      ownership: known?.ownership ?? '',
      level: known?.level ?? '',
      commune: options.commune ?? known?.commune ?? '',
      openFrom: known?.openFrom ?? null,
      openTo: known?.openTo ?? null,
      scope: decideScope(known?.scope ?? [], scope, toLocalDay(io.clock())),
      announced: options.announced ?? known?.announced ?? null,
      statistics: known?.statistics ?? {},
    };
    await store.putFacility(facility);
    if (keys !== undefined) await store.putKeys(code, keys);
    return { facility, isNew: known === undefined, keys: keys?.length };
  });
}

/** The first decision holds since ever, a later one from today; the days before keep the decision they had. */
function decideScope(
  decisions: readonly ScopeDecision[],
  value: ScopeDecision['value'] | undefined,
  today: string,
): readonly ScopeDecision[] {
  if (value === undefined) return decisions;
  const earlier = decisions.filter(({ from }) => from !== today);
  return [...earlier, { from: decisions.length === 0 ? null : today, value, reason: 'facility add --scope' }];
}

async function readPublicKeys(file: string, io: CliIo): Promise<readonly JWK[]> {
  const parsed = await parsePublicJwks(await readJsonFile(file, io), loadRuleCatalogue(PATHS.rules));
  if (parsed.ok) return parsed.value;
  const issues = parsed.refusal.issues.map(({ rule, text, remedy }) => `\n  ${rule.id} ${text.en} ${remedy.en}`);
  throw new OperationFailed(`${file} is refused${issues.join('')}`);
}
