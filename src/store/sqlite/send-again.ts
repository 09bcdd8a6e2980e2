import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';
import { LOST_THERE } from '../delivery-outcome.ts';
import type { DeliveryLines } from './delivery-lines.ts';

/**
 * Inside a transaction: puts a record version that was delivered back into the queue of its destination, which does not keep
 * it. False when it was not delivered, a newer one is accepted, or retention let its content go.
 */
export type SendAgain = (destination: string, recordId: string, now: EpochMs) => boolean;

/** Sending again out of an open database. */
export function createSendAgain(db: Database, lines: DeliveryLines): SendAgain {
  const queue = db
    .prepare<{ destination: string; recordId: string; now: EpochMs; reason: string }, string>(
      `UPDATE delivery SET state = 'queued', queued_at = :now, due_at = :now, delivered_at = NULL, receipt = NULL,
         reason = :reason, faults = NULL, unsettled = NULL
       WHERE destination = :destination AND state = 'delivered' AND delivered_at IS NOT NULL
         AND record = (SELECT sequence FROM record WHERE id = :recordId AND superseded_at IS NULL AND kept = 'all')
       RETURNING line`,
    )
    .pluck();
  return (destination, recordId, now) => {
    const line = queue.get({ destination, recordId, now, reason: LOST_THERE });
    if (line === undefined) return false;
    lines.passTurn(destination, line);
    return true;
  };
}
