import type { FacilityCode } from '../../types/submission.ts';
import { statement } from './statement.ts';

/**
 * Locks that end with their transaction (pg_advisory_xact_lock). No two transactions wait for each other: what is taken
 * together is taken in order and before any row is written, and the lock of the audit chain comes after everything else.
 *
 * - Of a facility: taken by whoever writes its records and resources, so that two replicas leave what one would have.
 * - Of a line: taken by whoever adds to it or passes its turn. A line shares its lock with others of its facility, so that
 *   the number of locks that a large submission takes stays bounded.
 * - Of the notices to a facility: taken by whoever adds to them or passes their turn.
 * - Of the audit chain: held for one statement and the commit.
 */
const facilityLock = (facility: string) => `hashtextextended('lien-thong facility ' || ${facility}, 0)`;
const lineLock = (line: string) =>
  `hashtextextended('lien-thong line ' || split_part(${line}, '/', 1) || ' ' || (hashtext(${line}) & 63)::text, 0)`;
const noticeLock = (facility: string) => `hashtextextended('lien-thong notices ' || ${facility}, 0)`;
const ownLock = (name: string) => `hashtextextended('lien-thong ${name}', 0)`;

/** Takes each lock of a query once, in order. */
function take(keys: string): string {
  return `SELECT count(pg_advisory_xact_lock(key)) FROM (SELECT DISTINCT key FROM (${keys}) AS asked (key) ORDER BY key) AS ordered`;
}

/** Those of a transaction that writes records. */
export const LOCK_FACILITIES = statement<{ facilities: readonly FacilityCode[]; lines: readonly string[] }>(
  take(
    `SELECT ${facilityLock('facility')} FROM unnest(:facilities::text[]) AS facility
     UNION ALL SELECT ${lineLock('line')} FROM unnest(:lines::text[]) AS line`,
  ),
);

/** Those of a transaction that passes the turns of the lines of deliveries; with the notices to some facilities. */
export const LOCK_LINES = statement<{ deliveries: readonly string[]; notified: readonly string[] }>(
  take(
    `SELECT ${lineLock('line')} FROM delivery WHERE id = ANY(:deliveries::text[])
     UNION ALL SELECT ${noticeLock(`split_part(line, '/', 1)`)} FROM delivery WHERE id = ANY(:notified::text[])`,
  ),
);

/** Those of a transaction that puts delivered record versions (by id) back into the queue of their destination. */
export const LOCK_SENT = statement<{ records: readonly string[]; destination: string }>(
  take(
    `SELECT ${facilityLock('facility')} FROM record WHERE id = ANY(:records::text[])
     UNION ALL SELECT ${lineLock('line')} FROM record JOIN delivery ON delivery.record = record.sequence
     WHERE record.id = ANY(:records::text[]) AND delivery.destination = :destination`,
  ),
);

/** Those of a transaction that passes the turns of notices. */
export const LOCK_NOTICES = statement<{ notices: readonly string[] }>(
  take(`SELECT ${noticeLock('facility')} FROM notice WHERE id = ANY(:notices::text[])`),
);

export const LOCK_AUDIT = statement<object>(take(`SELECT ${ownLock('audit')}`));
/** Held while the tables are brought to this program's version. */
export const LOCK_MIGRATION = `SELECT pg_advisory_xact_lock(${ownLock('migration')})`;
/** Held while the sequence of deliveries begins anew. */
export const LOCK_PARTITIONS = `SELECT pg_advisory_xact_lock(${ownLock('partitions')})`;
