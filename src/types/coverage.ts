import type { Facility } from './registry.ts';
import type { EpochMs, FacilityCode } from './submission.ts';

/** How far a facility has come on one day; each step holds only with all steps before it. */
export type Stage = 'registered' | 'connected' | 'sending' | 'complete' | 'proven';

/** Figures of a set of facilities on one day. Shares are 0 to 1, null when their denominator is 0. */
export interface CoverageTotals {
  /** Facilities open on the day, whatever their scope. */
  readonly open: number;
  readonly inScope: number;
  readonly undecided: number;
  /** In scope and announced. */
  readonly announced: number;
  /** In scope and proven. */
  readonly proven: number;
  readonly announcedShare: number | null;
  readonly provenShare: number | null;
  /** Undecided facilities added to the denominator, and to the numerator when they qualify. */
  readonly announcedShareWithUndecided: number | null;
  readonly provenShareWithUndecided: number | null;
  /** Sums over the facilities in scope whose expected number is known. */
  readonly emr: number;
  readonly expected: number;
  readonly encounterShare: number | null;
  /** Facilities in scope whose expected number is unknown. */
  readonly expectedUnknown: number;
}

export interface ProvinceCoverage extends CoverageTotals {
  readonly byCohort: Readonly<Record<Facility['cohort'], CoverageTotals>>;
}

/** One facility on one day; null is unknown, never 0. */
export interface FacilityCoverage {
  readonly code: FacilityCode;
  readonly stage: Stage;
  readonly announced: boolean;
  readonly sustained: boolean;
  readonly expected: number | null;
  readonly emr: number;
  readonly volume: number | null;
  readonly completeness: number | null;
  readonly timeliness: number | null;
  readonly identity: number | null;
  readonly signed: number | null;
  readonly acceptance: number | null;
}

/** The contract's output of `coverage` and `GET /coverage`. */
export interface CoverageReport {
  /** `YYYY-MM-DD`, Asia/Ho_Chi_Minh. */
  readonly asOf: string;
  readonly province: ProvinceCoverage;
  /** The facilities open on the day, in the registry's order. */
  readonly facilities: readonly FacilityCoverage[];
}

/** The province's figures on one day of the trend. */
export interface TrendPoint extends CoverageTotals {
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/**
 * `unusual`: less likely than 1 in 1,000 under the facility's own weekly rhythm; `week`: 7 days or more without an
 * accepted record; `never`: has not sent an accepted record yet, so it has no rhythm to fall silent from.
 */
export type Silence = 'none' | 'unusual' | 'week' | 'never';

/**
 * What keeps a facility from the next step: no `sign-in` in 30 days, no accepted `records` in 7 days, `expected`
 * unknown, too little `volume`, `completeness` or `timeliness`, or complete on too few `days` in a row.
 */
export type Shortfall = 'sign-in' | 'records' | 'expected' | 'volume' | 'completeness' | 'timeliness' | 'days';

/** What the staff see of one facility, beside its published row. */
export interface FacilityStanding {
  readonly facility: Facility;
  readonly coverage: FacilityCoverage;
  /** Scope decision that holds on the day. */
  readonly scope: 'yes' | 'no' | 'undecided';
  readonly connected: boolean;
  readonly sending: boolean;
  readonly proven: boolean;
  /** In the order of the ladder; empty when proven. */
  readonly shortfalls: readonly Shortfall[];
  /** Days in a row, the last one included, on which the facility was complete. */
  readonly completeDays: number;
  /** Receipt of the newest accepted record, null when there is none. */
  readonly lastAcceptedAt: EpochMs | null;
  readonly silence: Silence;
}

/** A report with what the console shows around it. */
export interface CoverageOverview {
  readonly report: CoverageReport;
  readonly standings: readonly FacilityStanding[];
  /** One point a day, the last one is the report's own day. */
  readonly trend: readonly TrendPoint[];
  /** When this was computed from the facts. */
  readonly computedAt: EpochMs;
}
