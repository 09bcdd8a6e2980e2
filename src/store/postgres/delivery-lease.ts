import type { QueuePort } from '../../types/queue.ts';
import type { EpochMs, FacilityCode, RecordKind } from '../../types/submission.ts';
import { UNFINISHED } from '../delivery-outcome.ts';
import type { Database } from './database.ts';
import { sendTurns } from './delivery-lines.ts';
import { LOCK_LINES } from './locks.ts';
import { statement } from './statement.ts';

type LeaseRequest = Parameters<QueuePort['lease']>[0];

/** A delivery taken by a worker; the number of the attempt is its fence, since it grows with each lease. */
export interface Lease {
  readonly sequence: number;
  readonly id: string;
  readonly destination: string;
  readonly queuedAt: EpochMs;
  readonly deadline: EpochMs | null;
  /** Number of the attempt whose message may be in effect there. */
  readonly unsettled: number | null;
  /** Sequence of the record version. */
  readonly record: number;
  readonly recordId: string;
  readonly facility: FacilityCode;
  readonly kind: RecordKind;
  readonly recordKey: string;
  readonly version: number;
  readonly receivedAt: EpochMs;
  readonly patient: string | null;
  readonly attempt: number;
}

/** A delivery that must wait for an older version in another line is looked at again after this. */
const WAIT_FOR_OLDER_MS = 1_000;

/** How versions of the same record stand with the destination: `later` ones that arrived, `older` ones that may yet. */
const otherVersions = (delivery: string) => `
  SELECT bool_or(other.version > record.version AND owed.state = 'delivered') AS later,
    bool_or(other.version < record.version AND owed.${UNFINISHED}) AS older
  FROM record
    JOIN record AS other ON other.facility = record.facility AND other.record_key = record.record_key AND other.repetition = 0
    JOIN delivery AS owed ON owed.record = other.sequence AND owed.destination = ${delivery}.destination
  WHERE record.sequence = ${delivery}.record`;

/**
 * Takes due deliveries whose turn it is, past those that another worker is just taking. By the index of turns: what waits
 * behind another delivery is not even read. What is passed over comes without the number of an attempt.
 */
const TAKE = statement<
  Pick<LeaseRequest, 'destination' | 'owner' | 'now'> & { readonly until: EpochMs; readonly limit: number },
  Omit<Lease, 'attempt'> & { readonly attempt: number | null }
>(
  `WITH due AS MATERIALIZED (
     SELECT sequence, id, destination, queued_at, deadline, unsettled, record, due_at FROM delivery
     WHERE destination = :destination AND turn = 1 AND due_at <= :now::bigint
       AND NOT EXISTS (SELECT 1 FROM destination_stop WHERE destination = :destination)
     ORDER BY due_at, sequence LIMIT :limit::bigint FOR UPDATE SKIP LOCKED
   ), taken AS (
     UPDATE delivery SET state = 'sending', attempts = delivery.attempts + 1, due_at = :until::bigint
     FROM due CROSS JOIN LATERAL (${otherVersions('due')}) AS others
     WHERE delivery.sequence = due.sequence AND NOT others.later AND NOT others.older
     RETURNING delivery.sequence, delivery.attempts
   ), begun AS (
     INSERT INTO attempt (delivery, number, owner, leased_at) SELECT sequence, attempts, :owner, :now::bigint FROM taken
   )
   SELECT due.sequence, due.id, due.destination, due.queued_at AS "queuedAt", due.deadline, due.unsettled, due.record,
     record.id AS "recordId", record.facility, record.kind, record.record_key AS "recordKey", record.version,
     record.received_at AS "receivedAt", record.patient, taken.attempts AS attempt
   FROM due JOIN record ON record.sequence = due.record LEFT JOIN taken ON taken.sequence = due.sequence
   ORDER BY due.due_at, due.sequence`,
);

const SUPERSEDE = statement<{ deliveries: readonly string[] }>(
  `UPDATE delivery SET state = 'delivered', turn = 0, reason = 'superseded'
   WHERE id = ANY(:deliveries::text[]) AND turn <> 0 AND (SELECT later FROM (${otherVersions('delivery')}) AS others)`,
);

// Back to queued also when its lease ran out: an older version released meanwhile may stand before it in its line.
const POSTPONE = statement<{ deliveries: readonly string[]; now: EpochMs; until: EpochMs }>(
  `UPDATE delivery SET state = 'queued', due_at = :until::bigint
   WHERE id = ANY(:deliveries::text[]) AND turn <> 0 AND due_at <= :now::bigint
     AND (SELECT older FROM (${otherVersions('delivery')}) AS others)`,
);

/**
 * Leases. Versions of one record go to a destination in order even when a correction moved the record to another patient
 * and so to another line. A version older than one that the destination already has is not sent any more: it counts as
 * delivered, with the reason `superseded`.
 */
export async function takeLeases(database: Database, request: LeaseRequest): Promise<Lease[]> {
  const { destination, owner, now, leaseMs, limit } = request;
  const leases: Lease[] = [];
  while (leases.length < limit) {
    const rows = await database.rows(TAKE, {
      destination,
      owner,
      now,
      until: now + leaseMs,
      limit: limit - leases.length,
    });
    leases.push(...rows.filter((row): row is Lease => row.attempt !== null));
    const passedOver = rows.filter(({ attempt }) => attempt === null).map(({ id }) => id);
    if (passedOver.length === 0) break;
    await passOver(database, passedOver, now);
  }
  return leases;
}

/** Looks again at what was passed over, with the locks of its lines: it is superseded, or it waits. */
function passOver(database: Database, deliveries: readonly string[], now: EpochMs): Promise<void> {
  return database.inTransaction(async (transaction) => {
    transaction.send(LOCK_LINES, { deliveries, notified: [] });
    transaction.send(SUPERSEDE, { deliveries });
    transaction.send(POSTPONE, { deliveries, now, until: now + WAIT_FOR_OLDER_MS });
    sendTurns(transaction, deliveries);
  });
}
