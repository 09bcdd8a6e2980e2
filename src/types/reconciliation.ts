import type { DeliveryState } from './receipt.ts';
import type { EpochMs, FacilityCode, RecordState } from './submission.ts';

/** One record of a sender's day list. */
export interface ManifestLine {
  /** MA_LK or document id. */
  readonly key: string;
  /** Rows of all tables of the record, or entries of its Bundle; null when the sender does not count. */
  readonly count: number | null;
  /** SHA-256 (hex) of the bytes of the call that brought it; null when the sender does not hash. */
  readonly sha256: string | null;
}

/** A sender's list of what it sent on one day. */
export interface Manifest {
  /** UUIDv8, made of facility, day and lines: the same list again is the same manifest. */
  readonly id: string;
  readonly facility: FacilityCode;
  /** `YYYY-MM-DD`, Asia/Ho_Chi_Minh. */
  readonly day: string;
  readonly receivedAt: EpochMs;
  readonly lines: readonly ManifestLine[];
}

/** `reconciliation` of the configuration: the run of a gateway by itself. */
export interface ReconciliationConfig {
  /** `HH:MM`, Asia/Ho_Chi_Minh; null: only by hand. Default `01:30`. */
  readonly dailyAt: string | null;
  /** So many days before today are compared, every night anew. Default 7. */
  readonly days: number;
}

/** What a run found at one destination, over all days that it compared. */
export interface ReconciliationFindings {
  readonly destination: string;
  readonly missing: number;
  readonly unknown: number;
  readonly differing: number;
  /** Days that are not equal, or of which there is no account. */
  readonly unconfirmedDays: number;
}

/** Where a record stands here: its newest version of any state, with where its deliveries are. */
export interface RecordStanding {
  /** Identity inside the facility (`recordIdentity`). */
  readonly identity: string;
  readonly state: RecordState;
  /** From 1; the repetitions of a version are not counted. */
  readonly version: number;
  readonly receivedAt: EpochMs;
  readonly submissionId: string;
  /** Of the bytes of every call that brought this very content, newest first, at most 20. */
  readonly sha256: readonly string[];
  /** As counted in a `ManifestLine`. */
  readonly count: number;
  readonly deliveries: readonly { readonly destination: string; readonly state: DeliveryState }[];
}

/** What a destination keeps of ours, by our own account: one leaf of the day's Merkle tree. */
export interface DeliveredLeaf {
  readonly facility: FacilityCode;
  readonly identity: string;
  readonly recordId: string;
  readonly version: number;
  /** SHA-256 (hex) of the bytes of the message that was delivered. */
  readonly sha256: string;
  readonly receipt: string | null;
}

/** Comparing day by day what was sent, what is kept here, and what destinations keep. */
export interface ReconciliationPort {
  keepManifest(manifest: Manifest): Promise<void>;
  /** Of this facility only. */
  manifest(facility: FacilityCode, id: string): Promise<Manifest | undefined>;
  /** Identities that are not there are missing from the answer. */
  standings(facility: FacilityCode, identities: readonly string[]): Promise<readonly RecordStanding[]>;
  /** Records received in [from, until), by identity. */
  standingsBetween(facility: FacilityCode, from: EpochMs, until: EpochMs): Promise<readonly RecordStanding[]>;
  /**
   * Of each record the newest version that was received in [from, until) and is delivered with a message of its own, in order of
   * facility and identity. A version that only counts as delivered (`superseded`) was never sent and is left out.
   */
  deliveredBetween(destination: string, from: EpochMs, until: EpochMs): AsyncIterable<DeliveredLeaf>;
  /**
   * Puts record versions (by id) that were delivered to a destination back into its queue, due at once, because it does not keep
   * them. One of which a newer version is accepted is passed over. Gives the ids that were put back.
   */
  sendAgain(destination: string, recordIds: readonly string[], now: EpochMs): Promise<readonly string[]>;
  /** Notes that a destination and we hold the same of a day: retention may now let go of what belongs to it. */
  confirmDay(destination: string, day: string, at: EpochMs): Promise<void>;
  confirmedDays(destination: string): Promise<ReadonlyMap<string, EpochMs>>;
}
