import type { Database } from 'better-sqlite3';
import { buildSubmissionAudit } from '../../audit/audit-event.ts';
import type { AcceptOutcome, RecordToStore, SubmissionToStore } from '../../types/store.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type EvidenceKind, evidenceKinds, evidenceOf } from '../evidence-kinds.ts';
import { compress, packRecord, type RecordContent } from '../record-content.ts';
import type { AuditLog } from './audit-log.ts';
import type { DeliveryLines } from './delivery-lines.ts';
import type { Evidence } from './evidence.ts';
import type { RecordPlace, RecordVersions } from './record-versions.ts';
import type { ResourceVersions } from './resource-versions.ts';

/** A submission with all that needs computing, done before the transaction holds up others. */
export interface PackedSubmission {
  readonly submission: SubmissionToStore;
  readonly bytes: Buffer;
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
  readonly records: RecordVersions;
  readonly resources: ResourceVersions;
  readonly lines: DeliveryLines;
  readonly evidence: Evidence;
  readonly audit: AuditLog;
  readonly clock: () => EpochMs;
  readonly newId: () => string;
}

/** Writes everything that one call leaves behind. Inside a transaction: all of it or nothing. */
export type Accept = (packed: PackedSubmission) => AcceptOutcome;

export function createAccept(db: Database, deps: AcceptDeps): Accept {
  const { records, resources, lines, evidence, audit, clock, newId } = deps;
  const findByKey = db.prepare<[FacilityCode, string], { id: string; sha256: string }>(
    'SELECT id, sha256 FROM submission WHERE facility = ? AND idempotency_key = ?',
  );
  const insert = db.prepare(
    `INSERT INTO submission (id, facility, idempotency_key, sha256, content_type, channel, format, state, received_at,
       outcome, response, bytes)
     VALUES (:id, :facility, :idempotencyKey, :sha256, :contentType, :channel, :format, :state, :receivedAt,
       :outcome, :response, :bytes)`,
  );

  /** A version of its own. Only an accepted one touches resources and is owed to destinations. */
  function keepVersion(
    place: RecordPlace,
    record: RecordToStore,
    content: RecordContent,
    { submission, previous }: { readonly submission: SubmissionToStore; readonly previous: number | undefined },
  ): void {
    const { facility } = place;
    const facts = evidenceOf(record, submission.format);
    if (record.state !== 'accepted') {
      records.addVersion(place, record, facts, content, []);
      return;
    }
    const previousPayload = previous === undefined ? undefined : records.payload(facility, previous);
    const removed = resources.removedBy(facility, record, previousPayload);
    const sequence = records.addVersion(place, record, facts, content, removed);
    resources.write(facility, content.resources, sequence);
    resources.remove(facility, removed, sequence);
    const line = `${facility}/${record.patient ?? record.key}`;
    for (const destination of submission.destinations) {
      lines.append({ id: newId(), record: sequence, destination, line, queuedAt: place.receivedAt });
    }
  }

  /** Gives the counters that the record adds to. */
  function keepRecord(
    place: RecordPlace,
    record: RecordToStore,
    content: RecordContent,
    submission: SubmissionToStore,
  ): readonly EvidenceKind[] {
    const facts = evidenceOf(record, submission.format);
    const isAccepted = record.state === 'accepted';
    const current = isAccepted ? records.current(place.facility, record.key) : undefined;
    if (current?.content.equals(content.digest)) records.addRepetition(place, record, facts, current);
    else keepVersion(place, record, content, { submission, previous: current?.sequence });
    return evidenceKinds(record.state, facts, isAccepted && current === undefined);
  }

  function auditEntry({ id, facility, sha256, state, records: kept }: SubmissionToStore, at: EpochMs): string {
    const event = buildSubmissionAudit({ at, facility, submissionId: id, sha256, state, records: kept.length });
    return JSON.stringify(event);
  }

  return ({ submission, bytes, response, contents }) => {
    const { facility, receivedAt } = submission;
    const known = findByKey.get(facility, submission.idempotencyKey);
    if (known !== undefined) {
      return { kind: known.sha256 === submission.sha256 ? 'replay' : 'conflict', submissionId: known.id };
    }
    const sequence = Number(insert.run({ ...submission, bytes, response }).lastInsertRowid);
    const place = { submission: sequence, facility, receivedAt };
    const kinds = submission.records.flatMap((record, index) =>
      keepRecord(place, record, contents[index] as RecordContent, submission),
    );
    evidence.add(facility, receivedAt, ['submissions', ...kinds]);
    if (kinds.includes('records-accepted')) evidence.noteAccepted(facility, receivedAt);
    const at = clock();
    audit.append(at, auditEntry(submission, at));
    return { kind: 'stored' };
  };
}
