import type { FieldFault, LeasedDelivery, Message } from '../types/delivery.ts';

/**
 * How one exchange with a destination ended. Classes, not texts: the retry policy decides on `kind` alone.
 *
 * - `delivered`: the destination says, completely and in the form of its protocol, that it keeps the content.
 * - `refused`: it rejects this content for good; sending the same again cannot help.
 * - `transient`: it was not processed, and the same may work later (overload, restart, no connection).
 * - `unknown`: it was sent and no complete, credible answer came. It may or may not be in effect there.
 * - `misconfigured`: credentials, address, TLS or redirect: a person has to mend something on either side.
 *
 * The table of what falls where is in docs/destinations.md.
 */
export type AttemptOutcome = Delivered | Failure;

export interface Delivered {
  readonly kind: 'delivered';
  /** Absent where no HTTP is spoken. */
  readonly httpStatus?: number;
  /** The receiver's own id of what it keeps. */
  readonly receipt: string;
  /** Stable code of what the receiver adds to its yes: `ACCEPTED_DUPLICATE`, `HOC_BYT_FORWARD_PAUSED`. */
  readonly reason?: string;
}

/** Every end but a delivery. */
export interface Failure {
  readonly kind: 'refused' | 'transient' | 'unknown' | 'misconfigured';
  /** Stable code, never a text of the other side: `http-503`, `timeout`, `tls`… */
  readonly reason: string;
  readonly httpStatus?: number;
  /** Milliseconds from now that the destination asks us to wait. */
  readonly retryAfterMs?: number;
  /** Fields that it refuses, by its names and codes. */
  readonly faults?: readonly FieldFault[];
  /** Of `misconfigured`: what is wrong concerns only the account that this delivery goes under; others may go on. */
  readonly concerns?: 'account';
}

export type AttemptKind = AttemptOutcome['kind'];

/** Why a delivery cannot be made into a message; nothing was sent. */
export type Unsendable = Failure & { readonly kind: 'refused' | 'misconfigured' };

/** A system that receives from us. One kind of protocol is one file in destinations/. */
export interface Destination {
  readonly id: string;
  /** True when a repetition of the same message is known to have one effect there. */
  readonly isIdempotent: boolean;
  /** Makes what is to be sent; asks nobody. What is not wanted there or cannot be written is an outcome. */
  compose(delivery: LeasedDelivery): Promise<Message | Unsendable>;
  /**
   * Sends a message, new or kept from an earlier attempt, and waits for the whole answer, at most the configured
   * `timeoutMs`; signs in where the protocol wants it. What goes wrong outside is an outcome; only bugs reject.
   */
  send(message: Message, delivery: LeasedDelivery): Promise<AttemptOutcome>;
  /**
   * Asks what became of a message whose end is unknown; absent where the receiver has no such question. `not-there`: it
   * never arrived, so it may be sent again. `not-asked`: the receiver has no such question for a message of this sort, as if
   * there were no `lookUp`. `unknown`: it answers that it does not know yet. Any failure to ask is `transient` or
   * `misconfigured`: the end stays unknown. Within `timeoutMs` too.
   */
  readonly lookUp?: (
    message: Message,
    delivery: LeasedDelivery,
  ) => Promise<AttemptOutcome | { readonly kind: 'not-there' } | { readonly kind: 'not-asked' }>;
  /** Ends all connections at once; exchanges under way end as `unknown`. */
  close(): Promise<void>;
}

/** True for a message, false for the reason why there is none. */
export function isMessage(composed: Message | Failure): composed is Message {
  return 'bytes' in composed;
}
