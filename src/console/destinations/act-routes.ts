import type { DeliveryFilter } from '../../types/delivery.ts';
import type { QueueDesk } from '../../types/queue-desk.ts';
import { readLine, staffName } from '../frame/acting.ts';
import type { ConsoleRoute, PageAnswer, PageRequest } from '../page.ts';
import { HELD_STATES } from './delivery-state.ts';

export interface ActRoutesDeps {
  readonly queue: QueueDesk;
  /** Whether there is such a destination: a misspelt name would stop nothing, and nobody would notice. */
  readonly isDestination: (id: string) => Promise<boolean>;
}

/** Who acts, and on what. */
interface Acting {
  readonly request: PageRequest;
  readonly by: string;
  readonly destination: string;
  readonly delivery: string;
  readonly back: string;
}

/** As receivers write their ids: one line of signs that can be seen. */
const RECEIPT = /^\P{C}{1,255}$/u;
/** A page of the console's own, and nothing that a browser could take for another server. */
const OWN_PAGE = /^\/(?:records|destinations)(?:\/[\w.~%-]+)*(?:\?[\w.~%&=+-]*)?$/;

/** What a person does to destinations and deliveries: each leads back to the page that it came from, which says what was done. */
export function createActRoutes(deps: ActRoutesDeps): readonly ConsoleRoute[] {
  const { queue } = deps;

  /** Nothing happens without a name; what else is missing the act itself says by giving undefined. */
  const act = (path: string, work: (acting: Acting) => Promise<string | undefined>): ConsoleRoute => ({
    method: 'post',
    path: `/destinations/:id/${path}`,
    place: 'destinations',
    async answer(request): Promise<PageAnswer> {
      const { params, form, author, view } = request;
      const { id: destination = '', delivery = '' } = params;
      if (!(await deps.isDestination(destination))) return { kind: 'missing' };
      const own = `/destinations/${encodeURIComponent(destination)}`;
      const back = OWN_PAGE.test(form['back'] ?? '') ? (form['back'] ?? own) : own;
      const acting = { request, destination, delivery, back };
      const flash = author === null ? undefined : await work({ ...acting, by: staffName(author) });
      return { kind: 'goto', path: back, flash: flash ?? view.say('deliveryIncomplete') };
    },
  });

  async function move(
    action: 'retry' | 'park',
    filter: DeliveryFilter,
    told: Readonly<Record<string, string>>,
    { by, destination, request: { view } }: Acting,
  ): Promise<string> {
    const count = await queue.move({ action, filters: [filter], told }, by);
    return count === 0
      ? view.say('deliveryNotMoved')
      : view.say(action === 'park' ? 'deliveryParked' : 'deliveryRetried', { count, destination });
  }

  return [
    act('stop', async ({ request: { form, view }, destination, by }) => {
      const reason = readLine(form['reason']);
      if (reason === null) return undefined;
      await queue.stop(destination, reason, by);
      return view.say('destinationStopDone', { destination });
    }),
    act('start', async ({ request: { view }, destination, by }) => {
      const done = await queue.start(destination, by);
      return view.say(done ? 'destinationStartDone' : 'destinationNotStopped', { destination });
    }),
    act('retry', async (acting) => {
      const { form } = acting.request;
      const { destination } = acting;
      const state = HELD_STATES.find((each) => each === form['state']);
      if (state === undefined) return undefined;
      const reason = form['reasonCode'] === '' ? undefined : form['reasonCode'];
      const told = { destination, state, ...(reason === undefined ? {} : { reason }) };
      return move('retry', { destination, state, reason }, told, acting);
    }),
    act('deliveries/:delivery/retry', async (acting) => {
      const { destination, delivery: id } = acting;
      return move('retry', { destination, id }, { destination, id }, acting);
    }),
    act('deliveries/:delivery/park', async (acting) => {
      const { destination, delivery: id } = acting;
      const why = readLine(acting.request.form['reason']);
      return why === null ? undefined : move('park', { destination, id }, { destination, id, why }, acting);
    }),
    act('deliveries/:delivery/settle', async ({ request: { form, view }, destination, delivery: deliveryId, by }) => {
      const receipt = readLine(form['receipt'], 255);
      const reason = readLine(form['reason']);
      if (receipt === null || reason === null || !RECEIPT.test(receipt)) return undefined;
      const outcome = await queue.settle({ deliveryId, receipt, reason }, by);
      return outcome === 'settled'
        ? view.say('deliverySettled', { destination, receipt })
        : view.say('deliveryNotSettled');
    }),
    act('deliveries/:delivery/again', async ({ request: { form, view }, destination, by }) => {
      const reason = readLine(form['reason']);
      const recordId = readLine(form['record'], 36);
      if (reason === null || recordId === null) return undefined;
      const done = await queue.sendAgain({ recordId, destination, reason }, by);
      return view.say(done ? 'deliverySentAgain' : 'deliveryNotAgain', { destination });
    }),
  ];
}
