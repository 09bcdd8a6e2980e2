import type { OwedDelivery } from '../types/delivery.ts';
import type { RecordEvidence } from '../types/mapped-record.ts';
import type { EpochMs, FacilityCode, SubmissionFormat } from '../types/submission.ts';
import type { BecomeCurrent, Removals } from './become-current.ts';
import { type EvidenceKind, evidenceKinds, isOfCare } from './evidence-kinds.ts';
import type { RecordVersions } from './keep-record.ts';
import { packRecord, unpackRecord } from './record-content.ts';

/** A version that is kept and not forwarded. */
export interface QuarantinedVersion extends Pick<RecordEvidence, 'source' | 'level' | 'identity' | 'signed'> {
  readonly sequence: number;
  /** Sequence of its submission. */
  readonly submission: number;
  readonly facility: FacilityCode;
  readonly key: string;
  readonly version: number;
  readonly format: SubmissionFormat;
  readonly receivedAt: EpochMs;
  readonly patient: string | null;
  readonly payload: Buffer;
  readonly owed: readonly OwedDelivery[];
  readonly deletes: readonly string[];
  readonly replacesEpisode: boolean;
}

/** The same as it is kept. */
export interface QuarantinedRow
  extends Omit<QuarantinedVersion, 'identity' | 'signed' | 'owed' | 'deletes' | 'replacesEpisode'> {
  readonly identity: 0 | 1;
  readonly signed: 0 | 1;
  readonly owed: string | null;
  readonly deletes: string | null;
  readonly replacesEpisode: 0 | 1;
}

/** A quarantined version from its row. */
export function readQuarantined(row: QuarantinedRow): QuarantinedVersion {
  return {
    ...row,
    identity: row.identity === 1,
    signed: row.signed === 1,
    owed: row.owed === null ? [] : (JSON.parse(row.owed) as OwedDelivery[]),
    deletes: row.deletes === null ? [] : (JSON.parse(row.deletes) as string[]),
    replacesEpisode: row.replacesEpisode === 1,
  };
}

/** Rows of quarantined versions. Everything is inside a transaction. */
export interface QuarantinedVersions {
  /** By the id of the record; undefined also when retention let its content go. */
  find(recordId: string): QuarantinedVersion | undefined;
  /** Makes it an accepted version, which supersedes those before it, and its submission what it now is. */
  accept(version: QuarantinedVersion, removed: Removals, now: EpochMs): void;
}

export interface ReleaseRecordDeps {
  readonly quarantined: QuarantinedVersions;
  readonly records: Pick<RecordVersions, 'current' | 'payload'>;
  readonly becomeCurrent: BecomeCurrent;
  readonly evidence: {
    /** Adds `by` for each kind named. */
    add(facility: FacilityCode, at: EpochMs, kinds: readonly EvidenceKind[], by?: 1 | -1): void;
    noteAccepted(facility: FacilityCode, at: EpochMs): void;
  };
}

/** Inside a transaction: see `releaseRecord` of the Store port. */
export type ReleaseRecord = (recordId: string, now: EpochMs) => 'released' | 'superseded' | 'unknown';

/** Releases records by means of the tables given. It is owed from now on, and counted on the day on which it was received. */
export function createReleaseRecord({
  quarantined,
  records,
  becomeCurrent,
  evidence,
}: ReleaseRecordDeps): ReleaseRecord {
  function release(version: QuarantinedVersion, current: number | undefined, now: EpochMs): void {
    const { facility, payload, deletes } = version;
    const { resources, shared } = packRecord(unpackRecord(payload), deletes);
    becomeCurrent(
      {
        ...version,
        content: resources,
        shared,
        isProvisional: version.source === 'check-in',
        queuedAt: now,
      },
      current === undefined ? undefined : records.payload(facility, current),
      (removed) => {
        quarantined.accept(version, removed, now);
        return version.sequence;
      },
    );
  }

  function recount({ facility, receivedAt, format, ...told }: QuarantinedVersion, isFirst: boolean): void {
    const evidenceOf = { ...told, encounter: told.key, endOfCare: null, sectionsDue: [], sectionsPresent: [] };
    evidence.add(facility, receivedAt, evidenceKinds('quarantined', evidenceOf, false), -1);
    evidence.add(facility, receivedAt, evidenceKinds('accepted', evidenceOf, isFirst && isOfCare(format)));
    evidence.noteAccepted(facility, receivedAt);
  }

  return (recordId, now) => {
    const version = quarantined.find(recordId);
    if (version === undefined) return 'unknown';
    const newest = records.current(version.facility, version.key);
    if (newest !== undefined && newest.version > version.version) return 'superseded';
    const current = newest?.isWhole ? newest : undefined;
    // What reception knew is no news of an episode that came whole.
    if (current !== undefined && version.source === 'check-in' && current.source !== 'check-in') return 'superseded';
    release(version, current?.sequence, now);
    recount(version, newest === undefined);
    return 'released';
  };
}
