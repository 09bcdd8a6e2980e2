import type { ProgrammeEvidence, ProgrammeFactRow } from '../../types/programme.ts';
import type { EpochMs } from '../../types/submission.ts';

/** An accepted version of a record, read. */
export interface ToldVersion extends Omit<ProgrammeFactRow, 'told'> {
  readonly told: ProgrammeEvidence;
}

/** A record as it was known at an instant. */
export interface KnownRecord {
  /** The newest version: it holds. */
  readonly newest: ToldVersion;
  /** All accepted versions until then. */
  readonly versions: readonly ToldVersion[];
  /** When the first version was accepted: the record is known since. */
  readonly since: EpochMs;
  /** When the earliest of the accepted versions was received: earlier than `since` when it was released. */
  readonly receivedAt: EpochMs;
}

/** Reads a version as it is stored. */
export function toVersion({ told, ...row }: ProgrammeFactRow): ToldVersion {
  return { ...row, told: JSON.parse(told) as ProgrammeEvidence };
}

/** What is known of one record up to and including an instant; undefined: nothing was accepted yet. */
export function recordAt(versions: readonly ToldVersion[], until: EpochMs): KnownRecord | undefined {
  const known = versions.filter(({ acceptedAt }) => acceptedAt <= until);
  const [first] = known;
  if (first === undefined) return undefined;
  const newest = known.reduce((highest, each) => (each.version > highest.version ? each : highest), first);
  return {
    newest,
    versions: known,
    since: Math.min(...known.map(({ acceptedAt }) => acceptedAt)),
    receivedAt: Math.min(...known.map(({ receivedAt }) => receivedAt)),
  };
}
