import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Bilingual } from './issue.ts';
import type { FacilityCode, RecordState, SubmissionFormat, SubmissionState } from './submission.ts';

/**
 * queued -> sending (leased, fenced) -> delivered | refused | unknown; parked waits for a person.
 * `refused`: the destination said no for good. `unknown`: sent, and no answer came.
 */
export type DeliveryState = 'queued' | 'sending' | 'delivered' | 'refused' | 'unknown' | 'parked';

/** Why a delivery stands as it does, for programs and for people. */
export interface DeliveryReason {
  /** Stable: `timeout`, `http-503`, `fields-refused`, or a code of the receiver. */
  readonly code: string;
  readonly text: Bilingual;
  /** What is to be done, and by whom; absent for what arrived. */
  readonly remedy?: Bilingual;
}

/** A field that the receiver refused. */
export interface DeliveryFault {
  /** As the receiver names it. */
  readonly field: string;
  readonly code: string;
  /** Where it stands in the sender's own file, when that can be told: `XML1[1].SO_CCCD`. */
  readonly place?: string;
}

export interface DeliveryReceipt {
  readonly destination: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** By when it has to be there, ISO 8601 with +07:00; absent when nothing sets a time. */
  readonly due?: string;
  /** It came after `due`, or has not come and `due` is over. */
  readonly late?: true;
  /** ISO 8601 with +07:00. */
  readonly deliveredAt?: string;
  /** The receiver's own id. */
  readonly receipt?: string;
  readonly reason?: DeliveryReason;
  readonly faults?: readonly DeliveryFault[];
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
