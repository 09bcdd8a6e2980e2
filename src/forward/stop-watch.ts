import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';

/** One word of the store is good for so long. */
const KEEP_MS = 250;

/** Knows whether a person stopped a destination: the word stands in the store, for every process. */
export interface StopWatch {
  /** As last heard; false at first. */
  isStopped(): boolean;
  /** Asks the store, unless it was asked less than 250 ms ago. Rejects when the store does not answer. */
  look(now: EpochMs): Promise<void>;
}

/** Watches the stop of one destination, by its id. Asks nothing before the first `look`. */
export function createStopWatch(store: Pick<Store, 'destinationStops'>, destination: string): StopWatch {
  let stopped = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    isStopped: () => stopped,
    async look(now) {
      if (Math.abs(now - askedAt) < KEEP_MS) return;
      const stops = await store.destinationStops();
      stopped = stops.some((stop) => stop.destination === destination);
      askedAt = now;
    },
  };
}
