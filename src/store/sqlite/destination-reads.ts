import type { Database } from 'better-sqlite3';
import type { HeldFilter, HeldReason, InspectedDelivery } from '../../types/inspection.ts';
import type { EpochMs } from '../../types/submission.ts';
import { deliveryColumns, type InspectedDeliveryRow, toInspectedDelivery } from '../inspection-row.ts';

/** How destinations fare, and what is held on the way to them. */
export interface DestinationReads {
  ofRecord(recordId: string): InspectedDelivery[];
  heldReasons(): HeldReason[];
  held(filter: HeldFilter): InspectedDelivery[];
  arrivals(destinations: readonly string[], since: EpochMs): ReadonlyMap<string, number>;
  nextDue(destinations: readonly string[]): ReadonlyMap<string, EpochMs>;
}

interface HeldParameters {
  readonly destination: string;
  readonly state: string;
  readonly reason: string | null;
  readonly after: string | null;
  readonly limit: number;
}

const COLUMNS = deliveryColumns((name) => name);
const HELD = `delivery.state IN ('parked', 'refused', 'unknown')`;

/** These reads of an open database. */
export function createDestinationReads(db: Database): DestinationReads {
  const { ofRecord, heldReasons, held, arrivals, nextDue } = prepareStatements(db);
  return {
    ofRecord: (recordId) => ofRecord.all({ recordId }).map(toInspectedDelivery),
    heldReasons: () => heldReasons.all(),
    held: ({ reason = null, after = null, ...filter }) =>
      held.all({ ...filter, reason, after }).map(toInspectedDelivery),
    arrivals: (destinations, since) =>
      new Map(destinations.map((destination) => [destination, arrivals.get({ destination, since }) ?? 0])),
    nextDue: (destinations) =>
      new Map(
        destinations.flatMap((destination) => {
          const dueAt = nextDue.get({ destination });
          return dueAt === undefined ? [] : [[destination, dueAt] as const];
        }),
      ),
  };
}

function prepareStatements(db: Database) {
  return {
    ofRecord: db.prepare<{ recordId: string }, InspectedDeliveryRow>(
      `SELECT ${COLUMNS}
       FROM record
         JOIN record AS owed ON owed.facility = record.facility AND owed.record_key = record.record_key
           AND owed.version = record.version AND owed.repetition = 0
         JOIN delivery ON delivery.record = owed.sequence
       WHERE record.id = :recordId ORDER BY delivery.destination`,
    ),
    heldReasons: db.prepare<[], HeldReason>(
      `SELECT delivery.destination, delivery.state, delivery.reason, COUNT(*) AS count
       FROM delivery INDEXED BY delivery_held WHERE ${HELD}
       GROUP BY delivery.destination, delivery.state, delivery.reason ORDER BY count DESC, delivery.destination`,
    ),
    held: db.prepare<HeldParameters, InspectedDeliveryRow>(
      `SELECT ${COLUMNS}
       FROM (SELECT sequence FROM delivery INDEXED BY delivery_held
             WHERE ${HELD} AND delivery.destination = :destination AND delivery.state = :state
               AND (:reason IS NULL OR delivery.reason = :reason)
               AND (:after IS NULL OR delivery.sequence < (SELECT sequence FROM delivery WHERE id = :after))
             ORDER BY delivery.sequence DESC LIMIT :limit) AS page
         JOIN delivery ON delivery.sequence = page.sequence
         JOIN record AS owed ON owed.sequence = delivery.record
       ORDER BY delivery.sequence DESC`,
    ),
    arrivals: db
      .prepare<{ destination: string; since: EpochMs }, number>(
        `SELECT COUNT(*) FROM delivery INDEXED BY delivery_arrived
         WHERE destination = :destination AND delivered_at >= :since AND delivered_at IS NOT NULL`,
      )
      .pluck(),
    nextDue: db
      .prepare<{ destination: string }, EpochMs>(
        `SELECT due_at FROM delivery INDEXED BY delivery_due
         WHERE destination = :destination AND turn = 1 AND state = 'queued' ORDER BY due_at LIMIT 1`,
      )
      .pluck(),
  };
}
