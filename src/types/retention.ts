import type { EpochMs, FacilityCode, RecordKind } from './submission.ts';

/** How long something is kept: everything received before the instant may go. */
export interface RetentionRule {
  readonly kind: RecordKind;
  readonly before: EpochMs;
}

export interface RetentionRequest {
  /** Records of each kind, with the bytes of submissions that hold no other record. */
  readonly records: readonly RetentionRule[];
  /** Bytes of messages that were delivered before this instant. */
  readonly messagesBefore: EpochMs;
  /** Superseded versions of records and resources whose successor came before this instant. */
  readonly versionsBefore: EpochMs;
  readonly limit: number;
}

/** Something that may go, or why it must stay. */
export interface RetentionEntry {
  readonly what: 'record' | 'version' | 'message';
  readonly facility: FacilityCode;
  readonly recordKey: string;
  readonly kind: RecordKind;
  readonly receivedAt: EpochMs;
  /** Null: it may go. `undelivered`, `unreconciled` (its day and destination are not confirmed equal) or `held`. */
  readonly keptBy: 'undelivered' | 'unreconciled' | 'held' | null;
}

/** A record, or everything of a facility, that retention must not touch. */
export interface Hold {
  readonly id: string;
  readonly facility: FacilityCode;
  /** As the sender knows it (MA_LK, document id), in small or capital letters: all records of this key. Null: all of the facility. */
  readonly recordKey: string | null;
  readonly at: EpochMs;
  readonly by: string;
  readonly reason: string;
}

/** For how long the gateway keeps what it received and sent. */
export interface RetentionConfig {
  /** Records of each kind, in whole years after the year in which they came; null: for ever. */
  readonly years: Readonly<Record<RecordKind, number | null>>;
  /** Bytes of what was sent, in days after its delivery. */
  readonly messageDays: number;
  /** Superseded versions, in whole years after the year in which they were superseded; null: as long as the record. */
  readonly versionYears: number | null;
  /** `HH:MM` of Asia/Ho_Chi_Minh, at which a running gateway lets go of what may go; null: only the command does. */
  readonly dailyAt: string | null;
}

/** Letting go of what was kept long enough. */
export interface RetentionPort {
  /** Lists what the request is about, oldest first, with what keeps an entry from going. Changes nothing. */
  expired(request: RetentionRequest): Promise<readonly RetentionEntry[]>;
  /** Lets go of at most `limit` entries that nothing keeps, and returns their number; 0 means: done. */
  purge(request: RetentionRequest): Promise<number>;
  putHold(hold: Hold): Promise<void>;
  /** False when there is none. */
  dropHold(id: string): Promise<boolean>;
  holds(): Promise<readonly Hold[]>;
}
