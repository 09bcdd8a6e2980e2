import type { FacilityCoverage, FacilityFigures } from '../types/coverage.ts';
import type { Facility } from '../types/registry.ts';
import type { DayNumber } from './days.ts';
import { expectedEncounters } from './expected.ts';
import { ratio } from './ratio.ts';

/** What each condition of `complete` needs. */
export const COMPLETE = Object.freeze({ volume: 0.95, completeness: 0.95, timeliness: 0.9 });

/** One of the three conditions of completeness. */
export type CompletenessCondition = keyof typeof COMPLETE;

/** The sums that indicators are made of. */
export type IndicatorSums = Omit<FacilityFigures, 'sections' | 'broken' | 'quarantined' | 'refused'>;

/** What the traffic of one facility shows on one day d, over W(d), as known at the end of d. */
export interface Indicators
  extends Pick<
    FacilityCoverage,
    'expected' | 'emr' | 'volume' | 'completeness' | 'timeliness' | 'identity' | 'signed' | 'acceptance'
  > {
  /** A successful sign-in on one of the last 30 days. */
  readonly connected: boolean;
  /** An accepted record received on one of the last 7 days. */
  readonly sending: boolean;
  /** Volume >= 0.95, completeness >= 0.95, timeliness >= 0.90, none of them null. */
  readonly complete: boolean;
}

/** The indicators of a day, from its figures and what the registry tells of it. */
export function measureDay(figures: IndicatorSums, statistics: Facility['statistics'], day: DayNumber): Indicators {
  const expected = expectedEncounters(figures, statistics, day);
  const shares = {
    volume: expected === null ? null : ratio(figures.emr, expected),
    completeness: ratio(figures.sectionsPresent, figures.sectionsDue),
    timeliness: ratio(figures.timely, figures.emr),
  };
  return {
    expected,
    emr: figures.emr,
    ...shares,
    identity: ratio(figures.identified, figures.emr),
    signed: ratio(figures.signed, figures.emr),
    acceptance: ratio(figures.accepted, figures.received),
    connected: figures.connected,
    sending: figures.sending,
    complete: findUnmet(shares).length === 0,
  };
}

/** The conditions of `complete` that do not hold; null never holds. */
export function findUnmet(shares: Pick<Indicators, CompletenessCondition>): readonly CompletenessCondition[] {
  return (['volume', 'completeness', 'timeliness'] as const).filter((condition) => {
    const share = shares[condition];
    return share === null || share < COMPLETE[condition];
  });
}
