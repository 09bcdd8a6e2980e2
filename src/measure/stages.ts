import type { Stage } from '../types/coverage.ts';
import type { Indicators } from './indicators.ts';

/** Complete on each of so many days, the day itself included, is proven. */
export const PROVEN_DAYS = 30;

/** The highest step of the ladder that holds together with all steps before it. */
export function stageOf({ connected, sending, complete }: Indicators, proven: boolean): Stage {
  if (!connected) return 'registered';
  if (!sending) return 'connected';
  if (!complete) return 'sending';
  return proven ? 'proven' : 'complete';
}

/** How long a facility has been complete, and whether it kept up what it announced. */
export interface Endurance {
  /** Days in a row on which it was complete, up to this one. */
  readonly completeDays: number;
  readonly proven: boolean;
  /**
   * Announced, proven, and complete on every day since the first one, not before the announcement, on which it was
   * proven.
   */
  readonly sustained: boolean;
  /** It was proven on a day not before the announcement. */
  readonly keptOnce: boolean;
  /** It was not complete on a day after that. */
  readonly lapsed: boolean;
}

/** Before the first day; days before it count as not complete. */
export const NO_ENDURANCE: Endurance = Object.freeze({
  completeDays: 0,
  proven: false,
  sustained: false,
  keptOnce: false,
  lapsed: false,
});

/** One day more, without a gap. */
export function endure(before: Endurance, day: { readonly complete: boolean; readonly announced: boolean }): Endurance {
  const completeDays = day.complete ? before.completeDays + 1 : 0;
  const proven = completeDays >= PROVEN_DAYS;
  const lapsed = before.lapsed || (before.keptOnce && !day.complete);
  const keptOnce = before.keptOnce || (day.announced && proven);
  return { completeDays, proven, sustained: day.announced && proven && !lapsed, keptOnce, lapsed };
}
