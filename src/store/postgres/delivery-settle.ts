import type { AttemptSettlement } from '../../types/delivery.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type DeliveryOutcome, outcomeOf } from '../delivery-outcome.ts';
import { bulk } from './bulk.ts';
import type { Database } from './database.ts';
import { sendTurns } from './delivery-lines.ts';
import { LOCK_LINES } from './locks.ts';

interface SettlementRow extends Omit<DeliveryOutcome, 'dueAt' | 'deliveredAt'> {
  readonly id: string;
  readonly fence: number;
  readonly due_at: EpochMs;
  readonly delivered_at: EpochMs | null;
  readonly outcome: AttemptSettlement['state'];
  readonly started_at: EpochMs;
  readonly ended_at: EpochMs;
  readonly http_status: number | null;
  /** Id of the notice to the facility; null: it is not told. */
  readonly notice: string | null;
}

/**
 * Those whose lease was lost change nothing. An attempt is looked up by what one table gives: were its number that of `asked`, the
 * planner might look for the number alone, and read as many attempts as there are.
 */
const SETTLE = bulk<SettlementRow, { place: number }>(
  {
    id: 'text',
    fence: 'integer',
    state: 'text',
    due_at: 'bigint',
    delivered_at: 'bigint',
    receipt: 'text',
    reason: 'text',
    faults: 'text',
    unsettled: 'text',
    outcome: 'text',
    started_at: 'bigint',
    ended_at: 'bigint',
    http_status: 'integer',
    notice: 'text',
  },
  `WITH asked AS MATERIALIZED (SELECT * FROM given), settled AS (
     UPDATE delivery SET state = asked.state, turn = 0, due_at = asked.due_at, delivered_at = asked.delivered_at,
       receipt = asked.receipt, reason = asked.reason, faults = asked.faults,
       unsettled = CASE asked.unsettled WHEN 'none' THEN NULL
         WHEN 'earlier' THEN NULLIF(delivery.unsettled, asked.fence) ELSE delivery.unsettled END
     FROM asked
     WHERE delivery.id = asked.id AND delivery.state = 'sending' AND delivery.attempts = asked.fence
     RETURNING asked.place, delivery.sequence, delivery.record, delivery.attempts AS fence
   ), ended AS (
     UPDATE attempt SET started_at = asked.started_at, ended_at = asked.ended_at, outcome = asked.outcome,
       http_status = asked.http_status, reason = asked.reason, faults = asked.faults
     FROM settled JOIN asked ON asked.place = settled.place
     WHERE attempt.delivery = settled.sequence AND attempt.number = settled.fence
   ), noticed AS (
     INSERT INTO notice (id, delivery, facility, state, reason, receipt, at, turn, owner, due_at, attempts)
     SELECT asked.notice, settled.sequence, record.facility, asked.state, asked.reason, asked.receipt, asked.ended_at,
       CASE WHEN row_number() OVER (PARTITION BY record.facility ORDER BY asked.place) = 1 AND NOT EXISTS (
         SELECT 1 FROM notice AS earlier WHERE earlier.facility = record.facility) THEN 1 ELSE 0 END,
       NULL, asked.ended_at, 0
     FROM settled JOIN asked ON asked.place = settled.place JOIN record ON record.sequence = settled.record
     WHERE asked.notice IS NOT NULL ORDER BY asked.place
   )
   SELECT place FROM settled`,
);

/** Writes how attempts ended, and passes the turns of their lines; gives how many took effect. */
export async function settle(
  database: Database,
  newId: () => string,
  settlements: readonly AttemptSettlement[],
): Promise<number> {
  if (settlements.length === 0) return 0;
  const rows = settlements.map((settlement) => toRow(settlement, newId));
  const deliveries = rows.map(({ id }) => id);
  const notified = rows.filter(({ notice }) => notice !== null).map(({ id }) => id);
  return database.inTransaction(async (transaction) => {
    transaction.send(LOCK_LINES, { deliveries, notified });
    const settled = SETTLE.rows(transaction, rows);
    sendTurns(transaction, deliveries);
    return (await settled).length;
  });
}

function toRow(settlement: AttemptSettlement, newId: () => string): SettlementRow {
  const { deliveryId: id, fence, state, startedAt, endedAt, httpStatus = null, notify = false } = settlement;
  const { dueAt, deliveredAt, ...outcome } = outcomeOf(settlement);
  return {
    ...outcome,
    id,
    fence,
    due_at: dueAt,
    delivered_at: deliveredAt,
    outcome: state,
    started_at: startedAt,
    ended_at: endedAt,
    http_status: httpStatus,
    notice: notify && state !== 'retry' && state !== 'unknown' ? newId() : null,
  };
}
