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
  /** Days in a row on which it was complete, up to the last day closed. */
  readonly completeDays: number;
  readonly proven: boolean;
  /**
   * Announced, proven, and complete on every day since the first one, not before the announcement, on which it was
   * proven.
   */
  readonly sustained: boolean;
}

/** Follows a facility day by day, without a gap; days before the first one closed count as not complete. */
export function createEnduranceTracker(): { close(day: { complete: boolean; announced: boolean }): Endurance } {
  let completeDays = 0;
  let provenSinceAnnounced = false;
  let lapsed = false;
  return {
    close({ complete, announced }) {
      completeDays = complete ? completeDays + 1 : 0;
      const proven = completeDays >= PROVEN_DAYS;
      if (provenSinceAnnounced && !complete) lapsed = true;
      if (announced && proven) provenSinceAnnounced = true;
      return { completeDays, proven, sustained: announced && proven && !lapsed };
    },
  };
}
