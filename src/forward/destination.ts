import type { LeasedDelivery } from '../types/store.ts';

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
export type AttemptOutcome =
  | { readonly kind: 'delivered'; readonly httpStatus: number; readonly receipt: string }
  | {
      readonly kind: 'refused' | 'transient' | 'unknown' | 'misconfigured';
      /** Stable code, never a text of the other side: `http-503`, `timeout`, `tls`… */
      readonly reason: string;
      readonly httpStatus?: number;
      /** Milliseconds from now that the destination asks us to wait. */
      readonly retryAfterMs?: number;
    };

export type AttemptKind = AttemptOutcome['kind'];

/** A system that receives from us. One kind of protocol is one file in destinations/. */
export interface Destination {
  readonly id: string;
  /**
   * Sends one record version and waits for the whole answer, at most the configured `timeoutMs`.
   * Safe to repeat with the same delivery. What goes wrong outside is an outcome; only bugs reject.
   */
  deliver(delivery: LeasedDelivery): Promise<AttemptOutcome>;
  /** Ends all connections at once; exchanges under way end as `unknown`. */
  close(): Promise<void>;
}
