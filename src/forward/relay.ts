import type { Logger } from 'pino';
import type { DestinationStanding } from '../types/delivery.ts';
import type { DestinationConfig } from '../types/destination-config.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import type { AttemptDeps } from './attempt.ts';
import { createBell } from './bell.ts';
import type { Destination } from './destination.ts';
import { createGate, type GateConfig } from './gate.ts';
import { createInFlight } from './in-flight.ts';
import { leaseUntil } from './lease-loop.ts';
import { createSettler } from './settler.ts';
import type { Sleep } from './sleep.ts';
import { createStopWatch } from './stop-watch.ts';
import { within } from './within.ts';

/** A lease outlives what is done under it by this much: time to write the outcome before a second worker may send. */
const LEASE_MARGIN_MS = 30_000;
/** So many times as may talk at once may wait for the store to write how they ended. */
const UNSETTLED_FACTOR = 4;
/** Together below the 10 s in which a process has to end. */
const STOP_GRACE_MS = 7_000;
const STOP_SETTLE_MS = 1_000;

export interface RelayDeps extends Pick<AttemptDeps, 'notifies' | 'onAttempt'> {
  readonly store: Pick<Store, 'lease' | 'keepMessage' | 'attempts' | 'settle' | 'destinationStops'>;
  /** Closed by `stop`. */
  readonly destination: Destination;
  readonly config: GateConfig & Pick<DestinationConfig, 'timeoutMs' | 'filter'>;
  /** Name of this process in leases. */
  readonly owner: string;
  readonly clock: () => EpochMs;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

export interface Relay {
  /** No new lease from now on; exchanges under way get 7 s, what is left then is cut. Resolves within 9 s. */
  stop(): Promise<void>;
  /** Something new may be due: looks at once instead of at the next poll. */
  wake(): void;
  standing(): DestinationStanding;
}

/**
 * Moves the deliveries of one destination out of the store until stopped: leases as many as may run, sends them
 * side by side, settles the outcomes. The order per patient is the store's, which never leases a delivery while an
 * earlier one of the same patient is open. A store that fails is asked again after 250 ms, doubling to 10 s.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { store, destination, config, clock, sleep } = deps;
  const logger = deps.logger.child({ destination: destination.id });
  /** One look-up and one message. */
  const exchanges = destination.lookUp === undefined ? 1 : 2;
  const leaseMs = exchanges * config.timeoutMs + LEASE_MARGIN_MS;
  const stopping = new AbortController();
  const stopped = new AbortController();
  const bell = createBell(sleep);
  const stops = createStopWatch(store, destination.id);
  const gate = createGate({ ...deps, logger, stops });
  const inFlight = createInFlight({
    ...deps,
    logger,
    gate,
    freshMs: leaseMs - config.timeoutMs - LEASE_MARGIN_MS / 2,
    settler: createSettler({ store, leaseMs, sleep, stopping: stopping.signal, stopped: stopped.signal, logger }),
    onEnd: bell.ring,
  });
  const request = { destination: destination.id, owner: deps.owner, leaseMs };
  const lease = (now: EpochMs, limit: number) => store.lease({ ...request, now, limit });
  const maxUnsettled = UNSETTLED_FACTOR * config.concurrency;
  const loop = leaseUntil(stopping.signal, { lease, stops, gate, inFlight, maxUnsettled, bell, clock, sleep, logger });

  async function end(): Promise<void> {
    stopping.abort();
    bell.ring();
    await within(STOP_GRACE_MS, loop.then(inFlight.settled), sleep);
    const closed = destination
      .close()
      .catch((error: unknown) => logger.error({ err: error }, 'destination did not close'));
    await within(STOP_SETTLE_MS, closed.then(inFlight.settled), sleep);
    stopped.abort();
  }

  let ending: Promise<void> | undefined;
  return {
    stop() {
      ending ??= end();
      return ending;
    },
    wake: bell.ring,
    standing: () => ({ destination: destination.id, ...gate.standing(inFlight.count(), clock()) }),
  };
}
