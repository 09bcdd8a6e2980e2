import type { Database } from 'better-sqlite3';
import type { AcceptOutcome } from '../../types/intake.ts';
import type { PackedSubmission, RecordContent } from '../../types/packed-submission.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { KeepRecord } from '../keep-record.ts';
import { submissionAudit } from '../pack-submission.ts';
import type { AuditLog } from './audit-log.ts';
import type { Evidence } from './evidence.ts';

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
    const { facility, receivedAt, format } = submission;
    const known = findByKey.get(facility, submission.idempotencyKey);
    if (known !== undefined) {
      return { kind: known.sha256 === submission.sha256 ? 'replay' : 'conflict', submissionId: known.id };
    }
    const sequence = Number(insert.run({ ...submission, bytes, response }).lastInsertRowid);
    const place = { submission: sequence, facility, format, receivedAt };
    const kinds = submission.records.flatMap((record, index) =>
      keepRecord(record, contents[index] as RecordContent, place),
    );
    evidence.add(facility, receivedAt, ['submissions', ...kinds]);
    if (kinds.includes('records-accepted')) evidence.noteAccepted(facility, receivedAt);
    const at = clock();
    audit.append(at, submissionAudit(submission, at));
    return { kind: 'stored' };
  };
}
