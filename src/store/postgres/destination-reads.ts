import type { HeldReason, InspectionPort } from '../../types/inspection.ts';
import type { EpochMs } from '../../types/submission.ts';
import { deliveryColumns, type InspectedDeliveryRow, toInspectedDelivery } from '../inspection-row.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

interface HeldParameters {
  readonly destination: string;
  readonly state: string;
  readonly reason: string | null;
  readonly after: string | null;
  readonly limit: number;
}

const COLUMNS = deliveryColumns((name) => `"${name}"`);
const HELD = `delivery.state IN ('parked', 'refused', 'unknown') AND delivery.sequence IS NOT NULL`;

const OF_RECORD = statement<{ recordId: string }, InspectedDeliveryRow>(
  `SELECT ${COLUMNS}
   FROM record
     JOIN record AS owed ON owed.facility = record.facility AND owed.record_key = record.record_key
       AND owed.version = record.version AND owed.repetition = 0
     JOIN delivery ON delivery.record = owed.sequence
   WHERE record.id = :recordId ORDER BY delivery.destination`,
);
const HELD_REASONS = statement<object, HeldReason>(
  `SELECT delivery.destination, delivery.state, delivery.reason, count(*) AS count FROM delivery WHERE ${HELD}
   GROUP BY delivery.destination, delivery.state, delivery.reason ORDER BY count(*) DESC, delivery.destination`,
);
const HELD_DELIVERIES = statement<HeldParameters, InspectedDeliveryRow>(
  `WITH page AS MATERIALIZED (
     SELECT delivery.sequence FROM delivery
     WHERE ${HELD} AND delivery.destination = :destination AND delivery.state = :state
       AND (:reason::text IS NULL OR delivery.reason = :reason)
       AND (:after::text IS NULL OR delivery.sequence < (SELECT sequence FROM delivery AS last WHERE last.id = :after))
     ORDER BY delivery.sequence DESC LIMIT :limit::bigint)
   SELECT ${COLUMNS} FROM page JOIN delivery ON delivery.sequence = page.sequence
     JOIN record AS owed ON owed.sequence = delivery.record
   ORDER BY delivery.sequence DESC`,
);
const ARRIVALS = statement<{ destinations: readonly string[]; since: EpochMs }, { destination: string; count: number }>(
  `SELECT asked.destination, (
     SELECT count(*) FROM delivery WHERE delivery.destination = asked.destination COLLATE "C"
       AND delivery.delivered_at >= :since::bigint AND delivery.delivered_at IS NOT NULL) AS count
   FROM unnest(:destinations::text[]) AS asked (destination)`,
);
const NEXT_DUE = statement<{ destinations: readonly string[] }, { destination: string; dueAt: EpochMs }>(
  `SELECT asked.destination, next.due_at AS "dueAt"
   FROM unnest(:destinations::text[]) AS asked (destination)
     CROSS JOIN LATERAL (
       SELECT due_at FROM delivery
       WHERE delivery.destination = asked.destination COLLATE "C" AND turn = 1 AND due_at IS NOT NULL AND state = 'queued'
       ORDER BY due_at LIMIT 1) AS next`,
);

type DestinationReads = Pick<
  InspectionPort,
  'deliveriesOf' | 'heldReasons' | 'heldDeliveries' | 'arrivals' | 'nextDue'
>;

/** How destinations fare, and what is held on the way to them. */
export function createDestinationReads(database: Database): DestinationReads {
  return {
    deliveriesOf: async (recordId) => (await database.rows(OF_RECORD, { recordId })).map(toInspectedDelivery),
    heldReasons: () => database.rows(HELD_REASONS, {}),
    async heldDeliveries({ reason = null, after = null, ...filter }) {
      const rows = await database.rows(HELD_DELIVERIES, { ...filter, reason, after });
      return rows.map(toInspectedDelivery);
    },
    async arrivals(destinations, since) {
      const rows = await database.rows(ARRIVALS, { destinations, since });
      return new Map(rows.map(({ destination, count }) => [destination, count]));
    },
    async nextDue(destinations) {
      const rows = await database.rows(NEXT_DUE, { destinations });
      return new Map(rows.map(({ destination, dueAt }) => [destination, dueAt]));
    },
  };
}
