import type { FacilityQueue } from './coverage.ts';
import type {
  AttemptRow,
  AttemptSettlement,
  DeliveryFilter,
  DeliveryMove,
  DeliveryRow,
  DestinationStop,
  FoundThere,
  LeasedDelivery,
  LeasedNotice,
  Message,
  NoticeSettlement,
  QueueDepth,
} from './delivery.ts';
import type { EpochMs, FacilityCode } from './submission.ts';

/** The queue of deliveries: what relays take and operators see. */
export interface QueuePort {
  /** Leases up to `limit` due deliveries; at most one per patient and destination, in order. None of a stopped destination. */
  lease(request: {
    readonly destination: string;
    readonly owner: string;
    readonly now: EpochMs;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly LeasedDelivery[]>;
  /**
   * Keeps exactly what an attempt is about to send, before it is sent: should the worker be lost, the next one finds it
   * as `unsettled`. The same bytes as an earlier attempt's are not kept twice. False when the lease was lost: do not send.
   */
  keepMessage(deliveryId: string, fence: number, message: Message): Promise<boolean>;
  /** Writes attempts and new states; a stale fence is ignored. Returns how many took effect. */
  settle(settlements: readonly AttemptSettlement[]): Promise<number>;
  /** Open deliveries only: what was delivered is no longer in the queue. */
  queueDepths(now: EpochMs): Promise<readonly QueueDepth[]>;
  /**
   * Open deliveries by facility, only those that have any. `queued` counts those that are on their way (queued, sending, of
   * unknown end); `refused` those of a record's newest version; `late` all of them that are past their deadline.
   */
  facilityQueues(now: EpochMs): Promise<ReadonlyMap<FacilityCode, FacilityQueue>>;
  /** Newest first. */
  deliveries(filter: DeliveryFilter & { readonly limit: number }): Promise<readonly DeliveryRow[]>;
  /** In order. */
  attempts(deliveryId: string): Promise<readonly AttemptRow[]>;
  /** Exactly what an attempt sent; undefined when it sent nothing, or retention let the bytes go. */
  sentMessage(deliveryId: string, attempt: number): Promise<Message | undefined>;
  /** Returns how many were moved. */
  moveDeliveries(move: DeliveryMove): Promise<number>;
  /**
   * A parked or unknown delivery whose message may be in effect is delivered: a person found it there. Its reason is
   * `settled-by-person`; the next of its line gets its turn. False when there is no such delivery: nothing is changed.
   */
  settleByPerson(found: FoundThere): Promise<boolean>;
  /** Stops a destination for every process on this store, until it is started again; the newest word holds. */
  stopDestination(stop: DestinationStop): Promise<void>;
  /** False when it was not stopped. */
  startDestination(destination: string): Promise<boolean>;
  destinationStops(): Promise<readonly DestinationStop[]>;

  /** Leases up to `limit` due notices to facilities, oldest first, in order per facility. */
  leaseNotices(request: {
    readonly owner: string;
    readonly now: EpochMs;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly LeasedNotice[]>;
  settleNotices(settlements: readonly NoticeSettlement[]): Promise<number>;
}
