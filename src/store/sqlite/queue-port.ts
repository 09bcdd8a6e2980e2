import type { QueuePort } from '../../types/queue.ts';
import { loadOrPark } from '../park-unreadable.ts';
import { createLoadDelivery } from './delivery-content.ts';
import { createDeliveryDesk } from './delivery-desk.ts';
import { createTakeLeases } from './delivery-lease.ts';
import { createDeliveryLines } from './delivery-lines.ts';
import { createDeliveryMessages, packMessage } from './delivery-messages.ts';
import { createSettle } from './delivery-settle.ts';
import { createDestinationStops } from './destination-stops.ts';
import { createFacilityQueues } from './facility-queues.ts';
import { createNotices } from './notices.ts';
import type { PortParts } from './port-parts.ts';
import { createSettleByPerson } from './settle-by-person.ts';

/** Deliveries moved in one transaction: a whole queue in one would hold up the gateway. */
const MOVED_AT_ONCE = 500;

/** The queue of deliveries: what relays take and operators see. */
export function createQueuePort({ db, group, clock, newId }: PortParts): QueuePort {
  const lines = createDeliveryLines(db);
  const desk = createDeliveryDesk(db, lines);
  const facilityQueues = createFacilityQueues(db);
  const messages = createDeliveryMessages(db);
  const stops = createDestinationStops(db);
  const notices = createNotices(db, newId);
  const takeLeases = createTakeLeases(db, lines);
  const loadDelivery = createLoadDelivery(db, messages.ofAttempt);
  const settle = createSettle(db, lines, notices);
  const settleByPerson = createSettleByPerson(db, lines, notices);
  return {
    async lease(request) {
      const leases = await group.write(() => takeLeases(request));
      const loaded = await Promise.all(leases.map((lease) => loadOrPark(lease, loadDelivery, clock)));
      const parked = loaded.flatMap((each) => ('parked' in each ? [each.parked] : []));
      if (parked.length > 0) await group.write(() => parked.filter(settle).length);
      return loaded.flatMap((each) => ('delivery' in each ? [each.delivery] : []));
    },
    async keepMessage(deliveryId, fence, message) {
      const packed = packMessage(message);
      return group.write(() => messages.keep(deliveryId, fence, packed, clock()), packed.bytes.length);
    },
    settle: (settlements) => group.write(() => settlements.filter(settle).length),
    queueDepths: async (now) => desk.depths(now),
    facilityQueues,
    deliveries: async (filter) => desk.list(filter),
    attempts: async (deliveryId) => messages.attempts(deliveryId),
    sentMessage: async (deliveryId, attempt) => messages.sent(deliveryId, attempt),
    async moveDeliveries(move) {
      const deliveries = desk.open(move.filter);
      let moved = 0;
      for (let first = 0; first < deliveries.length; first += MOVED_AT_ONCE) {
        const some = deliveries.slice(first, first + MOVED_AT_ONCE);
        moved += await group.write(() => desk.move(some, move));
      }
      return moved;
    },
    settleByPerson: (found) => group.write(() => settleByPerson(found)),
    stopDestination: (stop) => group.write(() => stops.put(stop)),
    startDestination: (destination) => group.write(() => stops.drop(destination)),
    destinationStops: async () => stops.all(),
    leaseNotices: (request) => group.write(() => notices.lease(request)),
    settleNotices: (settlements) => group.write(() => settlements.filter(notices.settle).length),
  };
}
