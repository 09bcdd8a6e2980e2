import type { Logger } from 'pino';
import type { LeasedDelivery, Message } from '../types/delivery.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { type AttemptOutcome, type Destination, type Failure, isMessage } from './destination.ts';

/** What came of one attempt to talk with a destination about a delivery. */
export type Talk =
  /** Another worker has the delivery: nothing was sent, nothing is to be written. */
  | { readonly kind: 'lease-lost' }
  /** Nothing was sent, for a reason that lies with the gateway. */
  | { readonly kind: 'held-back'; readonly reason: string; readonly mayBeThere: boolean }
  | EndedTalk;

export interface EndedTalk {
  readonly kind: 'ended';
  readonly outcome: AttemptOutcome;
  /** The message of an earlier attempt may be in effect, whatever the outcome of this one. */
  readonly mayBeThere: boolean;
  /** True when the outcome is the destination's word, or its silence. */
  readonly isTheirs: boolean;
  /** When a message was out; absent when none was. */
  readonly sent?: { readonly from: EpochMs; readonly until: EpochMs };
}

export interface TalkDeps {
  readonly destination: Destination;
  readonly store: Pick<Store, 'keepMessage' | 'attempts'>;
  /** Why nothing may be sent although it was leased; asked right before sending. */
  readonly holdsBack: () => string | undefined;
  readonly clock: () => EpochMs;
  readonly logger: Logger;
}

/**
 * Sends a delivery: composes its message, has the store keep exactly that, sends it. When the end of an earlier message is
 * unknown, the receiver is asked first; the very same message goes again where that is harmless, where the receiver says that
 * it is not there, or where a person decided so; else only a person can tell (`outcome-unknown`). Never rejects: bugs
 * are outcomes too (`internal-error`).
 */
export async function talkAbout(delivery: LeasedDelivery, deps: TalkDeps): Promise<Talk> {
  const { destination, logger } = deps;
  if (delivery.unsettled !== null) {
    try {
      return await settleEarlier(delivery.unsettled, delivery, deps);
    } catch (error) {
      logger.error({ err: error, deliveryId: delivery.id }, 'store does not tell of earlier attempts');
      return { kind: 'held-back', reason: 'store-unavailable', mayBeThere: true };
    }
  }
  const composed = await guard(() => destination.compose(delivery), 'transient', delivery, deps);
  if (isMessage(composed)) return transmit(composed, delivery, false, deps);
  return { kind: 'ended', outcome: composed, mayBeThere: false, isTheirs: false };
}

async function settleEarlier(message: Message, delivery: LeasedDelivery, deps: TalkDeps): Promise<Talk> {
  const { lookUp = notAsked, isIdempotent } = deps.destination;
  let outcome: Failure = { kind: 'unknown', reason: 'outcome-unknown' };
  const found = await guard(() => lookUp(message, delivery), 'unknown', delivery, deps);
  if (found.kind === 'not-there') return transmit(message, delivery, false, deps);
  if (found.kind === 'delivered' || found.kind === 'refused') {
    return { kind: 'ended', outcome: found, mayBeThere: true, isTheirs: true };
  }
  if (found.kind !== 'not-asked') outcome = found;
  else if (isIdempotent) return transmit(message, delivery, true, deps);
  if (await wasParked(delivery, deps)) return transmit(message, delivery, true, deps);
  // That it does not know yet is no failure of the destination.
  return { kind: 'ended', outcome, mayBeThere: true, isTheirs: outcome.kind !== 'unknown' };
}

/** Of a destination that has no such question. */
async function notAsked(): Promise<{ readonly kind: 'not-asked' }> {
  return { kind: 'not-asked' };
}

/** A parked delivery is leased again only when a person sent it again. */
async function wasParked({ id }: LeasedDelivery, { store }: TalkDeps): Promise<boolean> {
  const ended = (await store.attempts(id)).filter(({ outcome }) => outcome !== null);
  return ended.at(-1)?.outcome === 'parked';
}

async function transmit(
  message: Message,
  delivery: LeasedDelivery,
  mayBeThere: boolean,
  { destination, store, holdsBack, clock, logger }: TalkDeps,
): Promise<Talk> {
  try {
    if (!(await store.keepMessage(delivery.id, delivery.fence, message))) return { kind: 'lease-lost' };
  } catch (error) {
    logger.error({ err: error, deliveryId: delivery.id }, 'store does not keep a message');
    return { kind: 'held-back', reason: 'store-unavailable', mayBeThere };
  }
  const reason = holdsBack();
  if (reason !== undefined) return { kind: 'held-back', reason, mayBeThere };
  const from = clock();
  const outcome = await guard(() => destination.send(message, delivery), 'unknown', delivery, { logger });
  return { kind: 'ended', outcome, mayBeThere, isTheirs: true, sent: { from, until: clock() } };
}

/** A bug in a destination, as the failure that tells where the message is. */
async function guard<T>(
  work: () => Promise<T>,
  kind: Failure['kind'],
  delivery: LeasedDelivery,
  { logger }: Pick<TalkDeps, 'logger'>,
): Promise<T | Failure> {
  try {
    return await work();
  } catch (error) {
    logger.error({ err: error, deliveryId: delivery.id }, 'delivery failed in our own code');
    return { kind, reason: 'internal-error' };
  }
}
