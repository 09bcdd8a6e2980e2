import type { CoverageFactRow } from './measure.ts';
import type { EpochMs, FacilityCode } from './submission.ts';

/** An encounter of a facility. */
export interface EncounterName {
  readonly facility: FacilityCode;
  readonly encounter: string;
}

/** What is kept of one facility and one calendar day (Asia/Ho_Chi_Minh, `YYYY-MM-DD`); `content` is JSON text of the measure stage. */
export interface KeptDay {
  readonly facility: FacilityCode;
  readonly day: string;
  readonly content: string;
}

/** Facts in order of their commit: late ones have a high sequence and an early receipt. */
export interface CommitOrder {
  /** Highest sequence of all records; 0: there is none. */
  newestSequence(): Promise<number>;
  /** When the first of the records with a higher sequence was received; null: there is none. */
  earliestAfter(sequence: number): Promise<EpochMs | null>;
}

/** How far days are closed, and by which definitions: with others everything is counted anew. */
export interface ClosedDays {
  /** Newest closed day. */
  readonly through: string;
  /** Version of the definitions with the policy's level: `1/level-1`. */
  readonly definitions: string;
  /** Highest sequence of records when the counting of all days began: with another one they were counted anew. */
  readonly begun: number;
  /** Highest sequence of records when the newest day was counted: of a closed day with a higher one, a record is late. */
  readonly seen: number;
}

/** What closing one day writes, in one transaction. */
export interface DayToClose {
  /** The state that this builds on; null: nothing is closed yet. Another process may have been faster. */
  readonly after: ClosedDays | null;
  readonly closed: ClosedDays;
  /** Tallies of days of end of care and of receipt that are otherwise now; they replace what was there. */
  readonly tallies: readonly KeptDay[];
  /** Each facility's figures of the closed day; never changed again. */
  readonly figures: readonly KeptDay[];
}

/** Reading facts day by day, and keeping what they come to: everything here can be derived again from the facts. */
export interface CoveragePort extends CommitOrder {
  closedDays(): Promise<ClosedDays | null>;
  /** False, and nothing written, when the state is not `after` any more. */
  closeDay(day: DayToClose): Promise<boolean>;
  /** Forgets all closed days, tallies and figures, for counting anew. */
  forgetClosedDays(): Promise<void>;
  /** Tallies of days from one to another, both included. */
  tallies(from: string, to: string): AsyncIterable<KeptDay>;
  /** Figures of closed days from one to another, both included. */
  figures(from: string, to: string): AsyncIterable<KeptDay>;
  /** Facts of care received, or released from quarantine, from one instant up to and including another, in order of receipt. */
  factsBetween(from: EpochMs, until: EpochMs): AsyncIterable<CoverageFactRow>;
  /** All facts of these encounters received up to and including `until`, in order of receipt. */
  factsOf(encounters: readonly EncounterName[], until: EpochMs): Promise<readonly CoverageFactRow[]>;
  /** Names of the encounters of a facility that have a fact whose end of care lies in the instants, both included; a page after a name. */
  encountersEnding(
    facility: FacilityCode,
    from: EpochMs,
    until: EpochMs,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly string[]>;
  /** First sign-in of each facility's days, from one day to another, both included. */
  signIns(from: string, to: string): Promise<readonly { readonly facility: FacilityCode; readonly day: string }[]>;
}
