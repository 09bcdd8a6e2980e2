import type { LeasedDelivery } from '../types/delivery.ts';
import type { EpochMs } from '../types/submission.ts';
import { type AttemptDeps, attemptDelivery } from './attempt.ts';
import type { Gate } from './gate.ts';
import type { Settler } from './settler.ts';

/** The attempts of one destination that are under way. */
export interface InFlight {
  /** Those that talk with the destination, or are about to. */
  count(): number;
  /** Those that have ended and wait for the store to write how. */
  unsettled(): number;
  /** Attempts and settles a delivery beside the others. A crash ends neither them nor the process. */
  start(delivery: LeasedDelivery, leasedAt: EpochMs): void;
  /** Resolves when all that are under way now are settled. */
  settled(): Promise<unknown>;
}

/** `onEnd` is called after each attempt that ended, and again when it is settled. */
export function createInFlight(
  deps: AttemptDeps & { readonly gate: Gate; readonly settler: Settler; readonly onEnd: () => void },
): InFlight {
  const { gate, clock, settler, onEnd, logger } = deps;
  const all = new Set<Promise<void>>();
  let talking = 0;
  const count = () => talking;

  /** While the store writes how it ended, the next one may talk. */
  async function attempt(delivery: LeasedDelivery, leasedAt: EpochMs): Promise<void> {
    const settlement = await attemptDelivery(delivery, leasedAt, count, deps).finally(() => {
      talking -= 1;
      onEnd();
    });
    if (settlement !== undefined) await settler.settle(settlement);
  }

  return {
    count,
    unsettled: () => all.size - talking,
    start(delivery, leasedAt) {
      gate.started(clock());
      talking += 1;
      const under = attempt(delivery, leasedAt)
        // The lease runs out and the delivery is leased again.
        .catch((error: unknown) => logger.error({ err: error, deliveryId: delivery.id }, 'attempt was not settled'))
        .finally(() => {
          all.delete(under);
          onEnd();
        });
      all.add(under);
    },
    settled: () => Promise.all(all),
  };
}
