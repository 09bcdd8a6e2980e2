import { buildSubmissionAudit } from '../audit/audit-event.ts';
import type { SubmissionToStore } from '../types/intake.ts';
import type { PackedSubmission } from '../types/packed-submission.ts';
import type { EpochMs } from '../types/submission.ts';
import { compress, packRecord } from './record-content.ts';

/** Compresses, serialises and hashes. What is packed already stays as it is. */
export function packSubmission(submission: SubmissionToStore | PackedSubmission): PackedSubmission {
  if ('contents' in submission) return submission;
  const { bytes: sent, response, records, ...rest } = submission;
  const bytes = compress(sent);
  const contents = records.map(({ resources, deletes }) => packRecord(resources, deletes));
  const packed = {
    submission: { ...rest, records: records.map(({ resources: _, ...record }) => record) },
    bytes,
    response: null,
    contents,
    size: contents.reduce((sum, { payload }) => sum + payload.length, bytes.length),
  };
  return response === null ? packed : withResponse(packed, response);
}

/** The same submission with its answer, which is known last. */
export function withResponse(packed: PackedSubmission, text: string): PackedSubmission {
  const response = compress(text);
  return { ...packed, response, size: packed.size + response.length };
}

/** The entry of the audit log of a submission that was taken: JSON of an AuditEvent. */
export function submissionAudit(
  { id, facility, sha256, state, records }: PackedSubmission['submission'],
  at: EpochMs,
): string {
  return JSON.stringify(
    buildSubmissionAudit({ at, facility, submissionId: id, sha256, state, records: records.length }),
  );
}
