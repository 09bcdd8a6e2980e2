import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';

/** Days of which a destination and we were found to hold the same. */
export interface ConfirmedDays {
  /** Inside a transaction. */
  put(destination: string, day: string, at: EpochMs): void;
  of(destination: string): ReadonlyMap<string, EpochMs>;
}

/** The confirmed days of an open database. */
export function createConfirmedDays(db: Database): ConfirmedDays {
  const put = db.prepare<[string, string, EpochMs]>(
    `INSERT INTO confirmed_day (destination, day, at) VALUES (?, ?, ?)
     ON CONFLICT (destination, day) DO UPDATE SET at = MAX(at, excluded.at)`,
  );
  const of = db.prepare<[string], { day: string; at: EpochMs }>(
    'SELECT day, at FROM confirmed_day WHERE destination = ? ORDER BY day',
  );
  return {
    put: (destination, day, at) => void put.run(destination, day, at),
    of: (destination) => new Map(of.all(destination).map(({ day, at }) => [day, at])),
  };
}
