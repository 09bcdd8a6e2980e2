import type { CodeSighting } from '../types/code-worklist.ts';
import type { RecordEvidence } from '../types/mapped-record.ts';
import type { PackedRecord, RecordContent } from '../types/packed-submission.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { type BecomeCurrent, NO_REMOVALS, type Removals } from './become-current.ts';
import { type EvidenceKind, evidenceKinds, evidenceOf, isOfCare } from './evidence-kinds.ts';
import type { EvidencedRecord, RecordPlace } from './record-row.ts';

/** The version of a record that holds now: its highest accepted one. */
export interface CurrentVersion {
  readonly sequence: number;
  readonly version: number;
  /** Digest of its content. */
  readonly content: Buffer;
  /** What it told of the care episode. */
  readonly source: RecordEvidence['source'];
  readonly endOfCare: EpochMs | null;
  /** False when retention let its content go: then nothing is a repetition of it. */
  readonly isWhole: boolean;
}

/** Rows of the record table. Everything is inside a transaction and of one facility. */
export interface RecordVersions {
  current(facility: FacilityCode, key: string): CurrentVersion | undefined;
  /** Of a version that is whole. */
  payload(facility: FacilityCode, sequence: number): Buffer;
  /** True when a version with this content, accepted or quarantined, is there already. */
  wasKept(facility: FacilityCode, key: string, content: Buffer): boolean;
  /** Adds the next version of the record; gives its sequence. An accepted one supersedes those before it. */
  addVersion(place: RecordPlace, record: EvidencedRecord, content: RecordContent, removed: Removals): number;
  /** Adds a row that says: this version came again. */
  addRepetition(place: RecordPlace, record: EvidencedRecord, content: RecordContent, current: CurrentVersion): void;
}

export interface KeepRecordDeps {
  readonly records: RecordVersions;
  readonly becomeCurrent: BecomeCurrent;
  readonly worklist: {
    note(facility: FacilityCode, at: EpochMs, sightings: readonly CodeSighting[]): void;
  };
}

/**
 * Inside a transaction: keeps one record of a submission, and gives the counters that it adds to. The same content as
 * the current version is a repetition and changes nothing else. Only an accepted version touches resources and is owed
 * to destinations.
 */
export type KeepRecord = (record: PackedRecord, content: RecordContent, place: RecordPlace) => readonly EvidenceKind[];

/** Keeps records by means of the tables given. */
export function createKeepRecord({ records, becomeCurrent, worklist }: KeepRecordDeps): KeepRecord {
  /** Counts the codes of a record that is kept, once for each content that it had: the same again is no news. */
  function noteCodes({ key, unmapped, state }: PackedRecord, { digest }: RecordContent, place: RecordPlace): void {
    if (unmapped.length === 0 || state === 'refused' || records.wasKept(place.facility, key, digest)) return;
    worklist.note(place.facility, place.receivedAt, unmapped);
  }

  function keepAccepted(evidenced: EvidencedRecord, content: RecordContent, place: RecordPlace): boolean {
    const { record, evidence } = evidenced;
    const newest = records.current(place.facility, record.key);
    const current = newest?.isWhole ? newest : undefined;
    // What reception knew is no news of an episode that came whole: the check-in is kept, and changes nothing.
    if (current !== undefined && evidence.source === 'check-in' && current.source !== 'check-in') {
      const known = { record, evidence: { ...evidence, endOfCare: current.endOfCare } };
      records.addRepetition(place, known, content, current);
    } else if (current?.content.equals(content.digest)) {
      records.addRepetition(place, evidenced, content, current);
    } else {
      const previous = current === undefined ? undefined : records.payload(place.facility, current.sequence);
      becomeCurrent(
        {
          ...record,
          facility: place.facility,
          content: content.resources,
          shared: content.shared,
          isProvisional: evidence.source === 'check-in',
          queuedAt: place.receivedAt,
        },
        previous,
        (removed) => records.addVersion(place, evidenced, content, removed),
      );
    }
    return newest === undefined;
  }

  return (record, content, place) => {
    const evidence = evidenceOf(record, place.format);
    noteCodes(record, content, place);
    if (record.state !== 'accepted') {
      records.addVersion(place, { record, evidence }, content, NO_REMOVALS);
      return evidenceKinds(record.state, evidence, false);
    }
    const isFirst = keepAccepted({ record, evidence }, content, place);
    return evidenceKinds(record.state, evidence, isFirst && isOfCare(place.format));
  };
}
