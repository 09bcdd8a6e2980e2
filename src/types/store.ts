import type { Resource } from '@medplum/fhirtypes';
import type { JWK } from 'jose';
import type { RecordEvidence, UnmappedCode } from './mapped-record.ts';
import type { DeliveryState } from './receipt.ts';
import type { EpochMs, FacilityCode, RecordState, SubmissionFormat, SubmissionState } from './submission.ts';

/** A code of a record that its list, as loaded here, does not hold, with how often it stands in the record. */
export interface CodeSighting {
  readonly list: string;
  /** The code, or `~` and the shape of a text that is no code: nothing personal is kept. */
  readonly code: string;
  readonly form: string;
  readonly field: string;
  readonly reason: UnmappedCode['reason'];
  /** The record's own day, by which the version of the list was chosen. */
  readonly day: string | null;
  /** From 1. */
  readonly count: number;
}

/** An entry of the code worklist: a code of one facility, summed over the records that brought it. */
export interface WorklistEntry extends CodeSighting {
  readonly id: number;
  readonly facility: FacilityCode;
  /** Instants of receipt of the first and the last record that brought it; `reason` and `day` are those of the last. */
  readonly firstSeen: EpochMs;
  readonly lastSeen: EpochMs;
}

/** Which entries of the code worklist, from which one on. */
export interface WorklistFilter {
  readonly list?: string | undefined;
  readonly facility?: FacilityCode | undefined;
  readonly form?: string | undefined;
  readonly reason?: CodeSighting['reason'] | undefined;
  /** The last entry of the page before. */
  readonly after?: Pick<WorklistEntry, 'count' | 'id'> | undefined;
  readonly limit: number;
}

/** One record of an accepted submission, ready to be kept. */
export interface RecordToStore {
  /** UUIDv7 of this record version. */
  readonly id: string;
  readonly key: string;
  /** Position in the submission, from 1. */
  readonly position: number;
  readonly state: RecordState;
  /** OperationOutcome as JSON text. */
  readonly outcome: string;
  /** Empty for a refused record: the bytes of the submission keep what was sent. */
  readonly resources: readonly Resource[];
  readonly deletes: readonly string[];
  readonly replacesEpisode: boolean;
  readonly patient: string | null;
  readonly evidence: RecordEvidence | null;
  readonly mapping: string | null;
  /** The policy by which it was judged, with the phase. */
  readonly policy: string | null;
  /** Ids of all rules that it breaks, each once, those that the policy turns off too. */
  readonly broken: readonly string[];
  /** Each code, list, form and field once. */
  readonly unmapped: readonly CodeSighting[];
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
  /** Accepted records are owed to each of these destinations (a delivery per record version and destination). */
  readonly destinations: readonly string[];
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
  readonly deliveredAt: EpochMs | null;
  readonly receipt: string | null;
}

