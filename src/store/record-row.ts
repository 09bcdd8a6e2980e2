import type { RecordEvidence } from '../types/mapped-record.ts';
import type { PackedRecord, RecordContent } from '../types/packed-submission.ts';
import type { EpochMs, FacilityCode, RecordKind, RecordState, SubmissionFormat } from '../types/submission.ts';
import type { Removals } from './become-current.ts';
import { isOfCare } from './evidence-kinds.ts';
import { writeProgramme } from './programme-subjects.ts';

/** Where a record of a submission belongs. */
export interface RecordPlace {
  /** Sequence of its row. */
  readonly submission: number;
  readonly facility: FacilityCode;
  readonly format: SubmissionFormat;
  readonly receivedAt: EpochMs;
}

/** A row of the record table as it is written, but for `sequence` and what only time brings (`superseded_at`, `kept`). */
export interface RecordRow {
  readonly id: string;
  readonly submission: number;
  readonly position: number;
  readonly facility: FacilityCode;
  readonly record_key: string;
  readonly kind: RecordKind;
  readonly count: number;
  readonly version: number;
  readonly repetition: number;
  readonly state: RecordState;
  readonly received_at: EpochMs;
  readonly resource_count: number;
  readonly patient: string | null;
  readonly mapping: string | null;
  readonly policy: string | null;
  readonly broken: string;
  readonly source: RecordEvidence['source'];
  readonly encounter: string;
  readonly end_of_care: EpochMs | null;
  readonly level: number;
  readonly due: string;
  readonly present: string;
  readonly identity: 0 | 1;
  readonly signed: 0 | 1;
  readonly of_care: 0 | 1;
  /** ProgrammeEvidence, with the person as a pseudonym. */
  readonly programme: string | null;
  readonly content: Buffer;
  readonly removed: string | null;
  readonly removed_protected: string | null;
  readonly outcome: string;
  readonly payload: Buffer | null;
  readonly owed: string | null;
  readonly deletes: string | null;
  readonly replaces_episode: 0 | 1 | null;
}

/** A record with what it tells of its care episode. */
export interface EvidencedRecord {
  readonly record: PackedRecord;
  readonly evidence: RecordEvidence;
}

/**
 * The row of a version of its own.
 * @param removed what it deletes; of an accepted version only
 */
export function rowOfVersion(
  place: RecordPlace,
  { record, evidence }: EvidencedRecord,
  content: RecordContent,
  version: number,
  removed: Removals,
): RecordRow {
  const isQuarantined = record.state === 'quarantined';
  return {
    ...describe(place, record, evidence, content),
    version,
    repetition: 0,
    content: content.digest,
    removed: listOrNull(removed.open),
    removed_protected: listOrNull(removed.protected),
    payload: content.payload,
    owed: isQuarantined ? JSON.stringify(record.owed) : null,
    deletes: isQuarantined ? listOrNull(record.deletes) : null,
    replaces_episode: isQuarantined ? toBit(record.replacesEpisode) : null,
  };
}

/** The row that says: this version came again. */
export function rowOfRepetition(
  place: RecordPlace,
  { record, evidence }: EvidencedRecord,
  content: RecordContent,
  current: { readonly version: number; readonly content: Buffer },
  repetition: number,
): RecordRow {
  return {
    ...describe(place, record, evidence, content),
    version: current.version,
    repetition,
    content: current.content,
    removed: null,
    removed_protected: null,
    payload: null,
    owed: null,
    deletes: null,
    replaces_episode: null,
  };
}

type Described = Omit<
  RecordRow,
  | 'version'
  | 'repetition'
  | 'content'
  | 'removed'
  | 'removed_protected'
  | 'payload'
  | 'owed'
  | 'deletes'
  | 'replaces_episode'
>;

function describe(
  place: RecordPlace,
  record: PackedRecord,
  evidence: RecordEvidence,
  content: RecordContent,
): Described {
  return {
    id: record.id,
    submission: place.submission,
    position: record.position,
    facility: place.facility,
    record_key: record.key,
    kind: record.kind,
    count: record.count,
    state: record.state,
    received_at: place.receivedAt,
    resource_count: content.resources.length,
    patient: record.patient,
    mapping: record.mapping,
    policy: record.policy,
    broken: JSON.stringify(record.broken),
    source: evidence.source,
    encounter: evidence.encounter,
    end_of_care: evidence.endOfCare,
    level: evidence.level,
    due: JSON.stringify(evidence.sectionsDue),
    present: JSON.stringify(evidence.sectionsPresent),
    identity: toBit(evidence.identity),
    signed: toBit(evidence.signed),
    of_care: toBit(isOfCare(place.format)),
    programme: writeProgramme(record.programme),
    outcome: record.outcome,
  };
}

/** JSON; null for the empty list, which is by far the most frequent. */
export function listOrNull(items: readonly unknown[]): string | null {
  return items.length === 0 ? null : JSON.stringify(items);
}

function toBit(isSo: boolean): 0 | 1 {
  return isSo ? 1 : 0;
}
