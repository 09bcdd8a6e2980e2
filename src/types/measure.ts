import type { WorklistEntry, WorklistFilter } from './code-worklist.ts';
import type { RecordEvidence } from './mapped-record.ts';
import type { EpochMs, FacilityCode, RecordState, SubmissionFormat } from './submission.ts';

/** A fact of traffic, in the shape of the contract's `--facts` file. Instants are ISO 8601 with offset. */
export type Fact =
  | { readonly type: 'sign-in'; readonly facility: FacilityCode; readonly at: string }
  | {
      readonly type: 'record';
      readonly facility: FacilityCode;
      readonly encounter: string;
      readonly at: string;
      readonly outcome: RecordState;
      /** When a record that was quarantined was released: it is quarantined before, and accepted from then on. */
      readonly releasedAt?: string;
      readonly source: RecordEvidence['source'];
      readonly endOfCare: string | null;
      readonly level: 0 | 1 | 2 | 3;
      readonly due: readonly string[];
      readonly present: readonly string[];
      readonly identity: boolean;
      readonly signed: boolean;
    };

/** A record fact as the store holds it, with the rules that it breaks: instants as numbers, so that millions are read quickly. */
export interface CoverageFactRow {
  /** Order of commit: of facts of one instant the lower comes first. */
  readonly sequence: number;
  readonly facility: FacilityCode;
  readonly encounter: string;
  readonly at: EpochMs;
  readonly releasedAt: EpochMs | null;
  readonly state: RecordState;
  readonly source: RecordEvidence['source'];
  readonly endOfCare: EpochMs | null;
  readonly level: RecordEvidence['level'];
  /** JSON arrays, as stored. */
  readonly due: string;
  readonly present: string;
  readonly broken: string;
  readonly identity: boolean;
  readonly signed: boolean;
}

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

/** What was received, counted and judged. */
export interface MeasurePort {
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
}
