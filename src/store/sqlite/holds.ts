import type { Database } from 'better-sqlite3';
import type { Hold } from '../../types/retention.ts';

/** Records that retention must not touch. */
export interface Holds {
  /** Inside a transaction: the newest word holds. */
  put(hold: Hold): void;
  /** Inside a transaction: false when there is none. */
  drop(id: string): boolean;
  /** In order of their time. */
  all(): Hold[];
}

/** The holds of an open database. */
export function createHolds(db: Database): Holds {
  const put = db.prepare<Hold>(
    `INSERT INTO hold (id, facility, record_key, at, who, reason) VALUES (:id, :facility, :recordKey, :at, :by, :reason)
     ON CONFLICT (id) DO UPDATE SET facility = excluded.facility, record_key = excluded.record_key, at = excluded.at,
       who = excluded.who, reason = excluded.reason`,
  );
  const drop = db.prepare<[string]>('DELETE FROM hold WHERE id = ?');
  const all = db.prepare<[], Hold>(
    'SELECT id, facility, record_key AS recordKey, at, who AS by, reason FROM hold ORDER BY at, id',
  );
  return {
    put: (hold) => void put.run(hold),
    drop: (id) => drop.run(id).changes === 1,
    all: () => all.all(),
  };
}
