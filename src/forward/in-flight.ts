import type { LeasedDelivery } from '../types/store.ts';
import { type AttemptDeps, attemptDelivery } from './attempt.ts';
import type { Settler } from './settler.ts';

/** Waits at least so long for room: what ends in between rings. */
const MIN_WAIT_MS = 250;

/** The exchanges of one destination that are under way. */
export interface InFlight {
  /** How many more may start now: as many as are free, one probe when half-open, none when paused. */
  room(): number;
  /** Milliseconds after which there may be room again although nothing ended. */
  waitMs(): number;
  /** Attempts and settles a delivery beside the others. A crash ends neither them nor the process. */
  start(delivery: LeasedDelivery): void;
  /** Resolves when all that are under way now are settled. */
  settled(): Promise<unknown>;
}

/** `onEnd` is called after each exchange that ended. */
export function createInFlight(
  deps: AttemptDeps & { readonly concurrency: number; readonly settler: Settler; readonly onEnd: () => void },
): InFlight {
  const { breaker, clock, concurrency, settler, onEnd, logger } = deps;
  const running = new Set<Promise<void>>();
  return {
    room() {
      const state = breaker.state(clock());
      if (state === 'closed') return concurrency - running.size;
      return state === 'half-open' && running.size === 0 ? 1 : 0;
    },
    waitMs: () => Math.max(breaker.pausedUntil() - clock(), MIN_WAIT_MS),
    start(delivery) {
      const exchange = attemptDelivery(delivery, deps)
        .then(settler.settle)
        // The lease runs out and the delivery is sent again.
        .catch((error: unknown) => logger.error({ err: error, deliveryId: delivery.id }, 'attempt was not settled'))
        .finally(() => {
          running.delete(exchange);
          onEnd();
        });
      running.add(exchange);
    },
    settled: () => Promise.all(running),
  };
}
