import type { EpochMs } from '../types/submission.ts';

/** Holds starts below a rate, in this process. */
export interface RateLimit {
  /** How many may start now. */
  available(now: EpochMs): number;
  /** Milliseconds until one may start; 0 when one may. */
  waitMs(now: EpochMs): number;
  /** Notes a start. */
  started(now: EpochMs): void;
}

/**
 * At most `perSecond` starts in any second, also across the border of two; below 1, one in `1/perSecond` seconds. Null
 * holds nothing back. A clock that goes backwards holds back until it has caught up, at most for one such period.
 */
export function createRateLimit(perSecond: number | null): RateLimit {
  if (perSecond === null)
    return { available: () => Number.POSITIVE_INFINITY, waitMs: () => 0, started: () => undefined };
  const size = Math.max(1, Math.floor(perSecond));
  const periodMs = Math.ceil((size / perSecond) * 1_000);
  /** Instants of the last starts, oldest first. */
  const starts: EpochMs[] = [];

  function forget(now: EpochMs): void {
    while (starts[0] !== undefined && Math.abs(now - starts[0]) >= periodMs) starts.shift();
  }

  return {
    available(now) {
      forget(now);
      return Math.max(0, size - starts.length);
    },
    waitMs(now) {
      forget(now);
      const [oldest] = starts;
      return oldest === undefined || starts.length < size ? 0 : Math.min(periodMs, oldest + periodMs - now);
    },
    started: (now) => void starts.push(now),
  };
}
