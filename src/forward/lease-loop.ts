import type { Logger } from 'pino';
import type { LeasedDelivery } from '../types/delivery.ts';
import type { EpochMs } from '../types/submission.ts';
import type { Bell } from './bell.ts';
import type { Gate } from './gate.ts';
import type { InFlight } from './in-flight.ts';
import type { Sleep } from './sleep.ts';
import type { StopWatch } from './stop-watch.ts';

/** Polling is the truth, the bell only makes it quicker. */
const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 1_000;
const FIRST_STORE_WAIT_MS = 250;
const MAX_STORE_WAIT_MS = 10_000;
/** An embedded store reads contents in the gateway's own thread: more at once would hold up intake. */
const MAX_LEASED_AT_ONCE = 16;

export interface LeaseLoopDeps {
  readonly lease: (now: EpochMs, limit: number) => Promise<readonly LeasedDelivery[]>;
  readonly stops: StopWatch;
  readonly gate: Gate;
  readonly inFlight: InFlight;
  /** Attempts that ended and are not settled, at most, when more are leased. */
  readonly maxUnsettled: number;
  readonly bell: Bell;
  readonly clock: () => EpochMs;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

/**
 * Leases what may start, and starts all of it at once, until `stopping` is aborted. Nothing that was leased waits here: what
 * must wait is left in the store.
 */
export async function leaseUntil(stopping: AbortSignal, deps: LeaseLoopDeps): Promise<void> {
  const { lease, stops, gate, inFlight, maxUnsettled, bell, clock, sleep, logger } = deps;
  let pollMs = FIRST_POLL_MS;
  let storeWaitMs = FIRST_STORE_WAIT_MS;

  /** Milliseconds until the next look; undefined for at once. */
  async function look(): Promise<number | undefined> {
    const now = clock();
    await stops.look(now);
    // A store that does not settle is not to make ever more that it does not know of.
    const unsettled = maxUnsettled - inFlight.unsettled();
    const limit = Math.max(0, Math.min(gate.room(inFlight.count(), now), MAX_LEASED_AT_ONCE, unsettled));
    if (limit === 0) return Math.min(gate.waitMs(now), MAX_POLL_MS);
    const leased = await lease(now, limit);
    for (const delivery of leased) inFlight.start(delivery, now);
    return leased.length === limit ? undefined : pollMs;
  }

  while (!stopping.aborted) {
    try {
      const waitMs = await look();
      storeWaitMs = FIRST_STORE_WAIT_MS;
      if (waitMs === undefined) continue;
      const rung = await bell.wait(waitMs);
      pollMs = rung ? FIRST_POLL_MS : Math.min(2 * pollMs, MAX_POLL_MS);
    } catch (error) {
      logger.error({ err: error }, 'store does not lease');
      await sleep(storeWaitMs, stopping);
      storeWaitMs = Math.min(2 * storeWaitMs, MAX_STORE_WAIT_MS);
    }
  }
}
