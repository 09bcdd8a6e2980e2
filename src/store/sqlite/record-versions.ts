import type { Database } from 'better-sqlite3';
import type { RecordEvidence } from '../../types/mapped-record.ts';
import type { RecordToStore } from '../../types/store.ts';
import type { EpochMs, FacilityCode, SubmissionFormat } from '../../types/submission.ts';
import { isOfCare } from '../evidence-kinds.ts';
import type { RecordContent } from '../record-content.ts';

/** The version of a record that holds now: its highest accepted one. */
export interface CurrentVersion {
  readonly sequence: number;
  readonly version: number;
  /** Digest of its content. */
  readonly content: Buffer;
  /** What it told of the care episode. */
  readonly source: RecordEvidence['source'];
  readonly endOfCare: EpochMs | null;
}

/** Where a record of a submission belongs. */
export interface RecordPlace {
  readonly submission: number;
  readonly facility: FacilityCode;
  readonly format: SubmissionFormat;
  readonly receivedAt: EpochMs;
}

/** Rows of the record table. Everything is inside a transaction and of one facility. */
export interface RecordVersions {
  current(facility: FacilityCode, key: string): CurrentVersion | undefined;
  payload(facility: FacilityCode, sequence: number): Buffer;
  /** True when a version with this content, accepted or quarantined, is there already. */
  wasKept(facility: FacilityCode, key: string, content: Buffer): boolean;
  /** Adds the next version of the record; gives its sequence. */
  addVersion(
    place: RecordPlace,
    record: RecordToStore,
    evidence: RecordEvidence,
    content: RecordContent,
    removed: readonly string[],
  ): number;
  /** Adds a row that says: this version came again. */
  addRepetition(place: RecordPlace, record: RecordToStore, evidence: RecordEvidence, current: CurrentVersion): void;
}

interface RecordRow {
  readonly id: string;
  readonly submission: number;
  readonly position: number;
  readonly facility: FacilityCode;
  readonly record_key: string;
  readonly version: number;
  readonly repetition: number;
  readonly state: string;
  readonly received_at: EpochMs;
  readonly resource_count: number;
  readonly patient: string | null;
  readonly mapping: string | null;
  readonly policy: string | null;
  readonly broken: string;
  readonly source: string;
  readonly encounter: string;
  readonly end_of_care: EpochMs | null;
  readonly level: number;
  readonly due: string;
  readonly present: string;
  readonly identity: 0 | 1;
  readonly signed: 0 | 1;
  readonly of_care: 0 | 1;
  readonly content: Buffer;
  readonly removed: string | null;
  readonly outcome: string;
  readonly payload: Buffer | null;
}

/** Versions of records in an open database. */
export function createRecordVersions(db: Database): RecordVersions {
  const { current, payload, sameContent, nextVersion, nextRepetition, insert } = prepareStatements(db);
  return {
    current: (facility, key) => current.get(facility, key),
    payload: (facility, sequence) => payload.get(facility, sequence) as Buffer,
    wasKept: (facility, key, content) => sameContent.get(facility, key, content) !== undefined,
    addVersion(place, record, evidence, content, removed) {
      const row: RecordRow = {
        ...describe(place, record, evidence),
        version: nextVersion.get(place.facility, record.key) as number,
        repetition: 0,
        content: content.digest,
        removed: removed.length === 0 ? null : JSON.stringify(removed),
        payload: content.payload,
      };
      return Number(insert.run(row).lastInsertRowid);
    },
    addRepetition(place, record, evidence, { version, content }) {
      insert.run({
        ...describe(place, record, evidence),
        version,
        repetition: nextRepetition.get(place.facility, record.key, version) as number,
        content,
        removed: null,
        payload: null,
      });
    },
  };
}

type Described = Omit<RecordRow, 'version' | 'repetition' | 'content' | 'removed' | 'payload'>;

function describe(place: RecordPlace, record: RecordToStore, evidence: RecordEvidence): Described {
  return {
    id: record.id,
    submission: place.submission,
    position: record.position,
    facility: place.facility,
    record_key: record.key,
    state: record.state,
    received_at: place.receivedAt,
    resource_count: record.resources.length,
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
    identity: evidence.identity ? 1 : 0,
    signed: evidence.signed ? 1 : 0,
    of_care: isOfCare(place.format) ? 1 : 0,
    outcome: record.outcome,
  };
}

function prepareStatements(db: Database) {
  return {
    current: db.prepare<[FacilityCode, string], CurrentVersion>(
      `SELECT sequence, version, content, source, end_of_care AS endOfCare FROM record
       WHERE facility = ? AND record_key = ? AND repetition = 0 AND state = 'accepted'
       ORDER BY version DESC LIMIT 1`,
    ),
    payload: db
      .prepare<[FacilityCode, number], Buffer>('SELECT payload FROM record WHERE facility = ? AND sequence = ?')
      .pluck(),
    sameContent: db.prepare<[FacilityCode, string, Buffer], { found: 1 }>(
      `SELECT 1 AS found FROM record
       WHERE facility = ? AND record_key = ? AND content = ? AND state <> 'refused' LIMIT 1`,
    ),
    nextVersion: db
      .prepare<[FacilityCode, string], number>(
        'SELECT COALESCE(MAX(version), 0) + 1 FROM record WHERE facility = ? AND record_key = ?',
      )
      .pluck(),
    nextRepetition: db
      .prepare<[FacilityCode, string, number], number>(
        'SELECT MAX(repetition) + 1 FROM record WHERE facility = ? AND record_key = ? AND version = ?',
      )
      .pluck(),
    insert: db.prepare<RecordRow>(
      `INSERT INTO record (id, submission, position, facility, record_key, version, repetition, state, received_at,
         resource_count, patient, mapping, policy, broken, source, encounter, end_of_care, level, due, present,
         identity, signed, of_care, content, removed, outcome, payload)
       VALUES (:id, :submission, :position, :facility, :record_key, :version, :repetition, :state, :received_at,
         :resource_count, :patient, :mapping, :policy, :broken, :source, :encounter, :end_of_care, :level, :due, :present,
         :identity, :signed, :of_care, :content, :removed, :outcome, :payload)`,
    ),
  };
}
