import type { Hold, RetentionPort } from '../../types/retention.ts';
import { type Candidate, createRetention } from '../retention-candidates.ts';
import type { Database } from './database.ts';
import { LOCK_FACILITIES } from './locks.ts';
import { createCandidatePages, keptBy } from './retention-ledger.ts';
import { purge } from './retention-purge.ts';
import { statement } from './statement.ts';

const PUT_HOLD = statement<Hold>(
  `INSERT INTO hold (id, facility, record_key, at, who, reason) VALUES (:id, :facility, :recordKey, :at, :by, :reason)
   ON CONFLICT (id) DO UPDATE SET facility = excluded.facility, record_key = excluded.record_key, at = excluded.at,
     who = excluded.who, reason = excluded.reason`,
);
const DROP_HOLD = statement<{ id: string }, { id: string }>('DELETE FROM hold WHERE id = :id RETURNING id');
const HOLDS = statement<object, Hold>(
  'SELECT id, facility, record_key AS "recordKey", at, who AS by, reason FROM hold ORDER BY at, id',
);

/** Letting go of what was kept long enough. */
export function createRetentionPort(database: Database): RetentionPort {
  return {
    ...createRetention({
      pages: createCandidatePages(database),
      keptBy: (candidates) => keptBy(database, candidates),
      purge: (candidates) => purgeFree(database, candidates),
    }),
    // What is held is safe once this resolves: a purge of the facility that is under way is waited for.
    putHold: (hold) =>
      database.inTransaction(async (transaction) => {
        transaction.send(LOCK_FACILITIES, { facilities: [hold.facility], lines: [] });
        transaction.send(PUT_HOLD, hold);
      }),
    dropHold: async (id) => (await database.rows(DROP_HOLD, { id })).length === 1,
    holds: () => database.rows(HOLDS, {}),
  };
}

/** With the locks of the facilities nobody adds, sends again, releases or holds anything of theirs in between. */
function purgeFree(database: Database, candidates: readonly Candidate[]): Promise<number> {
  return database.inTransaction(async (transaction) => {
    const facilities = candidates.map(({ facility }) => facility);
    transaction.send(LOCK_FACILITIES, { facilities, lines: [] });
    const kept = await keptBy(transaction, candidates);
    const free = candidates.filter((_, index) => kept[index] === null);
    for (const candidate of free) await purge(transaction, candidate);
    return free.length;
  });
}
