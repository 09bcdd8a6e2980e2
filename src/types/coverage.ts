import type { Bilingual } from './issue.ts';
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
  readonly figures: FacilityFigures;
  readonly queue: FacilityQueue;
  /** The first three things to mend; fewer when fewer are wrong. */
  readonly advice: readonly Advice[];
}

/** Encounters ending in a window, at any level, of which a section is known to be due; those of them that have it. By section. */
export type SectionTally = Readonly<Record<string, { readonly due: number; readonly present: number }>>;

/** Sums behind a facility's indicators on one day: over W(d), as known at the end of it. */
export interface FacilityFigures {
  /** Encounters that end in W(d), from any source; those of them with a claim; those at a level that counts as EMR. */
  readonly encounters: number;
  readonly claimed: number;
  readonly emr: number;
  /** In the EMR encounters only; `sections` in all that end in W(d). */
  readonly sectionsDue: number;
  readonly sectionsPresent: number;
  readonly timely: number;
  readonly identified: number;
  readonly signed: number;
  readonly sections: SectionTally;
  /** Records received in W(d). */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly refused: number;
  /** Records received in W(d) that break a rule, by rule id. */
  readonly broken: Readonly<Record<string, number>>;
  /** `expected` by the facility's own rhythm; null when it has none. */
  readonly rhythm: number | null;
  readonly connected: boolean;
  readonly sending: boolean;
}

/** One day of a facility, for charts: what came, what ended, how it stood at the end of that day. */
export interface FacilityCourseDay
  extends Pick<FacilityCoverage, 'stage' | 'expected' | 'emr' | 'volume' | 'completeness' | 'timeliness'> {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Records received on this one day. */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly refused: number;
  /** Encounters that ended on this one day, as known on the newest day; those of them with an EMR. */
  readonly ended: number;
  readonly endedWithEmr: number;
  readonly complete: boolean;
}

/**
 * Which encounters ending in W(d) stand behind a figure. `late`, `no-identity`, `unsigned` and `incomplete` are of the EMR
 * encounters only; `missing-section` is due and not there, at any level.
 */
export type EncounterFilter =
  | { readonly show: 'all' | 'emr' | 'no-emr' | 'late' | 'no-identity' | 'unsigned' | 'incomplete' }
  | { readonly show: 'missing-section'; readonly section: string };

/** An encounter behind a figure: ids of the sender and times, nothing of the patient. */
export interface EncounterBehind {
  /** MA_LK. */
  readonly encounter: string;
  readonly endOfCare: EpochMs;
  readonly claimed: boolean;
  /** 0 to 3. */
  readonly level: number;
  readonly missing: readonly string[];
  readonly firstEmrAt: EpochMs | null;
  readonly identity: boolean;
  readonly signed: boolean;
}

/** Deliveries of a facility's records that are not there yet. */
export interface FacilityQueue {
  readonly queued: number;
  readonly parked: number;
  readonly refused: number;
  readonly late: number;
}

/** What an advice is about, in the order in which they are asked. */
export type AdviceKind =
  | 'sign-in'
  | 'silence'
  | 'records'
  | 'expected'
  | 'volume'
  | 'section'
  | 'timeliness'
  | 'rule'
  | 'identity'
  | 'queue'
  | 'refused';

/** One of the three things that a facility should mend first, as a sentence that a hospital understands. */
export interface Advice {
  readonly kind: AdviceKind;
  readonly text: Bilingual;
  /** How many encounters or records it is about; null when it is about none in particular. */
  readonly affected: number | null;
  /** What stands behind it. */
  readonly behind:
    | { readonly encounters: EncounterFilter }
    | { readonly rule: string }
    | { readonly queue: 'parked' | 'refused' | 'late' }
    | null;
}

/** Something that is otherwise than on the day before. */
export interface CoverageChange {
  readonly facility: FacilityCode;
  readonly what: 'stage-up' | 'stage-down' | 'announced' | 'silent' | 'speaks-again' | 'opened' | 'closed' | 'scope';
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * When 100 % is reached at the pace of the last 8 weeks. `reached`: it is; `on-pace`: on `date`, which with 80 % certainty lies in
 * [`earliest`, `latest`] (null: never at that pace); `not-at-this-pace`: the pace is 0 or less, or `date` lies 10 years ahead.
 */
export interface Forecast {
  readonly state: 'reached' | 'on-pace' | 'not-at-this-pace' | 'unknown';
  readonly date: string | null;
  readonly earliest: string | null;
  readonly latest: string | null;
  /** Facilities a week at the pace of the last 8 weeks. */
  readonly perWeek: number | null;
  /** Facilities a week that are needed to make the target's day; null when it is past or reached. */
  readonly neededPerWeek: number | null;
}

/** Totals of the facilities that share an ownership, a level or a commune. */
export interface CoverageGroup {
  readonly name: string;
  readonly totals: CoverageTotals;
}

/** A report with what the console shows around it. */
export interface CoverageOverview {
  readonly report: CoverageReport;
  readonly standings: readonly FacilityStanding[];
  /** One point a day, the last one is the report's own day. */
  readonly trend: readonly TrendPoint[];
  readonly groups: Readonly<Record<'ownership' | 'level' | 'commune', readonly CoverageGroup[]>>;
  /** Against the day before, in the registry's order. */
  readonly changes: readonly CoverageChange[];
  readonly forecast: Readonly<Record<'announced' | 'proven', Forecast>>;
  /** Newest day that is closed, `YYYY-MM-DD`; null before the first. Days up to yesterday that are not closed yet are being counted. */
  readonly closedThrough: string | null;
  /** When this was computed from the facts. */
  readonly computedAt: EpochMs;
}
