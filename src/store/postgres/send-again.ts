import type { EpochMs } from '../../types/submission.ts';
import { LOST_THERE } from '../delivery-outcome.ts';
import type { Database } from './database.ts';
import { sendTurns } from './delivery-lines.ts';
import { LOCK_SENT } from './locks.ts';
import { statement } from './statement.ts';

/** Deliveries put back in one transaction: a receiver that lost a day must not hold up the gateway. */
const SENT_AT_ONCE = 500;

const QUEUE = statement<
  { destination: string; records: readonly string[]; now: EpochMs; reason: string },
  { id: string; record: string }
>(
  `UPDATE delivery SET state = 'queued', queued_at = :now::bigint, due_at = :now::bigint, delivered_at = NULL, receipt = NULL,
     reason = :reason, faults = NULL, unsettled = NULL
   FROM record
   WHERE record.id = ANY(:records::text[]) AND record.superseded_at IS NULL AND record.kept = 'all'
     AND delivery.record = record.sequence AND delivery.destination = :destination AND delivery.state = 'delivered'
     AND delivery.delivered_at IS NOT NULL
   RETURNING delivery.id, record.id AS record`,
);

/**
 * Puts record versions (by id) that were delivered back into the queue of their destination, which does not keep them; gives
 * those that were put back. Not one of which a newer version is accepted, or whose content retention let go.
 */
export async function sendAgain(
  database: Database,
  destination: string,
  recordIds: readonly string[],
  now: EpochMs,
): Promise<string[]> {
  const asked = [...new Set(recordIds)];
  const sent: string[] = [];
  for (let first = 0; first < asked.length; first += SENT_AT_ONCE) {
    const records = asked.slice(first, first + SENT_AT_ONCE);
    const back = await queueAgain(database, { destination, records, now, reason: LOST_THERE });
    sent.push(...records.filter((id) => back.has(id)));
  }
  return sent;
}

type Asked = { destination: string; records: readonly string[]; now: EpochMs; reason: string };

function queueAgain(database: Database, asked: Asked): Promise<ReadonlySet<string>> {
  return database.inTransaction(async (transaction) => {
    transaction.send(LOCK_SENT, asked);
    const rows = await transaction.rows(QUEUE, asked);
    sendTurns(
      transaction,
      rows.map(({ id }) => id),
    );
    return new Set(rows.map(({ record }) => record));
  });
}
