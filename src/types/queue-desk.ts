import type { DeliveryFilter, DeliveryMove, DestinationStop } from './delivery.ts';

/** A record in quarantine that a person takes for accepted. */
export interface RecordToRelease {
  readonly recordId: string;
  readonly facility: string;
  /** MA_LK or document id. */
  readonly key: string;
  readonly reason: string;
}

/** What a person moves in the queue. */
export interface MoveAsked {
  readonly action: DeliveryMove['action'];
  /** Any of them. */
  readonly filters: readonly DeliveryFilter[];
  /** The same as the audit log tells it, with the person's own reason. */
  readonly told: Readonly<Record<string, string>>;
}

/**
 * What a person does to the queue, at the terminal or in the console: each is in the audit log, with who and why, before it is
 * done. `by` names them as the log does.
 */
export interface QueueDesk {
  stop(destination: string, reason: string, by: string): Promise<DestinationStop>;
  /** False: it was not stopped. */
  start(destination: string, by: string): Promise<boolean>;
  /** Gives how many were moved. */
  move(asked: MoveAsked, by: string): Promise<number>;
  /**
   * The receiver has it under this id of its own. `not-to-settle`: it is neither parked nor unknown, or its message cannot be
   * there.
   */
  settle(
    found: { readonly deliveryId: string; readonly receipt: string; readonly reason: string },
    by: string,
  ): Promise<'settled' | 'unknown' | 'not-to-settle'>;
  release(record: RecordToRelease, by: string): Promise<'released' | 'superseded' | 'unknown'>;
  /** What was delivered is sent once more, as the receiver has lost it. False: a newer version is accepted, or it was not delivered. */
  sendAgain(
    delivery: { readonly recordId: string; readonly destination: string; readonly reason: string },
    by: string,
  ): Promise<boolean>;
}
