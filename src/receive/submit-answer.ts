import type { OperationOutcome } from '@medplum/fhirtypes';
import type { SubmitResult } from '../types/gateway.ts';
import type { Receipt } from '../types/receipt.ts';
import type { RawSubmission } from '../types/submission.ts';
import { type Answer, FHIR_JSON, JSON_TYPE, toJsonAnswer } from './answer.ts';
import type { Refusals } from './refusals.ts';

interface Asked {
  readonly channel: RawSubmission['channel'];
  /** The sender prefers 202 to 201. */
  readonly respondAsync: boolean;
}

type Answered = Exclude<SubmitResult, { kind: 'refused' }>;

/**
 * What happened to a submission, as HTTP: 201 or 422 with its address when it was kept, 200 for a replay
 * (`Idempotency-Replayed`) and for a dry run, else the refusal's own status. With `Prefer: respond-async` 201 becomes
 * 202 and the address stands in `Content-Location`; the record is on disk all the same.
 * @source https://hl7.org/fhir/R4/http.html#transaction-response
 */
export function toSubmitAnswer(result: SubmitResult, { channel, respondAsync }: Asked, refusals: Refusals): Answer {
  if (result.kind === 'refused') return refusals.toAnswer(result.refusal);
  const isAsync = respondAsync && result.status === 201;
  const status = isAsync ? 202 : result.status;
  const headers = headersOf(result, isAsync ? 'Content-Location' : 'Location');
  return channel === 'submissions'
    ? toJsonAnswer(status, JSON_TYPE, result.receipt, headers)
    : { status, contentType: FHIR_JSON, headers, body: toFhirBody(result) };
}

function headersOf({ kind, receipt }: Answered, address: 'Location' | 'Content-Location'): Record<string, string> {
  if (kind === 'checked') return {};
  const kept = { [address]: `/submissions/${receipt.id}`, 'Submission-Id': receipt.id };
  return kind === 'replayed' ? { ...kept, 'Idempotency-Replayed': 'true' } : kept;
}

/** A Bundle of which nothing was taken is answered by its issues, and so is its replay. */
function toFhirBody({ receipt, responseText }: Answered): string {
  return receipt.state === 'refused' || responseText === undefined
    ? JSON.stringify(joinOutcomes(receipt))
    : responseText;
}

function joinOutcomes({ outcome, records }: Receipt): OperationOutcome {
  const issue = [outcome, ...records.map((record) => record.outcome)].flatMap((each) => each?.issue ?? []);
  return { resourceType: 'OperationOutcome', issue };
}
