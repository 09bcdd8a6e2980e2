import { buildOperatorAudit, type OperatorAudited } from '../audit/operator-audit.ts';
import type { Notifies } from '../forward/webhooks/notifies.ts';
import type { Act } from '../types/act.ts';
import type { QueueDesk } from '../types/queue-desk.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';

export interface QueueDeskDeps {
  readonly store: Pick<
    Store,
    | 'appendAudit'
    | 'deliveries'
    | 'deliveriesOf'
    | 'destinationStops'
    | 'moveDeliveries'
    | 'noteAct'
    | 'releaseRecord'
    | 'sendAgain'
    | 'settleByPerson'
    | 'startDestination'
    | 'stopDestination'
  >;
  /** Whether a facility's webhook is told of a delivery that a person settled. */
  readonly notifies: Notifies;
  readonly clock: () => EpochMs;
}

/** The queue and the audit log joined: commands and console do the same by it. What was done is also kept for the pages, once it is. */
export function createQueueDesk({ store, notifies, clock }: QueueDeskDeps): QueueDesk {
  const note = (audited: Omit<OperatorAudited, 'at'>) => {
    const at = clock();
    return store.appendAudit(at, JSON.stringify(buildOperatorAudit({ at, ...audited })));
  };
  const done = (act: Omit<Act, 'id' | 'at' | 'told'> & Partial<Pick<Act, 'told'>>) =>
    store.noteAct({ at: clock(), told: {}, ...act });
  return {
    async stop(destination, reason, by) {
      const stop = { destination, at: clock(), by, reason };
      await note({ by, event: 'amend', object: destination, details: { action: 'stop', reason } });
      await store.stopDestination(stop);
      await done({ by, what: 'stop', object: destination, reason });
      return stop;
    },
    async start(destination, by) {
      const stops = await store.destinationStops();
      if (!stops.some((each) => each.destination === destination)) return false;
      await note({ by, event: 'amend', object: destination, details: { action: 'start' } });
      const isStarted = await store.startDestination(destination);
      if (isStarted) await done({ by, what: 'start', object: destination, reason: null });
      return isStarted;
    },
    async move({ action, filters, told }, by) {
      const event = action === 'retry' ? 'transmit' : 'amend';
      await note({ by, event, object: told['id'] ?? 'queue', details: { action, ...told } });
      let moved = 0;
      for (const filter of filters) moved += await store.moveDeliveries({ action, filter, now: clock() });
      const { id, destination, why = null, state, reason: held } = told;
      const object = id ?? destination;
      const all = { count: moved, ...(state === undefined ? {} : { state }), ...(held === undefined ? {} : { held }) };
      if (moved > 0 && object !== undefined)
        await done({ by, what: action, object, reason: why, told: id === undefined ? all : {} });
      return moved;
    },
    async settle({ deliveryId, receipt, reason }, by) {
      const [row] = await store.deliveries({ id: deliveryId, limit: 1 });
      if (row === undefined) return 'unknown';
      const { state, destination, facility } = row;
      if (state !== 'parked' && state !== 'unknown') return 'not-to-settle';
      const details = { action: 'settle', destination, facility, receipt, reason };
      await note({ by, event: 'amend', object: deliveryId, details });
      const notify = notifies(facility, 'delivered');
      const isSettled = await store.settleByPerson({ deliveryId, receipt, now: clock(), notify });
      if (isSettled) await done({ by, what: 'settle', object: deliveryId, reason, told: { receipt } });
      return isSettled ? 'settled' : 'not-to-settle';
    },
    async release({ recordId, facility, key, reason }, by) {
      const details = { action: 'release', facility, record: key, reason };
      await note({ by, event: 'amend', object: recordId, details });
      const outcome = await store.releaseRecord(recordId, clock());
      if (outcome === 'released') await done({ by, what: 'release', object: recordId, reason });
      return outcome;
    },
    async sendAgain({ recordId, destination, reason }, by) {
      const details = { action: 'send-again', destination, reason };
      await note({ by, event: 'transmit', object: recordId, details });
      const owed = (await store.deliveriesOf(recordId)).find((each) => each.destination === destination);
      const isSent = (await store.sendAgain(destination, [recordId], clock())).length > 0;
      if (isSent && owed !== undefined) {
        const { id: object, receipt, deliveredAt } = owed;
        // Queueing it again forgets both.
        const told = { ...(receipt === null ? {} : { receipt }), ...(deliveredAt === null ? {} : { deliveredAt }) };
        await done({ by, what: 'send-again', object, reason, told });
      }
      return isSent;
    },
  };
}
