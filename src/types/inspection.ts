import type { Resource } from '@medplum/fhirtypes';
import type { DeliveryRow, FieldFault } from './delivery.ts';
import type { DeliveryState } from './receipt.ts';
import type { EpochMs, FacilityCode, RecordKind, RecordState, SubmissionFormat } from './submission.ts';

/** A version of a record as lists name it: ids and times, nothing of the patient. */
export interface RecordHandle {
  /** UUIDv7 of this version. */
  readonly id: string;
  readonly facility: FacilityCode;
  /** Identity inside the facility (`recordIdentity`); '' when its key could not be read. */
  readonly identity: string;
  readonly kind: RecordKind;
  readonly format: SubmissionFormat;
  readonly state: RecordState;
  /** From 1. */
  readonly version: number;
  /** 0: a version of its own; n: the n-th time that the same content came again. */
  readonly repetition: number;
  readonly receivedAt: EpochMs;
  /** When the next accepted version was received; null: there is none. */
  readonly supersededAt: EpochMs | null;
  readonly submissionId: string;
  /** In the submission, from 1. */
  readonly position: number;
  /** Ids of all rules that it breaks. */
  readonly broken: readonly string[];
}

/** The same with what is kept beside its content. */
export interface InspectedRecord extends RecordHandle {
  /** Of the bytes of its submission, hex. */
  readonly sha256: string;
  readonly contentType: string;
  /** `Patient/{id}`. */
  readonly patient: string | null;
  readonly mapping: string | null;
  readonly policy: string | null;
  /** Rows of all tables, or entries of its Bundle; 0: not counted. */
  readonly count: number;
  readonly resourceCount: number;
  /** OperationOutcome as JSON text. */
  readonly outcome: string;
  /** When a person released it from quarantine; null: never. */
  readonly releasedAt: EpochMs | null;
  /** What retention left of it. */
  readonly kept: 'all' | 'current' | 'receipt';
}

/** A delivery with the record version that it is of. */
export interface InspectedDelivery extends DeliveryRow {
  readonly recordId: string;
  /** Fields that the receiver refused at the last attempt. */
  readonly faults: readonly FieldFault[];
}

/** Records of one facility received in [from, until). */
export interface ReceivedFilter {
  readonly facility: FacilityCode;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly state?: RecordState | undefined;
  /** Only those that break this rule. */
  readonly rule?: string | undefined;
  readonly limit: number;
}

/** States of deliveries that wait for a person, or whose end is unknown. */
export type HeldState = Extract<DeliveryState, 'parked' | 'refused' | 'unknown'>;

/** How many deliveries to a destination are held for one reason. */
export interface HeldReason {
  readonly destination: string;
  readonly state: HeldState;
  readonly reason: string | null;
  readonly count: number;
}

/** Held deliveries of one destination, a page after the delivery named. */
export interface HeldFilter {
  readonly destination: string;
  readonly state: HeldState;
  readonly reason?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** What staff look into, across facilities. Whoever asks for content writes the audit entry first. */
export interface InspectionPort {
  /** Versions of the records that have one of these identities, of one facility or (null) of any, newest first. */
  recordsByKey(
    identities: readonly string[],
    facility: FacilityCode | null,
    limit: number,
  ): Promise<readonly RecordHandle[]>;
  /** In the order of the submission. */
  recordsOfSubmission(submissionId: string, limit: number): Promise<readonly RecordHandle[]>;
  /** Accepted records of everybody with this personal number (số định danh, 12 digits), newest first. */
  recordsOfPerson(number: string, limit: number): Promise<readonly RecordHandle[]>;
  /** Newest first. */
  recordsReceived(filter: ReceivedFilter): Promise<readonly RecordHandle[]>;
  inspect(recordId: string): Promise<InspectedRecord | undefined>;
  /** Resources of this version as they were stored (of a repetition those of the version); empty when none are kept. */
  contentOf(recordId: string): Promise<readonly Resource[]>;
  /** Where the version is owed, by destination; a repetition owes what its version owes. */
  deliveriesOf(recordId: string): Promise<readonly InspectedDelivery[]>;
  /** Of every destination, most first. */
  heldReasons(): Promise<readonly HeldReason[]>;
  /** Newest first. */
  heldDeliveries(filter: HeldFilter): Promise<readonly InspectedDelivery[]>;
  /** How many deliveries arrived at each of these destinations since an instant; 0 is told too. */
  arrivals(destinations: readonly string[], since: EpochMs): Promise<ReadonlyMap<string, number>>;
  /** When the next queued delivery of each of these destinations is due; those with none are missing. */
  nextDue(destinations: readonly string[]): Promise<ReadonlyMap<string, EpochMs>>;
}
