import type { FacilityQueue } from '../types/coverage.ts';
import type { FacilityCode } from '../types/submission.ts';

/** How many open deliveries of a facility are in one of these states. */
export interface QueueCount {
  readonly facility: FacilityCode;
  readonly what: keyof FacilityQueue;
  readonly count: number;
}

const EMPTY: FacilityQueue = Object.freeze({ queued: 0, parked: 0, refused: 0, late: 0 });

/** Counts of several states, put together by facility. */
export function joinQueueCounts(counts: readonly QueueCount[]): ReadonlyMap<FacilityCode, FacilityQueue> {
  const queues = new Map<FacilityCode, FacilityQueue>();
  for (const { facility, what, count } of counts) {
    queues.set(facility, { ...(queues.get(facility) ?? EMPTY), [what]: count });
  }
  return queues;
}
