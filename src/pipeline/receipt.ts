import type { OperationOutcome } from '@medplum/fhirtypes';
import { toLocalInstant } from '../fhir/local-time.ts';
import { keyOfIdentity } from '../fhir/record-identity.ts';
import type { StoredDelivery, StoredRecord, StoredSubmission } from '../types/intake.ts';
import type { PackedSubmission } from '../types/packed-submission.ts';
import type { DeliveryReceipt, Receipt, RecordReceipt } from '../types/receipt.ts';
import type { EpochMs, RecordState, SubmissionState } from '../types/submission.ts';
import { buildDeliveryReceipt } from './delivery-receipt.ts';
import type { PlaceOfFault } from './fault-place.ts';
import type { RecordAnswer } from './response-bundle.ts';

/** What a receipt is made with beside what is stored. */
export interface ReceiptParts {
  readonly clock: () => EpochMs;
  readonly placeOfFault: PlaceOfFault;
}

/** What the sender is shown of a stored submission. */
export function buildReceipt(stored: StoredSubmission, { clock, placeOfFault }: ReceiptParts): Receipt {
  const now = clock();
  return {
    id: stored.id,
    facility: stored.facility,
    format: stored.format,
    sha256: stored.sha256,
    receivedAt: toLocalInstant(stored.receivedAt),
    state: stored.state,
    ...(stored.outcome === null ? {} : { outcome: readOutcome(stored.outcome) }),
    records: stored.records.map((record) =>
      buildRecordReceipt(record, (delivery) => buildDeliveryReceipt(delivery, stored.format, now, placeOfFault)),
    ),
  };
}

/** The same for a dry run: nothing was stored, so nothing is owed. */
export function buildCheckReceipt(
  submission: PackedSubmission['submission'],
  answers: readonly RecordAnswer[],
): Receipt {
  const { id, facility, format, sha256, receivedAt, state, outcome, records } = submission;
  return {
    id,
    facility,
    format,
    sha256,
    receivedAt: toLocalInstant(receivedAt),
    state,
    ...(outcome === null ? {} : { outcome: readOutcome(outcome) }),
    records: records.map((record, index) => ({
      key: keyOfIdentity(record.key),
      state: record.state,
      outcome: readOutcome(record.outcome),
      // Of a refused one too, which would be kept without.
      resources: answers[index]?.resources ?? 0,
      deliveries: [],
    })),
  };
}

/** The state of a submission from those of its records. */
export function summarise(states: readonly RecordState[]): SubmissionState {
  if (states.every((state) => state === 'accepted')) return 'accepted';
  return states.every((state) => state === 'refused') ? 'refused' : 'partly-accepted';
}

function buildRecordReceipt(
  record: StoredRecord,
  toReceipt: (delivery: StoredDelivery) => DeliveryReceipt,
): RecordReceipt {
  return {
    key: keyOfIdentity(record.key),
    state: record.state,
    outcome: readOutcome(record.outcome),
    resources: record.resourceCount,
    deliveries: record.deliveries.map(toReceipt),
  };
}

/** An outcome as it is kept: written by this program itself, in `toStoredForm`. */
export function readOutcome(text: string): OperationOutcome {
  return JSON.parse(text) as OperationOutcome;
}
