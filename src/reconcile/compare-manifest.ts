import { setImmediate as nextTurn } from 'node:timers/promises';
import { toLocalInstant } from '../fhir/local-time.ts';
import { identitiesOf, keyOfIdentity, recordIdentity } from '../fhir/record-identity.ts';
import type { ComparedRecord, RecordHere } from '../types/manifest-desk.ts';
import type { ManifestLine, RecordStanding } from '../types/reconciliation.ts';

/** Records received on the day of the list, and a way to look up others. */
export interface ManifestSources {
  readonly ofDay: readonly RecordStanding[];
  /** Those of these identities that are here, whenever they came. */
  readonly lookUp: (identities: readonly string[]) => Promise<readonly RecordStanding[]>;
}

/** Records by the key in their identity. */
type ByKey = Map<string, RecordStanding[]>;

/** Keys that are looked up at once: each stands for several identities. */
const KEYS_AT_ONCE = 500;
/** Lines that are compared before others get their turn. */
const LINES_AT_ONCE = 2_000;

/**
 * Compares a day list with what is here: its lines in their order, then what came that day and is not on it. A key may name
 * several records (a claim and a health check): a line that tells count or hash stands for the one that fits best, a bare
 * key for all of them.
 */
export async function compareManifest(
  lines: readonly ManifestLine[],
  { ofDay, lookUp }: ManifestSources,
): Promise<readonly ComparedRecord[]> {
  const taken = new Set<string>();
  const compared = new Map<number, ComparedRecord>();
  const byKey: ByKey = new Map();

  /** Lines that fit a record as it stands; gives the numbers of the others. */
  async function takeEqual(numbers: readonly number[]): Promise<readonly number[]> {
    const left: number[] = [];
    for (const [place, number] of numbers.entries()) {
      if (place % LINES_AT_ONCE === LINES_AT_ONCE - 1) await nextTurn();
      const line = lines[number] as ManifestLine;
      const candidates = candidatesOf(line, byKey);
      const equal = candidates.find(
        (standing) => !taken.has(standing.identity) && differsOf(line, standing).length === 0,
      );
      if (equal === undefined) {
        left.push(number);
        continue;
      }
      const isBare = line.count === null && line.sha256 === null;
      for (const { identity } of isBare ? candidates : [equal]) taken.add(identity);
      compared.set(number, toCompared(line, equal));
    }
    return left;
  }

  addTo(byKey, ofDay);
  const notOfDay = await takeEqual([...lines.keys()]);
  const known = new Set(ofDay.map(({ identity }) => identity));
  for (let first = 0; first < notOfDay.length; first += KEYS_AT_ONCE) {
    const some = notOfDay.slice(first, first + KEYS_AT_ONCE);
    const identities = new Set(some.flatMap((number) => identitiesOf((lines[number] as ManifestLine).key)));
    addTo(byKey, await lookUp([...identities.difference(known)]));
  }
  for (const number of await takeEqual(notOfDay)) {
    const line = lines[number] as ManifestLine;
    const candidates = candidatesOf(line, byKey);
    const standing = candidates.find(({ identity }) => !taken.has(identity)) ?? candidates[0];
    if (standing !== undefined) taken.add(standing.identity);
    compared.set(number, toCompared(line, standing));
  }
  return [
    ...lines.map((_, number) => compared.get(number) as ComparedRecord),
    ...ofDay.filter(({ identity }) => !taken.has(identity)).map(toUnlisted),
  ];
}

function addTo(byKey: ByKey, standings: readonly RecordStanding[]): void {
  for (const standing of standings) {
    const key = keyOfIdentity(standing.identity);
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [standing]);
    else others.push(standing);
  }
}

/** Records that a key may name. The code of a prescription is known in small letters. */
function candidatesOf({ key }: ManifestLine, byKey: ByKey): readonly RecordStanding[] {
  const own = byKey.get(key) ?? [];
  const small = key.toLowerCase();
  if (small === key) return own;
  const prescription = recordIdentity('prescription-json', small);
  return [...own, ...(byKey.get(small) ?? []).filter(({ identity }) => identity === prescription)];
}

function toUnlisted(standing: RecordStanding): ComparedRecord {
  const key = keyOfIdentity(standing.identity);
  return { key, status: 'unlisted', differs: [], listed: null, here: toHere(standing) };
}

function toCompared(line: ManifestLine, standing: RecordStanding | undefined): ComparedRecord {
  const { key, count, sha256 } = line;
  const listed = { count, sha256 };
  if (standing === undefined) return { key, status: 'missing', differs: [], listed, here: null };
  const differs = differsOf(line, standing);
  const status = differs.length === 0 ? 'equal' : 'differing';
  return { key, status, differs, listed, here: toHere(standing) };
}

function differsOf({ count, sha256 }: ManifestLine, standing: RecordStanding): ComparedRecord['differs'] {
  const differs: ('count' | 'sha256')[] = [];
  if (count !== null && count !== standing.count) differs.push('count');
  if (sha256 !== null && !standing.sha256.includes(sha256)) differs.push('sha256');
  return differs;
}

function toHere(standing: RecordStanding): RecordHere {
  const { identity, state, version, receivedAt, submissionId, count, sha256, deliveries } = standing;
  return {
    identity,
    state,
    version,
    receivedAt: toLocalInstant(receivedAt),
    submission: submissionId,
    count,
    sha256: sha256[0] ?? null,
    deliveries: deliveries.map(({ destination, state: delivery }) => ({ destination, state: delivery })),
  };
}
