import type { EpochMs } from '../types/submission.ts';
import { createLatencyFloor } from './latency-floor.ts';

/** How one exchange ended, as far as it tells of the load. */
export interface LoadSign {
  /** `answered`: processed. `overload`: the receiver asks for less, or did not answer in time. `other`: tells nothing. */
  readonly kind: 'answered' | 'overload' | 'other';
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** Exchanges that were under way when it ended, itself too. */
  readonly running: number;
}

/** How many exchanges may be under way at once with a receiver whose strength nobody knows. */
export interface AdaptiveConcurrency {
  /** A whole number from 1 to the maximum. */
  limit(): number;
  ended(sign: LoadSign): void;
  /** The receiver was away: begins low again. */
  restart(): void;
}

const START = 2;
/** What is left of the limit after an overload, and after answers that became slow. */
const FALL = 0.5;
const SLOW_FALL = 0.8;
/** Slow: the mean is above so many times the floor, and above the floor by so much. */
const SLOW_FACTOR = 4;
const SLOW_MARGIN_MS = 200;
/** Weight of the newest exchange in the mean. */
const WEIGHT = 0.2;

/**
 * Additive increase, multiplicative decrease: starts at 2; each answer adds 1 until the first fall, afterwards 1 a
 * round, as long as the limit is in use; an overload halves it and slow answers take a fifth, once for all
 * exchanges that were under way together. Pure but for its own memory.
 * @source Chiu and Jain 1989, doi:10.1016/0169-7552(89)90019-6; slow start as in RFC 5681, 3.1
 */
export function createAdaptiveConcurrency(maximum: number): AdaptiveConcurrency {
  const floor = createLatencyFloor();
  let limit = Math.min(START, maximum);
  let threshold = maximum;
  let meanMs: number | undefined;
  let fellAt = Number.NEGATIVE_INFINITY;

  function fall(share: number, { startedAt, endedAt }: LoadSign): void {
    // It was under way then; after a clock went back nothing was.
    if (startedAt < fellAt && fellAt <= endedAt) return;
    limit = Math.max(1, limit * share);
    threshold = limit;
    fellAt = endedAt;
    meanMs = undefined;
  }

  function isSlow({ startedAt, endedAt }: LoadSign): boolean {
    const latencyMs = Math.max(0, endedAt - startedAt);
    const floorMs = floor.add(latencyMs, endedAt);
    meanMs = meanMs === undefined ? floorMs : meanMs + WEIGHT * (latencyMs - meanMs);
    return meanMs > Math.max(SLOW_FACTOR * floorMs, floorMs + SLOW_MARGIN_MS);
  }

  return {
    limit: () => Math.floor(limit),
    ended(sign) {
      if (sign.kind === 'other') return;
      if (sign.kind === 'overload') fall(FALL, sign);
      else if (isSlow(sign)) fall(SLOW_FALL, sign);
      else if (2 * sign.running >= limit) limit = Math.min(maximum, limit + (limit < threshold ? 1 : 1 / limit));
    },
    restart() {
      limit = Math.min(START, maximum);
      threshold = maximum;
      meanMs = undefined;
    },
  };
}
