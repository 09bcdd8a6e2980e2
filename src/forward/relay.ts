import type { Logger } from 'pino';
import type { DestinationConfig, RetryPolicy } from '../types/config.ts';
import type { LeasedDelivery, Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import type { AttemptReport } from './attempt.ts';
import { type Bell, createBell } from './bell.ts';
import { type BreakerSettings, createBreaker } from './breaker.ts';
import type { Destination } from './destination.ts';
import { createInFlight, type InFlight } from './in-flight.ts';
import { createSettler } from './settler.ts';
import type { Sleep } from './sleep.ts';

/** A lease outlives the exchange by this much: time to write the outcome before a second worker may send. */
const LEASE_MARGIN_MS = 30_000;
/** Polling is the truth, `wake` only makes it quicker. */
const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 1_000;
const FIRST_STORE_WAIT_MS = 250;
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
  const { store, destination, config, clock, sleep } = deps;
  const logger = deps.logger.child({ destination: destination.id });
  const leaseMs = config.timeoutMs + LEASE_MARGIN_MS;
  const stopping = new AbortController();
  const stopped = new AbortController();
  const bell = createBell(sleep);
  const inFlight = createInFlight({
    ...deps,
    logger,
    concurrency: config.concurrency,
    breaker: createBreaker(breakerSettings(config.retry), deps.random),
    settler: createSettler({ store, leaseMs, sleep, stopped: stopped.signal, logger }),
    onEnd: bell.ring,
  });
  const request = { destination: destination.id, owner: deps.owner, leaseMs };
  const lease = (limit: number) => store.lease({ ...request, now: clock(), limit });
  const loop = leaseUntil(stopping.signal, { lease, inFlight, bell, sleep, logger });

  async function end(): Promise<void> {
    stopping.abort();
    bell.ring();
    await within(STOP_GRACE_MS, loop.then(inFlight.settled), sleep);
    await destination.close();
    await within(STOP_SETTLE_MS, inFlight.settled(), sleep);
    stopped.abort();
  }

  let ending: Promise<void> | undefined;
  return {
    stop() {
      ending ??= end();
      return ending;
    },
    wake: bell.ring,
  };
}

async function leaseUntil(
  stopping: AbortSignal,
  deps: {
    readonly lease: (limit: number) => Promise<readonly LeasedDelivery[]>;
    readonly inFlight: InFlight;
    readonly bell: Bell;
    readonly sleep: Sleep;
    readonly logger: Logger;
  },
): Promise<void> {
  const { lease, inFlight, bell, sleep, logger } = deps;
  let pollMs = FIRST_POLL_MS;
  let storeWaitMs = FIRST_STORE_WAIT_MS;
  while (!stopping.aborted) {
    const limit = inFlight.room();
    if (limit === 0) {
      await bell.wait(inFlight.waitMs());
      continue;
    }
    try {
      const leased = await lease(limit);
      leased.forEach(inFlight.start);
      storeWaitMs = FIRST_STORE_WAIT_MS;
      if (leased.length === limit) continue;
    } catch (error) {
      logger.error({ err: error }, 'store does not lease');
      await sleep(storeWaitMs, stopping);
      storeWaitMs = Math.min(2 * storeWaitMs, MAX_STORE_WAIT_MS);
      continue;
    }
    const rung = await bell.wait(pollMs);
    pollMs = rung ? FIRST_POLL_MS : Math.min(2 * pollMs, MAX_POLL_MS);
  }
}

function breakerSettings({ firstDelayMs, maxDelayMs }: RetryPolicy): BreakerSettings {
  return {
    threshold: BREAKER_THRESHOLD,
    firstPauseMs: firstDelayMs,
    maxPauseMs: Math.min(maxDelayMs, BREAKER_MAX_PAUSE_MS),
  };
}

async function within(ms: number, work: Promise<unknown>, sleep: Sleep): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, sleep(ms, timer.signal)]);
  timer.abort();
}
