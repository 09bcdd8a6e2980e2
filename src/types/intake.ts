import type { Resource } from '@medplum/fhirtypes';
import type { CodeSighting } from './code-worklist.ts';
import type { FieldFault, OwedDelivery } from './delivery.ts';
import type { RecordEvidence } from './mapped-record.ts';
import type { PackedSubmission } from './packed-submission.ts';
import type { ProgrammeEvidence } from './programme.ts';
import type { DeliveryState } from './receipt.ts';
import type {
  EpochMs,
  FacilityCode,
  RecordKind,
  RecordState,
  SubmissionFormat,
  SubmissionState,
} from './submission.ts';

/** One record of an accepted submission, ready to be kept. */
export interface RecordToStore {
  /** UUIDv7 of this record version. */
  readonly id: string;
  readonly key: string;
  readonly kind: RecordKind;
  /** Position in the submission, from 1. */
  readonly position: number;
  /** Rows of all tables of the record, or entries of its Bundle: what a day list counts. */
  readonly count: number;
  readonly state: RecordState;
  /** OperationOutcome as JSON text. */
  readonly outcome: string;
  /** Empty for a refused record: the bytes of the submission keep what was sent. */
  readonly resources: readonly Resource[];
  readonly deletes: readonly string[];
  readonly replacesEpisode: boolean;
  readonly patient: string | null;
  readonly evidence: RecordEvidence | null;
  /** What it tells of the further indicators; null or absent: nothing is counted of it. */
  readonly programme?: ProgrammeEvidence | null;
  readonly mapping: string | null;
  /** The policy by which it was judged, with the phase. */
  readonly policy: string | null;
  /** Ids of all rules that it breaks, each once, those that the policy turns off too. */
  readonly broken: readonly string[];
  /** Each code, list, form and field once. */
  readonly unmapped: readonly CodeSighting[];
  /** Where this version goes once it is accepted; of a quarantined one it is kept for its release. */
  readonly owed: readonly OwedDelivery[];
}

/** Everything one call leaves behind, committed in ONE transaction with fsync before any 2xx. */
export interface SubmissionToStore {
  readonly id: string;
  readonly facility: FacilityCode;
  /** Header key, Bundle.identifier, or the SHA-256 of the bytes. Unique per facility. */
  readonly idempotencyKey: string;
  readonly sha256: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly channel: 'submissions' | 'fhir';
  readonly format: SubmissionFormat;
  readonly state: SubmissionState;
  readonly receivedAt: EpochMs;
  /** R4 response Bundle as JSON text, replayed byte for byte; null for `/submissions`. */
  readonly response: string | null;
  /** OperationOutcome (JSON text) of issues that belong to the whole, null when none. */
  readonly outcome: string | null;
  readonly records: readonly RecordToStore[];
}

/** `replay`: same key, same bytes, nothing written. `conflict`: same key, other bytes, nothing written. */
export type AcceptOutcome =
  | { readonly kind: 'stored' }
  | { readonly kind: 'replay'; readonly submissionId: string }
  | { readonly kind: 'conflict'; readonly submissionId: string };

export interface StoredDelivery {
  readonly destination: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly queuedAt: EpochMs;
  readonly deadline: EpochMs | null;
  readonly deliveredAt: EpochMs | null;
  readonly receipt: string | null;
  /** Stable code of the last outcome that was not a delivery. */
  readonly reason: string | null;
  /** Fields that the receiver refused at the last attempt. */
  readonly faults: readonly FieldFault[];
}

export interface StoredRecord {
  readonly id: string;
  readonly key: string;
  readonly kind: RecordKind;
  readonly state: RecordState;
  readonly outcome: string;
  readonly resourceCount: number;
  readonly deliveries: readonly StoredDelivery[];
}

export interface StoredSubmission {
  readonly id: string;
  readonly facility: FacilityCode;
  readonly format: SubmissionFormat;
  readonly sha256: string;
  readonly state: SubmissionState;
  readonly receivedAt: EpochMs;
  readonly response: string | null;
  readonly outcome: string | null;
  readonly records: readonly StoredRecord[];
}

/** Taking what is sent, and showing it to its sender again. */
export interface IntakePort {
  /** Resolves only after the transaction is committed with fsync. Rejects when the store cannot write. */
  accept(submission: SubmissionToStore | PackedSubmission): Promise<AcceptOutcome>;
  findByKey(facility: FacilityCode, idempotencyKey: string): Promise<{ id: string; sha256: string } | undefined>;
  submission(facility: FacilityCode, id: string): Promise<StoredSubmission | undefined>;
  /** Submissions that brought this record, newest first, at most 20; each with that record only. */
  submissionsOfRecord(facility: FacilityCode, recordKey: string): Promise<readonly StoredSubmission[]>;
  /** The bytes received, unchanged; undefined also when retention let them go. */
  rawBytes(facility: FacilityCode, submissionId: string): Promise<Buffer | undefined>;
  /**
   * Takes a quarantined version for accepted, as if it had been when it came: it becomes current and is owed where it was
   * to go, unless a newer accepted version is there (`superseded`). `unknown`: no quarantined record of this id.
   */
  releaseRecord(recordId: string, now: EpochMs): Promise<'released' | 'superseded' | 'unknown'>;
}
