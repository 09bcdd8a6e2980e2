import type { DestinationStop, LeasedDelivery } from '../../types/delivery.ts';
import type { QueuePort } from '../../types/queue.ts';
import type { EpochMs } from '../../types/submission.ts';
import { loadOrPark } from '../park-unreadable.ts';
import { UnreadableContentError } from '../store-error.ts';
import type { Database } from './database.ts';
import { loadDeliveries } from './delivery-content.ts';
import { createDeliveryDesk } from './delivery-desk.ts';
import { type Lease, takeLeases } from './delivery-lease.ts';
import { createDeliveryMessages } from './delivery-messages.ts';
import { settle } from './delivery-settle.ts';
import { createFacilityQueues } from './facility-queues.ts';
import { createNotices } from './notices.ts';
import { settleByPerson } from './settle-by-person.ts';
import { statement } from './statement.ts';

const STOP = statement<DestinationStop>(
  `INSERT INTO destination_stop (destination, at, who, reason) VALUES (:destination, :at, :by, :reason)
   ON CONFLICT (destination) DO UPDATE SET at = excluded.at, who = excluded.who, reason = excluded.reason`,
);
const START = statement<{ destination: string }, { destination: string }>(
  'DELETE FROM destination_stop WHERE destination = :destination RETURNING destination',
);
const STOPS = statement<object, DestinationStop>(
  'SELECT destination, at, who AS by, reason FROM destination_stop ORDER BY destination',
);

/** The queue of deliveries: what relays take and operators see. */
export function createQueuePort(
  database: Database,
  { clock, newId }: { readonly clock: () => EpochMs; readonly newId: () => string },
): QueuePort & { readonly close: () => Promise<void> } {
  /** One of them cannot be read: only that one is left to a person. */
  async function loadEach(leases: readonly Lease[]): Promise<readonly LeasedDelivery[]> {
    const load = async (lease: Lease) => (await loadDeliveries(database, [lease]))[0] as LeasedDelivery;
    const loaded = await Promise.all(leases.map((lease) => loadOrPark(lease, load, clock)));
    await settle(
      database,
      newId,
      loaded.flatMap((each) => ('parked' in each ? [each.parked] : [])),
    );
    return loaded.flatMap((each) => ('delivery' in each ? [each.delivery] : []));
  }

  return {
    async lease(request) {
      const leases = await takeLeases(database, request);
      try {
        return await loadDeliveries(database, leases);
      } catch (error) {
        if (!(error instanceof UnreadableContentError)) throw error;
      }
      return loadEach(leases);
    },
    ...createDeliveryMessages(database, clock),
    settle: (settlements) => settle(database, newId, settlements),
    ...createDeliveryDesk(database),
    facilityQueues: createFacilityQueues(database),
    settleByPerson: (found) => settleByPerson(database, newId, found),
    async stopDestination(stop) {
      await database.rows(STOP, stop);
    },
    startDestination: async (destination) => (await database.rows(START, { destination })).length === 1,
    destinationStops: () => database.rows(STOPS, {}),
    ...createNotices(database),
  };
}
