import type { Logger } from 'pino';
import type { AttemptSettlement } from '../types/delivery.ts';
import type { Store } from '../types/store.ts';
import type { Sleep } from './sleep.ts';

const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 5_000;
/** So long the first of a batch waits for others: nobody waits for it, and a commit is dear. */
const GATHER_MS = 10;

/** Writes the outcomes of attempts to the store. */
export interface Settler {
  /**
   * Resolves when the store has the settlement, or when it was given up: the store refused it until the lease
   * was over. Then the delivery is leased again, and looked up or repeated as one of unknown end.
   */
  settle(settlement: AttemptSettlement): Promise<void>;
}

interface Waiting {
  readonly settlement: AttemptSettlement;
  readonly done: () => void;
  /** How long the settler had slept when it came, in milliseconds. */
  readonly since: number;
}

/**
 * Batches: what arrives within 10 ms, or while one `settle` is under way, goes together, in one transaction. What was in a batch that failed
 * goes alone afterwards, behind what is new: one that the store refuses for good holds up no other.
 */
export function createSettler(deps: {
  readonly store: Pick<Store, 'settle'>;
  readonly leaseMs: number;
  readonly sleep: Sleep;
  /** Aborted when a stop begins: nothing waits for others any more. */
  readonly stopping: AbortSignal;
  /** Aborted at the end of a stop: nothing is tried again. */
  readonly stopped: AbortSignal;
  readonly logger: Logger;
}): Settler {
  const { store, leaseMs, sleep, stopping, stopped, logger } = deps;
  let fresh: Waiting[] = [];
  let failed: Waiting[] = [];
  let isFlushing = false;
  let waitMs = FIRST_WAIT_MS;
  let sleptMs = 0;

  async function isTaken(batch: readonly Waiting[]): Promise<boolean> {
    try {
      const effective = await store.settle(batch.map(({ settlement }) => settlement));
      if (effective < batch.length) logger.warn({ stale: batch.length - effective }, 'leases had been taken over');
      return true;
    } catch (error) {
      logger.error({ err: error, settlements: batch.length }, 'store does not take settlements');
      return false;
    }
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    if (await isTaken(batch)) {
      waitMs = FIRST_WAIT_MS;
      for (const { done } of batch) done();
      return;
    }
    failed.push(...batch);
    if (!stopped.aborted) await sleep(waitMs, stopped);
    sleptMs += waitMs;
    waitMs = Math.min(2 * waitMs, MAX_WAIT_MS);
    const isOver = ({ since }: Waiting) => stopped.aborted || sleptMs - since > leaseMs;
    for (const { done } of failed.filter(isOver)) done();
    failed = failed.filter((each) => !isOver(each));
  }

  async function flush(): Promise<void> {
    if (isFlushing) return;
    isFlushing = true;
    if (!stopping.aborted) await sleep(GATHER_MS, stopping);
    while (fresh.length + failed.length > 0) {
      const batch = fresh.length > 0 ? fresh : failed.splice(0, 1);
      fresh = [];
      await write(batch);
    }
    isFlushing = false;
  }

  return {
    settle(settlement) {
      return new Promise((done) => {
        fresh.push({ settlement, done, since: sleptMs });
        void flush();
      });
    },
  };
}