export interface StoredRecord {
  readonly id: string;
  readonly key: string;
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

/** A resource as it stands now. */
export interface CurrentResource {
  /** From 1. */
  readonly version: number;
  /** Instant of receipt of the record that brought this version. */
  readonly updatedAt: EpochMs;
  /** Null: this version deleted it. */
  readonly resource: Resource | null;
}

/** What the newest records of some patients hold now. */
export interface PatientRecords {
  /** In order of receipt, each once. May speak of other people too: whoever stands in these records. */
  readonly resources: readonly Resource[];
  /** False when there are older records. */
  readonly isComplete: boolean;
}

/** A delivery leased to one worker. */
export interface LeasedDelivery {
  readonly id: string;
  readonly destination: string;
  readonly facility: FacilityCode;
  readonly recordKey: string;
  readonly recordId: string;
  /** Resources of this record version, as stored. */
  readonly resources: readonly Resource[];
  /** `Type/id` of what this version supersedes or deletes. */
  readonly removed: readonly string[];
  /** Number of this attempt, from 1. */
  readonly attempt: number;
  /** Fencing token: a settle with an older one changes nothing. */
  readonly fence: number;
  readonly queuedAt: EpochMs;
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
}

export interface QueueDepth {
  readonly destination: string;
  readonly state: DeliveryState;
  readonly count: number;
  readonly oldestQueuedAt: EpochMs | null;
}

export interface DeliveryRow extends StoredDelivery {
  readonly id: string;
  readonly facility: FacilityCode;
  readonly recordKey: string;
  readonly queuedAt: EpochMs;
  readonly dueAt: EpochMs;
  readonly reason: string | null;
}

/** One dated scope decision; the newest whose `from` is not after the day holds. */
export interface ScopeDecision {
  /** `YYYY-MM-DD`; null means since ever. */
  readonly from: string | null;
  readonly value: 'yes' | 'no' | 'undecided';
  readonly reason: string;
}

/** A facility of the registry, in the shape of the contract's `--registry` file, with what the gateway adds. */
export interface Facility {
  readonly code: FacilityCode;
  readonly name: string;
  readonly cohort: 'hospital' | 'other';
  readonly ownership: string;
  readonly level: string;
  readonly commune: string;
  readonly openFrom: string | null;
  /** The last open day. */
  readonly openTo: string | null;
  readonly scope: readonly ScopeDecision[];
  /** Day of the decision to use an EMR, `YYYY-MM-DD`. */
  readonly announced: string | null;
  /** Encounters per month from statistics, `{"2026-10": 1234}`. */
  readonly statistics: Readonly<Record<string, number>>;
}

/** A fact of traffic, in the shape of the contract's `--facts` file. Instants are ISO 8601 with offset. */
export type Fact =
  | { readonly type: 'sign-in'; readonly facility: FacilityCode; readonly at: string }
  | {
      readonly type: 'record';
      readonly facility: FacilityCode;
      readonly encounter: string;
      readonly at: string;
      readonly outcome: RecordState;
      readonly source: RecordEvidence['source'];
      readonly endOfCare: string | null;
      readonly level: 0 | 1 | 2 | 3;
      readonly due: readonly string[];
      readonly present: readonly string[];
      readonly identity: boolean;
      readonly signed: boolean;
    };

/** How one record was judged: nothing of what it says, so it may go into reports. */
export interface Judgement {
  readonly facility: FacilityCode;
  readonly at: EpochMs;
  readonly format: SubmissionFormat;
  readonly state: RecordState;
  readonly policy: string | null;
  /** Ids of the rules that it breaks, each once. */
  readonly broken: readonly string[];
}

/** Counter of one facility, one day (Asia/Ho_Chi_Minh, `YYYY-MM-DD`), one kind. */
export interface EvidenceCount {
  readonly facility: FacilityCode;
  readonly day: string;
  readonly kind: string;
  readonly count: number;
}

/** One entry of the audit chain: `hash = SHA-256(previousHash + '\n' + entry)`, hex. */
export interface AuditEntry {
  readonly sequence: number;
  readonly at: EpochMs;
  /** AuditEvent as JSON text. */
  readonly entry: string;
  readonly hash: string;
}

/** The Store port. Two adapters keep to one conformance suite; every statement that reads a facility's data carries its code. */
export interface Store {
  /** Resolves only after the transaction is committed with fsync. Rejects when the store cannot write. */
  accept(submission: SubmissionToStore): Promise<AcceptOutcome>;
  findByKey(facility: FacilityCode, idempotencyKey: string): Promise<{ id: string; sha256: string } | undefined>;
  submission(facility: FacilityCode, id: string): Promise<StoredSubmission | undefined>;
  /** Submissions that brought this record, newest first, at most 20; each with that record only. */
  submissionsOfRecord(facility: FacilityCode, recordKey: string): Promise<readonly StoredSubmission[]>;
  /** The bytes received, unchanged. */
  rawBytes(facility: FacilityCode, submissionId: string): Promise<Buffer | undefined>;
  /** Those of the references (`Type/id`) under which this facility has a resource now. */
  known(facility: FacilityCode, references: readonly string[]): Promise<ReadonlySet<string>>;
  /** Current version of a resource of this facility. */
  resource(facility: FacilityCode, type: string, id: string): Promise<Resource | undefined>;
  /** The same with its version, also of a deleted one. */
  current(facility: FacilityCode, type: string, id: string): Promise<CurrentResource | undefined>;
  /**
   * Ids of this facility's Patients that are the same person: the id itself first, then those with the same personal number
   * and the same day of birth.
   */
  samePerson(facility: FacilityCode, patient: string): Promise<readonly string[]>;
  /** Current resources of the newest records of patients (by id) of this facility: at most `limit`, and 32 MiB of JSON. */
  ofPatients(facility: FacilityCode, patients: readonly string[], limit: number): Promise<PatientRecords>;

