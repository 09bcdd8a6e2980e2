import type { Logger } from 'pino';
import type { AttemptSettlement, Store } from '../types/store.ts';
import type { Sleep } from './sleep.ts';

const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 5_000;

/** Writes the outcomes of attempts to the store. */
export interface Settler {
  /**
   * Resolves when the store has the settlement, or when it was given up: the store refused it until the lease
   * was over. Then the delivery is leased and sent again, which the destination's idempotency makes harmless.
   */
  settle(settlement: AttemptSettlement): Promise<void>;
}

interface Waiting {
  readonly settlement: AttemptSettlement;
  readonly done: () => void;
}

/** Batches: what arrives while one `settle` is under way goes with the next, in one transaction. */
export function createSettler(deps: {
  readonly store: Pick<Store, 'settle'>;
  readonly leaseMs: number;
  readonly sleep: Sleep;
  /** Aborted at the end of a stop: nothing is tried again. */
  readonly stopped: AbortSignal;
  readonly logger: Logger;
}): Settler {
  const { store, leaseMs, sleep, stopped, logger } = deps;
  let waiting: Waiting[] = [];
  let flushing = false;

  async function write(batch: readonly AttemptSettlement[]): Promise<void> {
    let waitedMs = 0;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, MAX_WAIT_MS)) {
      try {
        const effective = await store.settle(batch);
        if (effective < batch.length) logger.warn({ stale: batch.length - effective }, 'leases had been taken over');
        return;
      } catch (error) {
        logger.error({ err: error, settlements: batch.length }, 'store does not take settlements');
        if (stopped.aborted || waitedMs >= leaseMs) return;
      }
      await sleep(waitMs, stopped);
      waitedMs += waitMs;
    }
  }

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await write(batch.map(({ settlement }) => settlement));
      for (const { done } of batch) done();
    }
    flushing = false;
  }

  return {
    settle(settlement) {
      return new Promise((done) => {
        waiting.push({ settlement, done });
        void flush();
      });
    },
  };
}
