import type {
  Advice,
  CoverageGroup,
  CoverageTotals,
  FacilityCoverage,
  Forecast,
  ProvinceCoverage,
  Silence,
  TrendPoint,
} from './coverage.ts';
import type { Bilingual } from './issue.ts';
import type { ProgrammeFigure, ProgrammeSettings } from './programme.ts';
import type { EpochMs, FacilityCode } from './submission.ts';

/** A target with the days that are left after the last day of the report; negative when it is past. */
export interface ReportTarget {
  readonly id: 'province' | 'hospital' | 'other';
  /** `YYYY-MM-DD`, the last day. */
  readonly day: string;
  readonly daysLeft: number;
}

/** What a facility should mend, as it stands in a report: the sentence, and how many encounters or records it is about. */
export type ReportAdvice = Pick<Advice, 'kind' | 'text' | 'affected'>;

/** A facility in a monthly report: what is published of it, never a contact. Days are `YYYY-MM-DD`, shares 0 to 1 or null. */
export interface ReportFacility extends Omit<FacilityCoverage, 'announced'> {
  readonly name: string;
  readonly cohort: 'hospital' | 'other';
  readonly ownership: string;
  readonly level: string;
  readonly commune: string;
  /** Degrees; null when the registry has none. */
  readonly position: { readonly lat: number; readonly lng: number } | null;
  readonly scope: 'yes' | 'no' | 'undecided';
  /** The day of the decision, when it is not after the report's day. */
  readonly announced: string | null;
  readonly proven: boolean;
  /** Days in a row with everything complete, the last of the month included. */
  readonly completeDays: number;
  readonly connected: boolean;
  readonly sending: boolean;
  readonly silence: Silence;
  /** Instant of receipt, ISO 8601 with offset. */
  readonly lastAcceptedAt: string | null;
  /** Records received in the 30 days. */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly refused: number;
  readonly advice: readonly ReportAdvice[];
}

/** What is otherwise than at the end of the month before. */
export interface ReportChange {
  readonly code: FacilityCode;
  /** Of a facility that closed too: it is not among the facilities any more. */
  readonly name: string;
  readonly what:
    | 'proven'
    | 'no-longer-proven'
    | 'stage-up'
    | 'stage-down'
    | 'announced'
    | 'silent'
    | 'speaks-again'
    | 'opened'
    | 'closed'
    | 'scope';
  readonly from: string | null;
  readonly to: string | null;
}

/** The province at the end of a month. */
export interface MonthPoint extends CoverageTotals {
  /** `YYYY-MM`. */
  readonly month: string;
}

/** Coverage of a month, as of its last day with what was known at its end. Plain JSON; holds nothing of any person. */
export interface MonthlyReport {
  readonly kind: 'monthly-coverage';
  /** Of this shape. */
  readonly version: 1;
  /** `YYYY-MM`. */
  readonly month: string;
  /** The last day of the month; of the open month the day on which the draft was made. */
  readonly asOf: string;
  readonly state: 'frozen' | 'draft';
  /** From 1; null in a draft. */
  readonly revision: number | null;
  /** Why there is a further revision, or why people made the first; null in a draft and in what the gateway made by itself. */
  readonly reason: string | null;
  /** When it was frozen, or the draft made; ISO 8601 with offset. The registry is that of this instant. */
  readonly madeAt: string;
  /** The last day on which it may be frozen in time. */
  readonly due: string;
  readonly late: boolean;
  /** Facilities are placeholders, of a demo: nothing in it is to be taken for real, and every page says so. */
  readonly madeUp: boolean;
  /** Version of the definitions by which everything was counted. */
  readonly definitions: string;
  readonly provinceName: Bilingual;
  readonly targets: readonly ReportTarget[];
  readonly province: ProvinceCoverage;
  readonly before: { readonly month: string; readonly province: ProvinceCoverage };
  readonly groups: Readonly<Record<'ownership' | 'level' | 'commune', readonly CoverageGroup[]>>;
  /** The days of the month, and the ends of 12 months, this one last. */
  readonly trend: { readonly days: readonly TrendPoint[]; readonly months: readonly MonthPoint[] };
  readonly forecast: Readonly<Record<'announced' | 'proven', Forecast>>;
  /** Every facility open on the day, in the registry's order. */
  readonly facilities: readonly ReportFacility[];
  /** Codes of facilities in scope, in the registry's order. */
  readonly lists: {
    /** Announced, not proven. */
    readonly laggards: readonly FacilityCode[];
    readonly silent: readonly FacilityCode[];
    /** Proven on a day not before the announcement, and not any more; with the last such day. */
    readonly lapsed: readonly { readonly code: FacilityCode; readonly lastProven: string }[];
    /** Of undecided scope: these alone are not in scope. */
    readonly undecided: readonly FacilityCode[];
  };
  readonly changes: readonly ReportChange[];
  readonly programmes: readonly ProgrammeFigure[];
  /** By which the programmes were counted: targets, populations, announced facilities. */
  readonly programmeSettings: ProgrammeSettings | null;
  /** On method: how to read the figures. */
  readonly notes: readonly Bilingual[];
}

