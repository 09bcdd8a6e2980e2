import type { Database } from 'better-sqlite3';
import { buildSubmissionAudit } from '../../audit/audit-event.ts';
import type { AcceptOutcome, SubmissionToStore } from '../../types/store.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { compress, packRecord, type RecordContent } from '../record-content.ts';
import type { AuditLog } from './audit-log.ts';
import type { Evidence } from './evidence.ts';
import type { KeepRecord } from './keep-record.ts';

/** A submission with all that needs computing, done before the transaction holds up others. */
export interface PackedSubmission {
  readonly submission: SubmissionToStore;
  /** Compressed. */
  readonly bytes: Buffer;
  /** Compressed. */
  readonly response: Buffer | null;
  /** In the order of the records. */
  readonly contents: readonly RecordContent[];
  /** Bytes that will be written. */
  readonly size: number;
}

/** Compresses, serialises and hashes. */
export function packSubmission(submission: SubmissionToStore): PackedSubmission {
  const bytes = compress(submission.bytes);
  const response = submission.response === null ? null : compress(submission.response);
  const contents = submission.records.map(({ resources, deletes }) => packRecord(resources, deletes));
  const size = contents.reduce((sum, { payload }) => sum + payload.length, bytes.length + (response?.length ?? 0));
  return { submission, bytes, response, contents, size };
}

interface AcceptDeps {
  readonly keepRecord: KeepRecord;
  readonly evidence: Evidence;
  readonly audit: AuditLog;
  readonly clock: () => EpochMs;
}

/** Inside a transaction: writes everything that one call leaves behind, all of it or nothing. */
export type Accept = (packed: PackedSubmission) => AcceptOutcome;

/** Accepting by means of the tables given. */
export function createAccept(db: Database, { keepRecord, evidence, audit, clock }: AcceptDeps): Accept {
  const findByKey = db.prepare<[FacilityCode, string], { id: string; sha256: string }>(
    'SELECT id, sha256 FROM submission WHERE facility = ? AND idempotency_key = ?',
  );
  const insert = db.prepare(
    `INSERT INTO submission (id, facility, idempotency_key, sha256, content_type, channel, format, state, received_at,
       outcome, response, bytes)
     VALUES (:id, :facility, :idempotencyKey, :sha256, :contentType, :channel, :format, :state, :receivedAt,
       :outcome, :response, :bytes)`,
  );

  return ({ submission, bytes, response, contents }) => {
    const { facility, receivedAt, format, destinations } = submission;
    const known = findByKey.get(facility, submission.idempotencyKey);
    if (known !== undefined) {
      return { kind: known.sha256 === submission.sha256 ? 'replay' : 'conflict', submissionId: known.id };
    }
    const sequence = Number(insert.run({ ...submission, bytes, response }).lastInsertRowid);
    const context = { place: { submission: sequence, facility, format, receivedAt }, destinations };
    const kinds = submission.records.flatMap((record, index) =>
      keepRecord(record, contents[index] as RecordContent, context),
    );
    evidence.add(facility, receivedAt, ['submissions', ...kinds]);
    if (kinds.includes('records-accepted')) evidence.noteAccepted(facility, receivedAt);
    const at = clock();
    audit.append(at, auditEntry(submission, at));
    return { kind: 'stored' };
  };
}

function auditEntry({ id, facility, sha256, state, records }: SubmissionToStore, at: EpochMs): string {
  return JSON.stringify(
    buildSubmissionAudit({ at, facility, submissionId: id, sha256, state, records: records.length }),
  );
}
