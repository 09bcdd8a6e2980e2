import type { DeliveryTroubles } from '../console/overview/troubles-notice.ts';
import type { DestinationStanding } from '../types/delivery.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';

export interface DeliveryTroubleDeps {
  readonly store: Pick<Store, 'destinationStops' | 'queueDepths'>;
  /** How each destination stands in this process. */
  readonly standings: () => readonly DestinationStanding[];
  readonly clock: () => EpochMs;
}

/** Deliveries that a person has to look at before they move. */
const HELD: readonly string[] = ['parked', 'refused', 'unknown'];

/** What keeps records from being delivered now: stopped destinations, open breakers, held deliveries. Rejects as the store does. */
export async function readDeliveryTroubles(deps: DeliveryTroubleDeps): Promise<DeliveryTroubles> {
  const { store, standings, clock } = deps;
  const [stops, depths] = await Promise.all([store.destinationStops(), store.queueDepths(clock())]);
  const stopped = stops.map(({ destination }) => destination);
  return {
    stopped,
    unreached: standings()
      .filter(({ breaker, destination }) => breaker !== 'closed' && !stopped.includes(destination))
      .map(({ destination }) => destination),
    held: depths.filter(({ state }) => HELD.includes(state)).reduce((total, { count }) => total + count, 0),
  };
}