/** A year of reports side by side. */
export interface YearlyReport {
  readonly kind: 'yearly-coverage';
  readonly version: 1;
  /** `YYYY`. */
  readonly year: string;
  readonly provinceName: Bilingual;
  /** From January on: the newest revision of each month; null where there is none. */
  readonly months: readonly YearMonth[];
}

export interface YearMonth {
  readonly month: string;
  /** What it was taken from; null when there is no report of the month. */
  readonly report: Pick<
    MonthlyReport,
    'state' | 'revision' | 'madeAt' | 'asOf' | 'madeUp' | 'province' | 'facilities' | 'lists' | 'programmes'
  > | null;
}

/** A frozen report without its content. */
export interface KeptReport {
  readonly month: string;
  readonly revision: number;
  readonly frozenAt: EpochMs;
  /** `gateway`, or who made the revision. */
  readonly by: string;
  /** Null for the first that the gateway made by itself. */
  readonly reason: string | null;
  /** SHA-256 of the content, hex: that of the JSON file. */
  readonly sha256: string;
}

/** Frozen reports: only ever added to. */
export interface ReportPort {
  /**
   * Keeps a report. False, and nothing written, when its revision is not the one after the newest of its month: another
   * process, or person, was faster.
   */
  keepReport(report: KeptReport & { readonly content: string }): Promise<boolean>;
  /** Newest month first, in it newest revision first. */
  reports(): Promise<readonly KeptReport[]>;
  /** The newest revision when none is named. */
  report(month: string, revision?: number): Promise<(KeptReport & { readonly content: string }) | undefined>;
}

export type ReportFormat = 'json' | 'csv' | 'xlsx' | 'pdf';
export type ReportLanguage = 'vi' | 'en';

/** A file to be downloaded. */
export interface ReportFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** A place at which two reports differ: names and keys on the way, and what stands there in each; undefined: nothing. */
export interface ReportDifference {
  readonly path: readonly string[];
  readonly from: unknown;
  readonly to: unknown;
}

/** A month with what there is of it. */
export interface ReportMonth {
  readonly month: string;
  /** Newest first; empty for a month that is not frozen. */
  readonly revisions: readonly KeptReport[];
  /** First working day of days 1 to 4 of the next month; else the 4th. */
  readonly freezeOn: string;
  /** Day 4 of the next month. */
  readonly due: string;
  /** Whether the newest revision, of a frozen month the first, came after `due`. */
  readonly late: boolean;
}

/** Why no revision was made. */
export interface ReviseRefusal {
  /** The month is not over, or not counted yet; or it ended before anything was received: there is nothing to report. */
  readonly refused: 'not-over' | 'before-traffic';
  /** The day of the first traffic, `YYYY-MM-DD`; null when there was none. */
  readonly since: string | null;
}

/** What can be asked of the reports. */
export interface ReportDesk {
  /** Newest first: frozen months, and the open ones of which there is a draft. */
  months(): Promise<readonly ReportMonth[]>;
  /** Undefined when there is no such report. A month that is open, or not frozen yet, gives a draft. */
  monthly(
    month: string,
    revision?: number,
  ): Promise<{ readonly content: string; readonly report: MonthlyReport } | undefined>;
  /** Undefined when there is no report of any month of the year. */
  yearly(year: string): Promise<{ readonly content: string; readonly report: YearlyReport } | undefined>;
  /** The file of a report, made outside the main thread. */
  file(
    made: { readonly content: string; readonly report: MonthlyReport | YearlyReport },
    format: ReportFormat,
    language: ReportLanguage,
  ): Promise<ReportFile>;
  /** Makes a further revision, or the first of a month that is over; or says why there is none. */
  revise(change: {
    readonly month: string;
    readonly by: string;
    readonly reason: string;
  }): Promise<KeptReport | ReviseRefusal>;
  /** Computes a frozen report again from the stored facts; the first difference, or null when all bytes are the same. */
  recompute(
    month: string,
    revision?: number,
  ): Promise<{ readonly report: KeptReport; readonly first: ReportDifference | null } | undefined>;
  /** Between two revisions of a month, but for their heads; at most so many. */
  differences(month: string, from: number, to: number, limit: number): Promise<readonly ReportDifference[] | undefined>;
}
