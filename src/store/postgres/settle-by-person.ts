import type { FoundThere } from '../../types/delivery.ts';
import type { EpochMs } from '../../types/submission.ts';
import { SETTLED_BY_PERSON } from '../delivery-outcome.ts';
import type { Database } from './database.ts';
import { sendTurns } from './delivery-lines.ts';
import { LOCK_LINES } from './locks.ts';
import { statement } from './statement.ts';

/** Attempts stay as they ended: nothing was sent now. `notice` is the id of the notice to the facility; null: it is not told. */
const SETTLE = statement<
  { id: string; now: EpochMs; receipt: string; reason: string; notice: string | null },
  { sequence: number }
>(
  `WITH settled AS (
     UPDATE delivery SET state = 'delivered', turn = 0, due_at = :now::bigint, delivered_at = :now::bigint,
       receipt = :receipt::text, reason = :reason::text, faults = NULL, unsettled = NULL
     WHERE id = :id AND state IN ('parked', 'unknown') AND unsettled IS NOT NULL
     RETURNING sequence, record
   ), noticed AS (
     INSERT INTO notice (id, delivery, facility, state, reason, receipt, at, turn, owner, due_at, attempts)
     SELECT :notice::text, settled.sequence, record.facility, 'delivered', :reason::text, :receipt::text, :now::bigint,
       CASE WHEN EXISTS (SELECT 1 FROM notice AS earlier WHERE earlier.facility = record.facility) THEN 0 ELSE 1 END,
       NULL, :now::bigint, 0
     FROM settled JOIN record ON record.sequence = settled.record
     WHERE :notice::text IS NOT NULL
   )
   SELECT sequence FROM settled`,
);

/**
 * A delivery of unknown end is delivered, on the word of a person. False when it is neither parked nor unknown, or no message
 * of it may be in effect: then nothing is changed.
 */
export function settleByPerson(
  database: Database,
  newId: () => string,
  { deliveryId: id, receipt, now, notify }: FoundThere,
): Promise<boolean> {
  const notice = notify ? newId() : null;
  return database.inTransaction(async (transaction) => {
    transaction.send(LOCK_LINES, { deliveries: [id], notified: notify ? [id] : [] });
    const settled = transaction.rows(SETTLE, { id, now, receipt, reason: SETTLED_BY_PERSON, notice });
    sendTurns(transaction, [id]);
    return (await settled).length === 1;
  });
}
