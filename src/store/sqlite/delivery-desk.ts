import type { Database } from 'better-sqlite3';
import type { DeliveryFilter, DeliveryMove, DeliveryRow, QueueDepth } from '../../types/delivery.ts';
import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { DeliveryLines } from './delivery-lines.ts';

/** What operators and metrics see of the queue, across facilities, and what operators do to it. */
export interface DeliveryDesk {
  /** Open deliveries only: what was delivered is no longer in the queue. */
  depths(now: EpochMs): QueueDepth[];
  /** Newest first. */
  list(filter: Parameters<Store['deliveries']>[0]): DeliveryRow[];
  /** Sequences of the open deliveries that a filter names. */
  open(filter: DeliveryFilter): number[];
  /** Inside a transaction: moves those that are still where the move takes them from. Returns how many. */
  move(deliveries: readonly number[], move: DeliveryMove): number;
}

type Line = { readonly destination: string; readonly line: string };
type Filter = { readonly [name in Exclude<keyof DeliveryFilter, 'lateAt'>]: string | null } & {
  readonly lateAt: EpochMs | null;
  readonly limit: number;
};
type ListedRow = Omit<DeliveryRow, 'hasTurn'> & { readonly hasTurn: 0 | 1 };

const PARKED_BY_OPERATOR = 'parked-by-operator';
const NO_LIMIT = -1;

const LISTED = `
  SELECT delivery.id, delivery.destination, record.facility, record.kind, record.record_key AS recordKey, delivery.state,
    delivery.attempts, delivery.queued_at AS queuedAt, delivery.due_at AS dueAt, delivery.deadline,
    delivery.delivered_at AS deliveredAt, delivery.receipt, delivery.reason,
    delivery.turn = 1 OR delivery.state NOT IN ('queued', 'sending', 'unknown') AS hasTurn`;

const WITH_RECORD = 'JOIN record ON record.sequence = delivery.record';
const OPEN = `FROM delivery INDEXED BY delivery_open ${WITH_RECORD} WHERE delivery.state <> 'delivered' AND`;

const FILTERED = `(:destination IS NULL OR delivery.destination = :destination)
  AND (:state IS NULL OR delivery.state = :state) AND (:reason IS NULL OR delivery.reason = :reason)
  AND (:facility IS NULL OR record.facility = :facility) AND (:recordKey IS NULL OR record.record_key = :recordKey)
  AND (:id IS NULL OR delivery.id = :id)
  AND (:lateAt IS NULL OR (delivery.state <> 'delivered' AND delivery.deadline < :lateAt))
  ORDER BY delivery.sequence DESC LIMIT :limit`;

/** The queue of an open database. */
export function createDeliveryDesk(db: Database, lines: DeliveryLines): DeliveryDesk {
  const { depths, retry, park, ...lists } = prepareStatements(db);

  function statementFor({ id, recordKey, state, lateAt, facility }: Filter) {
    if (id !== null) return lists.byId;
    if (recordKey !== null) return lists.ofRecord;
    if ((state !== null && state !== 'delivered') || lateAt !== null) return lists.open;
    return facility === null ? lists.newest : lists.ofFacility;
  }

  return {
    depths: (now) => depths.all(now),
    list(asked) {
      const filter = { ...withNulls(asked), limit: asked.limit };
      return statementFor(filter)
        .all(filter)
        .map((row) => ({ ...row, hasTurn: row.hasTurn === 1 }));
    },
    open: (filter) => lists.openSequences.all({ ...withNulls(filter), limit: NO_LIMIT }),
    move(deliveries, { action, now, reason = PARKED_BY_OPERATOR }) {
      const moved = deliveries.flatMap((sequence) => {
        const line = action === 'retry' ? retry.get(now, sequence) : park.get(now, reason, sequence);
        return line === undefined ? [] : [line];
      });
      const touched = new Map(moved.map((line) => [`${line.destination}\u0000${line.line}`, line]));
      for (const { destination, line } of touched.values()) lines.passTurn(destination, line);
      return moved.length;
    },
  };
}

function withNulls(filter: DeliveryFilter): Omit<Filter, 'limit'> {
  const { id = null, destination = null, facility = null, recordKey = null, state = null, reason = null } = filter;
  return { id, destination, facility, recordKey, state, reason, lateAt: filter.lateAt ?? null };
}

function prepareStatements(db: Database) {
  const list = (from: string) => db.prepare<Filter, ListedRow>(`${LISTED} ${from} ${FILTERED}`);
  return {
    depths: db.prepare<[EpochMs], QueueDepth>(
      `SELECT depth.destination, depth.state, depth.count, oldest.queued_at AS oldestQueuedAt, depth.late
       FROM (SELECT destination, state, COUNT(*) AS count, MIN(sequence) AS first, COUNT(deadline < ? OR NULL) AS late
             FROM delivery WHERE state <> 'delivered' GROUP BY destination, state) AS depth
         JOIN delivery AS oldest ON oldest.sequence = depth.first
       ORDER BY depth.destination, depth.state`,
    ),
    byId: list(`FROM delivery ${WITH_RECORD} WHERE delivery.id = :id AND`),
    ofRecord: list(
      `FROM record JOIN delivery ON delivery.record = record.sequence
       WHERE record.facility IN (SELECT code FROM facility WHERE :facility IS NULL OR code = :facility)
         AND record.record_key = :recordKey AND`,
    ),
    // The few open ones among very many delivered.
    open: list(OPEN),
    openSequences: db.prepare<Filter, number>(`SELECT delivery.sequence ${OPEN} ${FILTERED}`).pluck(),
    ofFacility: list(
      `FROM record JOIN delivery ON delivery.record = record.sequence
       WHERE record.facility = :facility AND`,
    ),
    newest: list(`FROM delivery ${WITH_RECORD} WHERE`),
    // Of a refused one a new message is made; what may be in effect of the others is not forgotten.
    retry: db.prepare<[EpochMs, number], Line>(
      `UPDATE delivery SET state = 'queued', due_at = ?, unsettled = CASE state WHEN 'refused' THEN NULL ELSE unsettled END
       WHERE sequence = ? AND state IN ('parked', 'refused', 'unknown')
       RETURNING destination, line`,
    ),
    park: db.prepare<[EpochMs, string, number], Line>(
      `UPDATE delivery SET state = 'parked', turn = 0, due_at = ?, reason = ? WHERE sequence = ? AND state = 'queued'
       RETURNING destination, line`,
    ),
  };
}