  /** Leases up to `limit` due deliveries; at most one per patient and destination, in order. */
  lease(request: {
    readonly destination: string;
    readonly owner: string;
    readonly now: EpochMs;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly LeasedDelivery[]>;
  /** Writes attempts and new states; a stale fence is ignored. Returns how many took effect. */
  settle(settlements: readonly AttemptSettlement[]): Promise<number>;
  queueDepths(): Promise<readonly QueueDepth[]>;
  deliveries(filter: {
    readonly destination?: string;
    readonly state?: DeliveryState;
    readonly limit: number;
  }): Promise<readonly DeliveryRow[]>;
  /** Puts parked, refused or unknown deliveries back to queued (`retry`) or parks queued ones (`park`). Returns the count. */
  moveDeliveries(
    action: 'retry' | 'park',
    filter: { readonly id?: string; readonly destination?: string },
    now: EpochMs,
  ): Promise<number>;

  /** True when (issuer, jti) was not seen before; remembered until `expiresAt`, across restarts and replicas. */
  rememberJti(issuer: string, jti: string, expiresAt: EpochMs, now: EpochMs): Promise<boolean>;
  /** Adds to the `sign-in` evidence of the facility's day. */
  recordSignIn(facility: FacilityCode, at: EpochMs): Promise<void>;

  putFacility(facility: Facility): Promise<void>;
  facility(code: FacilityCode): Promise<Facility | undefined>;
  facilities(): Promise<readonly Facility[]>;
  /** Replaces the public keys of a facility. */
  putKeys(code: FacilityCode, keys: readonly JWK[]): Promise<void>;
  keys(code: FacilityCode): Promise<readonly JWK[]>;
  /** This gateway's own token-signing key, made on first start; shared by replicas. */
  signingKey(make: () => Promise<JWK>): Promise<JWK>;

  /** Facts received up to and including `until`, in order of receipt. */
  facts(until: EpochMs): AsyncIterable<Fact>;
  /**
   * How the records received from one instant up to and including another were judged, in order of receipt; of a record
   * that came several times in between, the last time only.
   */
  judgements(from: EpochMs, until: EpochMs): AsyncIterable<Judgement>;
  /**
   * The code worklist, most frequent first. It grows with `accept`: a record that is kept (accepted or quarantined) adds
   * its codes, the same content again nothing. Bounded by facility: what was not seen for longest gives way.
   */
  worklist(filter: WorklistFilter): Promise<readonly WorklistEntry[]>;
  /** Takes entries off the worklist; those that are not there any more are passed over. */
  dropFromWorklist(ids: readonly number[]): Promise<void>;
  evidence(filter: {
    readonly facility?: FacilityCode;
    readonly fromDay: string;
    readonly toDay: string;
  }): Promise<readonly EvidenceCount[]>;
  /** Newest accepted record per facility. */
  lastRecords(): Promise<ReadonlyMap<FacilityCode, EpochMs>>;
  audit(fromSequence: number, limit: number): Promise<readonly AuditEntry[]>;
  appendAudit(at: EpochMs, entry: string): Promise<void>;

  /** Writes and removes a row; rejects when the store cannot take records (`/readyz`). */
  probe(): Promise<void>;
  /** Consistent copy while running. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}
