/** Counts of one group of a measure; null is unknown, never 0. */
export interface GroupCounts {
  /** Initial population, where the group has one. */
  readonly initial?: number | null;
  readonly denominator: number | null;
  readonly numerator: number | null;
}

/** A group of a report: its code, its counts, and the same split by stratifiers. */
export interface GroupValues extends GroupCounts {
  readonly code: string;
  /** By code of the stratifier. */
  readonly strata?: Readonly<Record<string, readonly Stratum[]>>;
}

export interface Stratum extends GroupCounts {
  readonly name: string;
}

/** Whom a report is about: the province, or one facility. */
export type Reported = 'province' | { readonly code: string; readonly name: string };

/** What one report tells. */
export interface ReportValues {
  readonly about: Reported;
  readonly groups: readonly GroupValues[];
}
