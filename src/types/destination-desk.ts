import type { Act } from './act.ts';
import type { DestinationStanding, DestinationStop } from './delivery.ts';
import type { DestinationConfig } from './destination-config.ts';
import type { HeldFilter, HeldReason, InspectedDelivery } from './inspection.ts';
import type { DeliveryState } from './receipt.ts';
import type { EpochMs, FacilityCode } from './submission.ts';

/** How one destination fares. */
export interface DestinationNow {
  readonly id: string;
  /** Null: it is not in the configuration any more, and something is still owed to it. */
  readonly kind: DestinationConfig['kind'] | null;
  /** Of this process; null where it sends nothing there. */
  readonly standing: DestinationStanding | null;
  readonly stop: DestinationStop | null;
  /** Open deliveries. */
  readonly depth: Readonly<Record<Exclude<DeliveryState, 'delivered'>, number>>;
  /** Of those that a gateway still has to send. */
  readonly oldestQueuedAt: EpochMs | null;
  readonly late: number;
  readonly lastHour: number;
  readonly lastDay: number;
  readonly nextDueAt: EpochMs | null;
}

/** A day at a destination. */
export interface ReconciledDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** When both were last found to hold the same; null: never. */
  readonly confirmedAt: EpochMs | null;
}

export interface DestinationDetail {
  readonly now: DestinationNow;
  /** Most first. */
  readonly reasons: readonly HeldReason[];
  /** Newest first. */
  readonly days: readonly ReconciledDay[];
  /** What people did to it, newest first. */
  readonly acts: readonly Act[];
  /** False: it gives no account that could be compared. */
  readonly isAsked: boolean;
}

/** What a comparison with a destination's own account found. */
export interface ComparedDay {
  readonly state: 'equal' | 'different' | 'not-asked' | 'no-account';
  readonly reason: string | null;
  readonly count: number;
  readonly missing: number;
  readonly unknown: number;
  readonly differing: number;
  /** Differences that are listed. */
  readonly differences: readonly {
    readonly kind: 'missing' | 'unknown' | 'differing';
    readonly facility: FacilityCode;
    /** Null: the record is not known here. */
    readonly key: string | null;
    readonly recordId: string | null;
  }[];
}

/** A held delivery with what a person did to it last. */
export interface HeldDelivery extends InspectedDelivery {
  readonly act: Act | null;
}

/** What staff see of destinations. */
export interface DestinationDesk {
  /** Those of the configuration in its order, then those to which something is still owed. */
  all(): Promise<readonly DestinationNow[]>;
  one(id: string): Promise<DestinationDetail | undefined>;
  held(filter: HeldFilter): Promise<readonly HeldDelivery[]>;
  /** Asks the destination; changes nothing. Undefined: there is none of this id in the configuration. */
  compare(id: string, day: string): Promise<ComparedDay | undefined>;
}
