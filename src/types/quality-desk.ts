import type { WorklistEntry, WorklistFilter } from './code-worklist.ts';
import type { RecordHandle } from './inspection.ts';
import type { Bilingual } from './issue.ts';
import type { PolicyAction, PolicyPhase } from './policy.ts';
import type { EpochMs, FacilityCode, RecordState } from './submission.ts';

/** Days of receipt (`YYYY-MM-DD`), both included, of one facility or (null) of all. */
export interface QualityPeriod {
  readonly from: string;
  readonly to: string;
  readonly facility: FacilityCode | null;
}

/** A rule that was broken in a period. */
export interface BrokenCount {
  readonly rule: string;
  /** Null: the catalogue no longer has it. */
  readonly text: Bilingual | null;
  /** What it does at the end of the period. */
  readonly action: PolicyAction | null;
  /** Records of care received that break it. */
  readonly records: number;
  /** Facilities of which a record does. */
  readonly facilities: number;
}

export interface QualityReport {
  readonly received: number;
  readonly counts: Readonly<Record<RecordState, number>>;
  /** Most often broken first. */
  readonly rules: readonly BrokenCount[];
}

/** One facility, or one day of it, under one rule. */
export interface RuleCount {
  readonly facility: FacilityCode;
  /** Null: all days of the period. */
  readonly day: string | null;
  readonly records: number;
  readonly received: number;
}

/** A rule with who breaks it. */
export interface RuleReport {
  readonly rule: {
    readonly id: string;
    readonly text: Bilingual;
    readonly remedy: Bilingual;
    readonly source: string;
    readonly validFrom: string | null;
    readonly validTo: string | null;
  } | null;
  readonly action: PolicyAction | null;
  /** By facility, most first; of one facility by day, newest first. */
  readonly counts: readonly RuleCount[];
  /** Of one facility the newest records that break it. */
  readonly examples: readonly RecordHandle[];
}

type StateCounts = Readonly<Record<RecordState, number>>;

/** What would be refused if everything were enforced, counted in the background. */
export interface EnforcedCount {
  /** Null: nothing is being counted. */
  readonly running: {
    readonly records: number;
    /** Share of the period that is done, 0 to 1. */
    readonly done: number;
    readonly day: string | null;
  } | null;
  readonly hasFailed: boolean;
  /** Of the last count; null: there was none since the start of this process. */
  readonly result: {
    readonly from: string;
    readonly to: string;
    readonly policy: string;
    readonly countedAt: EpochMs;
    readonly records: number;
    readonly now: StateCounts;
    readonly enforced: StateCounts;
    readonly rules: readonly {
      readonly rule: string;
      /** Null: the catalogue no longer has it. */
      readonly text: Bilingual | null;
      readonly action: PolicyAction;
      readonly records: number;
    }[];
    readonly facilities: readonly {
      readonly facility: FacilityCode;
      readonly records: number;
      readonly now: StateCounts;
      readonly enforced: StateCounts;
    }[];
  } | null;
}

/** A rule that does something else from a day on. */
export interface RuleTurn {
  readonly rule: string;
  readonly before: PolicyAction;
  readonly after: PolicyAction;
}

/** Null: facilities without settings of their own. */
export interface PhaseNow {
  readonly facility: FacilityCode | null;
  readonly phase: PolicyPhase;
}

export interface PolicyTurn {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly facility: FacilityCode | null;
  readonly before: PolicyPhase;
  readonly after: PolicyPhase;
  readonly stricter: readonly RuleTurn[];
  readonly milder: readonly RuleTurn[];
}

/** What the policy changes from today on, in the order of the days. */
export interface PolicyAhead {
  readonly policy: string;
  readonly phases: readonly PhaseNow[];
  readonly turns: readonly PolicyTurn[];
  /** Rules whose own first or last day (of the record) lies ahead. */
  readonly dated: readonly { readonly rule: string; readonly from: string | null; readonly to: string | null }[];
}

/** What staff see of the quality of what is received. */
export interface QualityDesk {
  /** Undefined: the days are still being counted. */
  report(period: QualityPeriod): Promise<QualityReport | undefined>;
  rule(ruleId: string, period: QualityPeriod): Promise<RuleReport | undefined>;
  codes(filter: WorklistFilter): Promise<readonly WorklistEntry[]>;
  enforced(): EnforcedCount;
  /** Begins to count, unless that is under way. */
  countEnforced(from: string, to: string): void;
  ahead(): PolicyAhead;
}
