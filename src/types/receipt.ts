import type { OperationOutcome } from '@medplum/fhirtypes';
import type { FacilityCode, RecordState, SubmissionFormat, SubmissionState } from './submission.ts';

/**
 * queued -> sending (leased, fenced) -> delivered | refused | unknown; parked waits for a person.
 * `refused`: the destination said no for good. `unknown`: sent, and no answer came.
 */
export type DeliveryState = 'queued' | 'sending' | 'delivered' | 'refused' | 'unknown' | 'parked';

export interface DeliveryReceipt {
  readonly destination: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** ISO 8601 with +07:00. */
  readonly deliveredAt?: string;
  /** The receiver's own id. */
  readonly receipt?: string;
}

export interface RecordReceipt {
  /** MA_LK or document id. */
  readonly key: string;
  readonly state: RecordState;
  readonly outcome: OperationOutcome;
  /** Number of FHIR resources made of it. */
  readonly resources: number;
  readonly deliveries: readonly DeliveryReceipt[];
}

/** The answer to `POST /submissions` and `GET /submissions/{id}`. */
export interface Receipt {
  readonly id: string;
  readonly facility: FacilityCode;
  readonly format: SubmissionFormat;
  readonly sha256: string;
  /** ISO 8601 with +07:00. */
  readonly receivedAt: string;
  readonly state: SubmissionState;
  /** Issues of the submission as a whole (its envelope); absent when there are none. */
  readonly outcome?: OperationOutcome;
  readonly records: readonly RecordReceipt[];
}
