import type { Database } from 'better-sqlite3';
import type { StoredDelivery, StoredRecord, StoredSubmission } from '../../types/intake.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { readFaults } from '../delivery-outcome.ts';
import { decompress } from '../record-content.ts';
import { type OfFacility, ofFacility } from './of-facility.ts';

/** What a facility may read back of its submissions, one by one. */
export interface FacilityReads {
  findByKey(facility: FacilityCode, idempotencyKey: string): { id: string; sha256: string } | undefined;
  submission(facility: FacilityCode, id: string): StoredSubmission | undefined;
  /** Newest first, at most 20. */
  submissionsOfRecord(facility: FacilityCode, recordKey: string): StoredSubmission[];
  rawBytes(facility: FacilityCode, id: string): Buffer | undefined;
}

type SubmissionRow = Omit<StoredSubmission, 'response' | 'records'> & {
  readonly sequence: number;
  readonly response: Buffer | null;
};
type RecordRow = Omit<StoredRecord, 'deliveries'> & { readonly position: number };
type DeliveryOfRecord = Omit<StoredDelivery, 'faults'> & { readonly position: number; readonly faults: string | null };
/** Of a submission: all records, or those of one key. */
type RecordFilter = OfFacility<{ submission: number; recordKey: string | null }>;

const MAX_SUBMISSIONS = 20;

const SUBMISSION = `
  SELECT sequence, id, facility, format, sha256, state, received_at AS receivedAt, response, outcome
  FROM submission WHERE facility = :facility`;

const RECORDS_OF_SUBMISSION = `
  record.facility = :facility AND record.submission = :submission
  AND (:recordKey IS NULL OR record.record_key = :recordKey)`;

/** Reads of facilities from an open database. */
export function createFacilityReads(db: Database): FacilityReads {
  const { findByKey, byId, bySequence, ofRecord, records, deliveries, rawBytes } = prepareStatements(db);

  function assemble({ sequence, response, ...row }: SubmissionRow, recordKey: string | null): StoredSubmission {
    const filter = { facility: row.facility, submission: sequence, recordKey };
    const owed = Map.groupBy(deliveries.all(filter), ({ position }) => position);
    return {
      ...row,
      response: response === null ? null : decompress(response).toString('utf8'),
      records: records.all(filter).map(({ position, ...record }) => ({
        ...record,
        deliveries: (owed.get(position) ?? []).map(({ position: _, faults, ...delivery }) => ({
          ...delivery,
          faults: readFaults(faults),
        })),
      })),
    };
  }

  return {
    findByKey: (facility, key) => findByKey.get({ facility, key }),
    submission(facility, id) {
      const row = byId.get({ facility, id });
      return row === undefined ? undefined : assemble(row, null);
    },
    submissionsOfRecord: (facility, recordKey) =>
      ofRecord
        .all({ facility, recordKey, limit: MAX_SUBMISSIONS })
        .map(({ sequence }) => assemble(bySequence.get({ facility, sequence }) as SubmissionRow, recordKey)),
    rawBytes(facility, id) {
      const row = rawBytes.get({ facility, id });
      return row === undefined || row.bytes === null ? undefined : decompress(row.bytes);
    },
  };
}

function prepareStatements(db: Database) {
  return {
    findByKey: ofFacility<{ key: string }, { id: string; sha256: string }>(
      db,
      'SELECT id, sha256 FROM submission WHERE facility = :facility AND idempotency_key = :key',
    ),
    byId: ofFacility<{ id: string }, SubmissionRow>(db, `${SUBMISSION} AND id = :id`),
    bySequence: ofFacility<{ sequence: number }, SubmissionRow>(db, `${SUBMISSION} AND sequence = :sequence`),
    ofRecord: ofFacility<{ recordKey: string; limit: number }, { sequence: number }>(
      db,
      `SELECT DISTINCT submission AS sequence FROM record
       WHERE facility = :facility AND record_key = :recordKey ORDER BY submission DESC LIMIT :limit`,
    ),
    records: ofFacility<RecordFilter, RecordRow>(
      db,
      `SELECT position, id, record_key AS key, kind, state, outcome, resource_count AS resourceCount
       FROM record WHERE ${RECORDS_OF_SUBMISSION} ORDER BY position`,
    ),
    // A repetition shows what became of the version that it repeats.
    deliveries: ofFacility<RecordFilter, DeliveryOfRecord>(
      db,
      `SELECT record.position, delivery.destination, delivery.state, delivery.attempts, delivery.queued_at AS queuedAt,
         delivery.deadline, delivery.delivered_at AS deliveredAt, delivery.receipt, delivery.reason, delivery.faults
       FROM record
         JOIN record AS owed ON owed.facility = record.facility AND owed.record_key = record.record_key
           AND owed.version = record.version AND owed.repetition = 0
         JOIN delivery ON delivery.record = owed.sequence
       WHERE ${RECORDS_OF_SUBMISSION} ORDER BY delivery.destination`,
    ),
    rawBytes: ofFacility<{ id: string }, { bytes: Buffer | null }>(
      db,
      'SELECT bytes FROM submission WHERE facility = :facility AND id = :id',
    ),
  };
}
