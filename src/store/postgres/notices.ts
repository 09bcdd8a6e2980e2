import type { LeasedNotice, NoticeSettlement } from '../../types/delivery.ts';
import type { QueuePort } from '../../types/queue.ts';
import type { EpochMs } from '../../types/submission.ts';
import { bulk } from './bulk.ts';
import type { Database } from './database.ts';
import { LOCK_NOTICES } from './locks.ts';
import { statement } from './statement.ts';

const LEASE = statement<{ owner: string; now: EpochMs; until: EpochMs; limit: number }, Omit<LeasedNotice, 'fence'>>(
  `WITH due AS MATERIALIZED (
     SELECT sequence, due_at FROM notice WHERE turn = 1 AND due_at <= :now::bigint
     ORDER BY due_at, sequence LIMIT :limit::bigint FOR UPDATE SKIP LOCKED
   ), taken AS (
     UPDATE notice SET owner = :owner, due_at = :until::bigint, attempts = notice.attempts + 1
     FROM due WHERE notice.sequence = due.sequence
     RETURNING notice.*, due.due_at AS was_due
   )
   SELECT taken.id, taken.facility, delivery.destination, record.record_key AS "recordKey",
     submission.id AS "submissionId", taken.state, taken.reason, taken.receipt, taken.at, taken.attempts AS attempt
   FROM taken
     JOIN delivery ON delivery.sequence = taken.delivery
     JOIN record ON record.sequence = delivery.record
     JOIN submission ON submission.sequence = record.submission
   ORDER BY taken.was_due, taken.sequence`,
);

interface SettlementRow {
  readonly id: string;
  readonly fence: number;
  readonly due_at: EpochMs | null;
}

const COLUMNS = { id: 'text', fence: 'integer', due_at: 'bigint' } as const;
const LEASED = 'notice.id = given.id AND notice.owner IS NOT NULL AND notice.attempts = given.fence';

const RETRY = bulk<SettlementRow, { id: string }>(
  COLUMNS,
  `UPDATE notice SET owner = NULL, due_at = given.due_at FROM given WHERE ${LEASED} RETURNING notice.id`,
);
const REMOVE = bulk<SettlementRow, { facility: string }>(
  COLUMNS,
  `DELETE FROM notice USING given WHERE ${LEASED} RETURNING notice.facility`,
);
const TAKE_TURNS = statement<{ facilities: readonly string[] }>(
  `UPDATE notice SET turn = 1
   FROM (SELECT DISTINCT facility FROM unnest(:facilities::text[]) AS facility) AS touched
     CROSS JOIN LATERAL (
       SELECT sequence FROM notice AS waiting WHERE waiting.facility = touched.facility ORDER BY sequence LIMIT 1) AS first
   WHERE notice.sequence = first.sequence AND notice.turn = 0`,
);

/** Word that facilities are owed: one notice of a facility at a time, in the order of the ends. */
export function createNotices(database: Database): Pick<QueuePort, 'leaseNotices' | 'settleNotices'> {
  return {
    async leaseNotices({ owner, now, leaseMs, limit }) {
      const rows = await database.rows(LEASE, { owner, now, until: now + leaseMs, limit });
      return rows.map((notice) => ({ ...notice, fence: notice.attempt }));
    },
    settleNotices: (settlements) => settleNotices(database, settlements),
  };
}

async function settleNotices(database: Database, settlements: readonly NoticeSettlement[]): Promise<number> {
  if (settlements.some(({ state, dueAt }) => state === 'retry' && dueAt === undefined)) {
    throw new TypeError('a notice to be told again needs dueAt');
  }
  const rows = settlements.map(({ noticeId: id, fence, state, dueAt }) => {
    return { id, fence, due_at: state === 'retry' ? (dueAt as EpochMs) : null };
  });
  return database.inTransaction(async (transaction) => {
    transaction.send(LOCK_NOTICES, { notices: rows.map(({ id }) => id) });
    const [retried, removed] = await Promise.all([
      RETRY.rows(
        transaction,
        rows.filter((row) => row.due_at !== null),
      ),
      REMOVE.rows(
        transaction,
        rows.filter((row) => row.due_at === null),
      ),
    ]);
    transaction.send(TAKE_TURNS, { facilities: removed.map(({ facility }) => facility) });
    return retried.length + removed.length;
  });
}
