import type { EpochMs } from '../types/submission.ts';

/** So long a floor is remembered, and up to twice as long. */
const PERIOD_MS = 60_000;

/** The shortest exchange of the last one to two minutes: what the receiver takes when nothing holds it up. */
export interface LatencyFloor {
  /** Takes one exchange into account; gives the floor, in milliseconds. */
  add(latencyMs: number, now: EpochMs): number;
}

/**
 * Remembers a floor for one to two minutes: a receiver that is slower for good is taken for what it is soon. In milliseconds; pure
 * but for its own memory, also with a clock that goes back.
 */
export function createLatencyFloor(): LatencyFloor {
  let before = Number.POSITIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  let since = Number.NEGATIVE_INFINITY;
  return {
    add(latencyMs, now) {
      const agoMs = Math.abs(now - since);
      if (agoMs >= PERIOD_MS) {
        before = agoMs >= 2 * PERIOD_MS ? Number.POSITIVE_INFINITY : lowest;
        lowest = Number.POSITIVE_INFINITY;
        since = now;
      }
      lowest = Math.min(lowest, latencyMs);
      return Math.min(lowest, before);
    },
  };
}
