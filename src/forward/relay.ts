import type { Logger } from 'pino';
import type { DestinationConfig } from '../types/config.ts';
import type { LeasedDelivery, Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { type AttemptReport, attemptDelivery } from './attempt.ts';
import { createBell } from './bell.ts';
import { createBreaker } from './breaker.ts';
import type { Destination } from './destination.ts';
import { createSettler } from './settler.ts';
import type { Sleep } from './sleep.ts';

/** A lease outlives the exchange by this much: time to write the outcome before a second worker may send. */
const LEASE_MARGIN_MS = 30_000;
/** Polling is the truth, `wake` only makes it quicker. */
const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 1_000;
const MAX_STORE_WAIT_MS = 10_000;
const BREAKER_THRESHOLD = 5;
const BREAKER_MAX_PAUSE_MS = 60_000;
/** Together below the 10 s in which a process has to end. */
const STOP_GRACE_MS = 7_000;
const STOP_SETTLE_MS = 1_000;

export interface RelayDeps {
  readonly store: Pick<Store, 'lease' | 'settle'>;
  /** Closed by `stop`. */
  readonly destination: Destination;
  readonly config: Pick<DestinationConfig, 'concurrency' | 'timeoutMs' | 'retry'>;
  /** Name of this process in leases. */
  readonly owner: string;
  readonly clock: () => EpochMs;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly onAttempt: (report: AttemptReport) => void;
  readonly logger: Logger;
}

export interface Relay {
  /** No new lease from now on; exchanges under way get 7 s, what is left then is cut. Resolves within 9 s. */
  stop(): Promise<void>;
  /** Something new may be due: looks at once instead of at the next poll. */
  wake(): void;
}

/**
 * Moves the deliveries of one destination out of the store until stopped: leases as many as may run, sends them
 * side by side, settles the outcomes. The order per patient is the store's, which never leases a delivery while an
 * earlier one of the same patient is open. A store that fails is asked again after 250 ms, doubling to 10 s.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { store, destination, config, owner, clock, random, sleep } = deps;
  const logger = deps.logger.child({ destination: destination.id });
  const leaseMs = config.timeoutMs + LEASE_MARGIN_MS;
  const stopping = new AbortController();
  const stopped = new AbortController();
  const bell = createBell(sleep);
  const settler = createSettler({ store, leaseMs, sleep, stopped: stopped.signal, logger });
  const breaker = createBreaker(
    {
      threshold: BREAKER_THRESHOLD,
      firstPauseMs: config.retry.firstDelayMs,
      maxPauseMs: Math.min(config.retry.maxDelayMs, BREAKER_MAX_PAUSE_MS),
    },
    random,
  );
  const attemptDeps = { destination, config, breaker, clock, random, onAttempt: deps.onAttempt, logger };
  const running = new Set<Promise<void>>();

  function room(): number {
    const state = breaker.state(clock());
    if (state === 'closed') return config.concurrency - running.size;
    return state === 'half-open' && running.size === 0 ? 1 : 0;
  }

  async function lease(limit: number): Promise<readonly LeasedDelivery[] | undefined> {
    try {
      return await store.lease({ destination: destination.id, owner, now: clock(), leaseMs, limit });
    } catch (error) {
      logger.error({ err: error }, 'store does not lease');
      return undefined;
    }
  }

  function start(delivery: LeasedDelivery): void {
    const exchange = attemptDelivery(delivery, attemptDeps)
      .then(settler.settle)
      // The lease runs out and the delivery is sent again; one crash must not end the process.
      .catch((error: unknown) => logger.error({ err: error, deliveryId: delivery.id }, 'attempt was not settled'))
      .finally(() => {
        running.delete(exchange);
        bell.ring();
      });
    running.add(exchange);
  }

  async function run(): Promise<void> {
    let pollMs = FIRST_POLL_MS;
    let storeWaitMs = FIRST_POLL_MS;
    while (!stopping.signal.aborted) {
      const limit = room();
      if (limit === 0) {
        await bell.wait(Math.max(breaker.pausedUntil() - clock(), FIRST_POLL_MS));
        continue;
      }
      const leased = await lease(limit);
      if (leased === undefined) {
        await sleep(storeWaitMs, stopping.signal);
        storeWaitMs = Math.min(2 * storeWaitMs, MAX_STORE_WAIT_MS);
        continue;
      }
      storeWaitMs = FIRST_POLL_MS;
      leased.forEach(start);
      if (leased.length === limit) continue;
      const rung = await bell.wait(pollMs);
      pollMs = rung ? FIRST_POLL_MS : Math.min(2 * pollMs, MAX_POLL_MS);
    }
  }

  const loop = run();
  let ending: Promise<void> | undefined;

  async function end(): Promise<void> {
    stopping.abort();
    bell.ring();
    await loop;
    await within(STOP_GRACE_MS, Promise.all(running), sleep);
    await destination.close();
    await within(STOP_SETTLE_MS, Promise.all(running), sleep);
    stopped.abort();
  }

  return {
    stop() {
      ending ??= end();
      return ending;
    },
    wake: bell.ring,
  };
}

async function within(ms: number, work: Promise<unknown>, sleep: Sleep): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, sleep(ms, timer.signal)]);
  timer.abort();
}
