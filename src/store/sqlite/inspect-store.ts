import Database from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';

/** What a store holds, in figures: nothing personal, so that it may be told to an operator. */
export interface StoreContents {
  readonly facilities: number;
  readonly submissions: number;
  readonly records: number;
  /** Receipt of the newest submission; null when there is none. */
  readonly newestReceivedAt: EpochMs | null;
  /** Deliveries that are not finished, by destination. */
  readonly open: readonly { readonly destination: string; readonly count: number }[];
  /** Newest entry of the audit chain; null when it is empty. */
  readonly audit: { readonly sequence: number; readonly hash: string } | null;
}

/** Reads the figures of an open database. */
export function readContents(db: Database.Database): StoreContents {
  const count = (table: string) => db.prepare<[], number>(`SELECT COUNT(*) FROM ${table}`).pluck().get() ?? 0;
  return {
    facilities: count('facility'),
    submissions: count('submission'),
    records: count('record WHERE repetition = 0'),
    newestReceivedAt: db.prepare<[], number | null>('SELECT MAX(received_at) FROM record').pluck().get() ?? null,
    open: db
      .prepare<[], { destination: string; count: number }>(
        `SELECT destination, COUNT(*) AS count FROM delivery WHERE state <> 'delivered' GROUP BY destination ORDER BY destination`,
      )
      .all(),
    audit:
      db
        .prepare<[], { sequence: number; hash: string }>(
          'SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1',
        )
        .get() ?? null,
  };
}

/** The figures of a store that nobody writes to, such as a backup. */
export function readContentsOf(file: string): StoreContents {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return readContents(db);
  } finally {
    db.close();
  }
}
