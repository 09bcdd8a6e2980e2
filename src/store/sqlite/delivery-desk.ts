import type { Database } from 'better-sqlite3';
import type { DeliveryState } from '../../types/receipt.ts';
import type { DeliveryRow, QueueDepth, Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { DeliveryLines } from './delivery-lines.ts';

/** What operators and metrics see of the queue, across facilities, and what operators do to it. */
export interface DeliveryDesk {
  /** Open deliveries only: what was delivered is no longer in the queue. */
  depths(): QueueDepth[];
  /** Newest first. */
  list(filter: Parameters<Store['deliveries']>[0]): DeliveryRow[];
  /** Inside a transaction. */
  move(...request: Parameters<Store['moveDeliveries']>): number;
}

type Line = { readonly destination: string; readonly line: string };
type ListFilter = { destination: string | null; state: DeliveryState | null; limit: number };
type MoveFilter = { id: string | null; destination: string | null; now: EpochMs };

const LIST = `
  SELECT delivery.id, delivery.destination, record.facility, record.record_key AS recordKey, delivery.state,
    delivery.attempts, delivery.queued_at AS queuedAt, delivery.due_at AS dueAt, delivery.delivered_at AS deliveredAt,
    delivery.receipt, delivery.reason
  FROM delivery`;
const LISTED = `
  JOIN record ON record.sequence = delivery.record
  WHERE (:destination IS NULL OR delivery.destination = :destination)`;

const MOVED = '(:id IS NULL OR id = :id) AND (:destination IS NULL OR destination = :destination)';

/** The queue of an open database. */
export function createDeliveryDesk(db: Database, lines: DeliveryLines): DeliveryDesk {
  const depths = db.prepare<[], QueueDepth>(
    `SELECT depth.destination, depth.state, depth.count, oldest.queued_at AS oldestQueuedAt
     FROM (SELECT destination, state, COUNT(*) AS count, MIN(sequence) AS first FROM delivery
           WHERE state <> 'delivered' GROUP BY destination, state) AS depth
       JOIN delivery AS oldest ON oldest.sequence = depth.first
     ORDER BY depth.destination, depth.state`,
  );
  const list = db.prepare<ListFilter, DeliveryRow>(
    `${LIST} ${LISTED} AND (:state IS NULL OR delivery.state = :state) ORDER BY delivery.sequence DESC LIMIT :limit`,
  );
  // The few open ones among very many delivered.
  const listOpen = db.prepare<ListFilter, DeliveryRow>(
    `${LIST} INDEXED BY delivery_open ${LISTED} AND delivery.state <> 'delivered' AND delivery.state = :state
     ORDER BY delivery.sequence DESC LIMIT :limit`,
  );
  const retry = db.prepare<MoveFilter, Line>(
    `UPDATE delivery SET state = 'queued', due_at = :now
     WHERE state <> 'delivered' AND state IN ('parked', 'refused', 'unknown') AND ${MOVED}
     RETURNING destination, line`,
  );
  const park = db.prepare<MoveFilter, Line>(
    `UPDATE delivery SET state = 'parked', turn = 0, due_at = :now, reason = 'parked-by-operator'
     WHERE state <> 'delivered' AND state = 'queued' AND ${MOVED}
     RETURNING destination, line`,
  );
  return {
    depths: () => depths.all(),
    list({ destination = null, state = null, limit }) {
      const statement = state === null || state === 'delivered' ? list : listOpen;
      return statement.all({ destination, state, limit });
    },
    move(action, { id = null, destination = null }, now) {
      const moved = (action === 'retry' ? retry : park).all({ id, destination, now });
      const touched = new Map(moved.map((line) => [`${line.destination}\u0000${line.line}`, line]));
      for (const line of touched.values()) lines.passTurn(line.destination, line.line);
      return moved.length;
    },
  };
}
