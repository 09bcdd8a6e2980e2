import type { AttemptSettlement, LeasedDelivery } from '../types/delivery.ts';
import type { EpochMs } from '../types/submission.ts';
import { UnreadableContentError } from './store-error.ts';

/** What is needed of a lease to end it. */
interface Lease {
  readonly id: string;
  /** Its number is the fence. */
  readonly attempt: number;
}

/** A lease with its content, or the settlement by which it is left to a person. */
export type Loaded = { readonly delivery: LeasedDelivery } | { readonly parked: AttemptSettlement };

/**
 * Loads the content of one lease. One that cannot be read is parked, or it would come again with each lease and hold up all
 * that is leased with it. Throws whatever else goes wrong: the store may work again later.
 */
export async function loadOrPark<Of extends Lease>(
  lease: Of,
  load: (lease: Of) => LeasedDelivery | Promise<LeasedDelivery>,
  clock: () => EpochMs,
): Promise<Loaded> {
  try {
    return { delivery: await load(lease) };
  } catch (error) {
    if (!(error instanceof UnreadableContentError)) throw error;
    const at = clock();
    const parked = { state: 'parked', reason: 'content-unreadable', startedAt: at, endedAt: at } as const;
    return { parked: { deliveryId: lease.id, fence: lease.attempt, ...parked } };
  }
}
