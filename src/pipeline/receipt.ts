import type { OperationOutcome } from '@medplum/fhirtypes';
import { toLocalInstant } from '../fhir/local-time.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import { keyOfIdentity } from '../fhir/record-identity.ts';
import type { FacilityPrincipal } from '../types/principal.ts';
import type { DeliveryReceipt, Receipt, RecordReceipt } from '../types/receipt.ts';
import type { DecodedEnvelope } from '../types/source-record.ts';
import type { StoredDelivery, StoredRecord, StoredSubmission } from '../types/store.ts';
import type { RawSubmission, RecordState, SubmissionState } from '../types/submission.ts';
import type { JudgedRecord } from './judge-records.ts';

/** What the sender is shown of a stored submission. */
export function buildReceipt(stored: StoredSubmission): Receipt {
  return {
    id: stored.id,
    facility: stored.facility,
    format: stored.format,
    sha256: stored.sha256,
    receivedAt: toLocalInstant(stored.receivedAt),
    state: stored.state,
    ...(stored.outcome === null ? {} : { outcome: readOutcome(stored.outcome) }),
    records: stored.records.map(buildRecordReceipt),
  };
}

/** The same for a dry run: nothing was stored, so nothing is owed. */
export function buildCheckReceipt(
  raw: RawSubmission,
  { facility }: FacilityPrincipal,
  envelope: DecodedEnvelope,
  records: readonly JudgedRecord[],
  ruleSystem: string,
): Receipt {
  return {
    id: raw.id,
    facility,
    format: envelope.format,
    sha256: raw.sha256,
    receivedAt: toLocalInstant(raw.receivedAt),
    state: summarise(records.map(({ verdict }) => verdict.state)),
    ...(envelope.issues.length === 0 ? {} : { outcome: toOperationOutcome(envelope.issues, ruleSystem) }),
    records: records.map(({ mapped, verdict }) => ({
      key: mapped.key,
      state: verdict.state,
      outcome: toOperationOutcome(verdict.issues, ruleSystem),
      resources: mapped.resources.length,
      deliveries: [],
    })),
  };
}

/** The state of a submission from those of its records. */
export function summarise(states: readonly RecordState[]): SubmissionState {
  if (states.every((state) => state === 'accepted')) return 'accepted';
  return states.every((state) => state === 'refused') ? 'refused' : 'partly-accepted';
}

function buildRecordReceipt(record: StoredRecord): RecordReceipt {
  return {
    key: keyOfIdentity(record.key),
    state: record.state,
    outcome: readOutcome(record.outcome),
    resources: record.resourceCount,
    deliveries: record.deliveries.map(buildDeliveryReceipt),
  };
}

function buildDeliveryReceipt({ destination, state, attempts, deliveredAt, receipt }: StoredDelivery): DeliveryReceipt {
  return {
    destination,
    state,
    attempts,
    ...(deliveredAt === null ? {} : { deliveredAt: toLocalInstant(deliveredAt) }),
    ...(receipt === null ? {} : { receipt }),
  };
}

/** Written by this program itself, in `toStoredForm`. */
function readOutcome(text: string): OperationOutcome {
  return JSON.parse(text) as OperationOutcome;
}
