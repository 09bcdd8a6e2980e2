import type { DeliveryFilter, DeliveryMove, DeliveryRow, QueueDepth } from '../../types/delivery.ts';
import type { QueuePort } from '../../types/queue.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Database } from './database.ts';
import { sendTurns } from './delivery-lines.ts';
import { LOCK_LINES } from './locks.ts';
import { statement } from './statement.ts';

type Filter = { readonly [name in Exclude<keyof DeliveryFilter, 'lateAt'>]: string | null } & {
  readonly lateAt: EpochMs | null;
  readonly limit: number | null;
};

const PARKED_BY_OPERATOR = 'parked-by-operator';
/** Deliveries moved in one transaction: a whole queue in one would hold up the gateway. */
const MOVED_AT_ONCE = 500;

const DEPTHS = statement<{ now: EpochMs }, QueueDepth>(
  `SELECT depth.destination, depth.state, depth.count, oldest.queued_at AS "oldestQueuedAt", depth.late
   FROM (SELECT destination, state, count(*) AS count, min(sequence) AS first,
           count(*) FILTER (WHERE deadline < :now::bigint) AS late
         FROM delivery WHERE state <> 'delivered' AND record > 0 GROUP BY destination, state) AS depth
     JOIN delivery AS oldest ON oldest.sequence = depth.first
   ORDER BY depth.destination, depth.state`,
);

const LISTED = `delivery.id, delivery.destination, record.facility, record.kind, record.record_key AS "recordKey",
  delivery.state, delivery.attempts, delivery.queued_at AS "queuedAt", delivery.due_at AS "dueAt", delivery.deadline,
  delivery.delivered_at AS "deliveredAt", delivery.receipt, delivery.reason,
  delivery.turn = 1 OR delivery.state NOT IN ('queued', 'sending', 'unknown') AS "hasTurn"`;

const WITH_RECORD = 'JOIN record ON record.sequence = delivery.record';
const FILTERED = `(:destination::text IS NULL OR delivery.destination = :destination)
  AND (:state::text IS NULL OR delivery.state = :state) AND (:reason::text IS NULL OR delivery.reason = :reason)
  AND (:facility::text IS NULL OR record.facility = :facility)
  AND (:recordKey::text IS NULL OR record.record_key = :recordKey) AND (:id::text IS NULL OR delivery.id = :id)
  AND (:lateAt::bigint IS NULL OR (delivery.state <> 'delivered' AND delivery.deadline < :lateAt::bigint))`;

/** The few open ones among very many delivered. */
const OPEN = `FROM delivery ${WITH_RECORD} WHERE delivery.state <> 'delivered' AND delivery.record > 0 AND`;
const list = (from: string) =>
  statement<Filter, DeliveryRow>(
    `SELECT ${LISTED} ${from} ${FILTERED} ORDER BY delivery.sequence DESC LIMIT :limit::bigint`,
  );

const LISTS = {
  byId: list(`FROM delivery ${WITH_RECORD} WHERE delivery.id = :id AND`),
  ofRecord: list(
    `FROM record JOIN delivery ON delivery.record = record.sequence
     WHERE record.facility IN (SELECT code FROM facility WHERE :facility::text IS NULL OR code = :facility)
       AND record.record_key = :recordKey AND`,
  ),
  open: list(OPEN),
  ofFacility: list(
    'FROM record JOIN delivery ON delivery.record = record.sequence WHERE record.facility = :facility AND',
  ),
  newest: list(`FROM delivery ${WITH_RECORD} WHERE`),
};

const OPEN_IDS = statement<Omit<Filter, 'limit'>, { id: string }>(
  `SELECT delivery.id ${OPEN} ${FILTERED} ORDER BY delivery.sequence DESC`,
);

// Of a refused one a new message is made; what may be in effect of the others is not forgotten.
const RETRY = statement<{ deliveries: readonly string[]; now: EpochMs }, { id: string }>(
  `UPDATE delivery SET state = 'queued', due_at = :now::bigint,
     unsettled = CASE state WHEN 'refused' THEN NULL ELSE unsettled END
   WHERE id = ANY(:deliveries::text[]) AND state IN ('parked', 'refused', 'unknown') RETURNING id`,
);
const PARK = statement<{ deliveries: readonly string[]; now: EpochMs; reason: string }, { id: string }>(
  `UPDATE delivery SET state = 'parked', turn = 0, due_at = :now::bigint, reason = :reason
   WHERE id = ANY(:deliveries::text[]) AND state = 'queued' RETURNING id`,
);

type Desk = Pick<QueuePort, 'queueDepths' | 'deliveries' | 'moveDeliveries'>;

/** What operators and metrics see of the queue, across facilities, and what operators do to it. */
export function createDeliveryDesk(database: Database): Desk {
  return {
    queueDepths: (now) => database.rows(DEPTHS, { now }),
    deliveries(asked) {
      const filter = { ...withNulls(asked), limit: asked.limit };
      return database.rows(statementFor(filter), filter);
    },
    async moveDeliveries(move) {
      const found = await database.rows(OPEN_IDS, withNulls(move.filter));
      const deliveries = found.map(({ id }) => id);
      let moved = 0;
      for (let first = 0; first < deliveries.length; first += MOVED_AT_ONCE) {
        moved += await moveSome(database, deliveries.slice(first, first + MOVED_AT_ONCE), move);
      }
      return moved;
    },
  };
}

/** Moves those that are still where the move takes them from. */
function moveSome(database: Database, deliveries: readonly string[], move: DeliveryMove): Promise<number> {
  const { action, now, reason = PARKED_BY_OPERATOR } = move;
  return database.inTransaction(async (transaction) => {
    transaction.send(LOCK_LINES, { deliveries, notified: [] });
    const moved =
      action === 'retry'
        ? transaction.rows(RETRY, { deliveries, now })
        : transaction.rows(PARK, { deliveries, now, reason });
    sendTurns(transaction, deliveries);
    return (await moved).length;
  });
}

function statementFor({ id, recordKey, state, lateAt, facility }: Filter) {
  if (id !== null) return LISTS.byId;
  if (recordKey !== null) return LISTS.ofRecord;
  if ((state !== null && state !== 'delivered') || lateAt !== null) return LISTS.open;
  return facility === null ? LISTS.newest : LISTS.ofFacility;
}

function withNulls(filter: DeliveryFilter): Omit<Filter, 'limit'> {
  const { id = null, destination = null, facility = null, recordKey = null, state = null, reason = null } = filter;
  return { id, destination, facility, recordKey, state, reason, lateAt: filter.lateAt ?? null };
}
