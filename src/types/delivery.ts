import type { Resource } from '@medplum/fhirtypes';
import type { DeliveryState } from './receipt.ts';
import type { EpochMs, FacilityCode, RecordKind } from './submission.ts';

/** A record version owed to one destination. */
export interface OwedDelivery {
  readonly destination: string;
  /** After this instant it is late; null when nothing sets a time. */
  readonly deadline: EpochMs | null;
}

/** Exactly what is sent, so that it can be sent again byte for byte. */
export interface Message {
  /** By which the receiver knows it again: Idempotency-Key, msg_id, REQUEST_ID. */
  readonly key: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A specially protected resource, `Type/id`, with the labels that protect it. */
export interface ProtectedReference {
  readonly reference: string;
  readonly labels: readonly ('R' | 'V')[];
}

/** A delivery leased to one worker. */
export interface LeasedDelivery {
  readonly id: string;
  readonly destination: string;
  readonly facility: FacilityCode;
  readonly kind: RecordKind;
  readonly recordKey: string;
  readonly recordId: string;
  /** Of the record among its versions, from 1. */
  readonly version: number;
  /** When this version was received: by this day (Asia/Ho_Chi_Minh) it is reconciled. */
  readonly receivedAt: EpochMs;
  readonly patient: string | null;
  /** Resources of this record version, as stored; shared ones in their newest content. */
  readonly resources: readonly Resource[];
  /** `Type/id` of what this version supersedes or deletes. */
  readonly removed: readonly string[];
  /** The same of specially protected resources: only destinations to which they may leave ever got them. */
  readonly removedProtected: readonly ProtectedReference[];
  /** Number of this attempt, from 1. */
  readonly attempt: number;
  /** Fencing token: a settle with an older one changes nothing. */
  readonly fence: number;
  readonly queuedAt: EpochMs;
  readonly deadline: EpochMs | null;
  /**
   * What an earlier attempt sent without a known end (outcome `unknown`, or a worker that was lost after it kept its message):
   * to be looked up, or sent again as it is. Null when the last attempt ended known.
   */
  readonly unsettled: Message | null;
  /**
   * Number of the attempt that delivered it before; null: none did. It is sent again because the receiver lost it, and what that
   * receiver may remember of the earlier message must not answer for this one.
   */
  readonly deliveredBy: number | null;
}

/** How an attempt ended. `retry` goes back to `queued`, due at `dueAt`. */
export interface AttemptSettlement {
  readonly deliveryId: string;
  readonly fence: number;
  readonly state: 'delivered' | 'refused' | 'unknown' | 'parked' | 'retry';
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** Required for `retry` and `unknown` (when to look again). */
  readonly dueAt?: EpochMs;
  readonly httpStatus?: number;
  /** The receiver's own id, when delivered. */
  readonly receipt?: string;
  /** Stable reason code, never a body: `timeout`, `http-503`, `circuit-open`… */
  readonly reason?: string;
  /** Fields that the receiver refused, as it names them, with its codes: never a value. */
  readonly faults?: readonly FieldFault[];
  /** The facility is told of a final state (a webhook): a notice is written in the same transaction. */
  readonly notify?: boolean;
}

/** What a receiver says of one field. */
export interface FieldFault {
  readonly field: string;
  readonly code: string;
}

export interface QueueDepth {
  readonly destination: string;
  readonly state: DeliveryState;
  readonly count: number;
  readonly oldestQueuedAt: EpochMs | null;
  /** Of these, those past their deadline at the time asked. */
  readonly late: number;
}

/** A delivery as operators see it. */
export interface DeliveryRow {
  readonly id: string;
  readonly destination: string;
  readonly facility: FacilityCode;
  readonly kind: RecordKind;
  readonly recordKey: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly queuedAt: EpochMs;
  readonly dueAt: EpochMs;
  readonly deadline: EpochMs | null;
  readonly deliveredAt: EpochMs | null;
  readonly receipt: string | null;
  /** Stable code of the last outcome that was not a delivery. */
  readonly reason: string | null;
  /** False while an earlier delivery of the same patient to the same destination is not finished. */
  readonly hasTurn: boolean;
}

export interface DeliveryFilter {
  readonly id?: string | undefined;
  readonly destination?: string | undefined;
  readonly facility?: FacilityCode | undefined;
  readonly recordKey?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly reason?: string | undefined;
  /** Only what is not delivered and whose deadline lies before this instant. */
  readonly lateAt?: EpochMs | undefined;
}

/** One attempt of a delivery, as it is kept. */
export interface AttemptRow {
  /** From 1. */
  readonly number: number;
  /** The worker that leased it. */
  readonly owner: string;
  readonly leasedAt: EpochMs;
  readonly startedAt: EpochMs | null;
  /** Null: it is under way, or its worker was lost. */
  readonly endedAt: EpochMs | null;
  readonly outcome: AttemptSettlement['state'] | null;
  readonly httpStatus: number | null;
  readonly reason: string | null;
  readonly faults: readonly FieldFault[];
  /** Key of what was sent and SHA-256 (hex) of its bytes; null when nothing was sent, or retention let the bytes go. */
  readonly message: { readonly key: string; readonly sha256: string } | null;
}

/** A destination that a person stopped: nothing is leased for it until it is started again. */
export interface DestinationStop {
  readonly destination: string;
  readonly at: EpochMs;
  /** Who stopped it, as the audit log names them. */
  readonly by: string;
  readonly reason: string;
}

/** How a destination stands in one process, as its metrics show it. */
export interface DestinationStanding {
  readonly destination: string;
  /** `open`: nothing is tried. `half-open`: one probe at a time. */
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** When it opened without having closed since; null while it is closed. */
  readonly breakerSince: EpochMs | null;
  /** How many exchanges may be under way at once now, and how many are. */
  readonly concurrencyLimit: number;
  readonly running: number;
  readonly isStopped: boolean;
  readonly inMaintenance: boolean;
}

/** What a person does to deliveries: `retry` parked, refused and unknown ones; `park` queued ones. */
export interface DeliveryMove {
  readonly action: 'retry' | 'park';
  readonly filter: DeliveryFilter;
  readonly now: EpochMs;
  /** Why, for `park`: kept as the reason of the delivery. Default `parked-by-operator`. */
  readonly reason?: string | undefined;
}

/** What a person found out at the receiver about a delivery of unknown end: it is there. */
export interface FoundThere {
  readonly deliveryId: string;
  /** The receiver's own id. */
  readonly receipt: string;
  readonly now: EpochMs;
  /** The facility is told (a webhook): a notice is written in the same transaction. */
  readonly notify: boolean;
}

/** A facility is owed word of a delivery that came to an end. */
export interface LeasedNotice {
  /** UUIDv7: the receiver of the webhook knows a repetition by it. */
  readonly id: string;
  readonly facility: FacilityCode;
  readonly destination: string;
  readonly recordKey: string;
  readonly submissionId: string;
  readonly state: 'delivered' | 'refused' | 'parked';
  readonly reason: string | null;
  readonly receipt: string | null;
  readonly at: EpochMs;
  /** From 1. */
  readonly attempt: number;
  readonly fence: number;
}

/** `given-up`: it is not tried again. */
export interface NoticeSettlement {
  readonly noticeId: string;
  readonly fence: number;
  readonly state: 'told' | 'retry' | 'given-up';
  readonly dueAt?: EpochMs;
}
