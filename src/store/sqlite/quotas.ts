import type { Database } from 'better-sqlite3';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';

/**
 * Inside a transaction: takes calls out of what a facility has in a window of time; gives how many were granted. One whose
 * clock is behind takes out of the newest window: none is counted twice.
 */
export type TakeQuota = (facility: FacilityCode, window: EpochMs, wanted: number, quota: number) => number;

/** The quotas of an open database. */
export function createTakeQuota(db: Database): TakeQuota {
  const open = db
    .prepare<[FacilityCode, EpochMs], number>(
      `INSERT INTO quota (facility, window_start, used) VALUES (?, ?, 0)
       ON CONFLICT (facility) DO UPDATE SET
         used = CASE WHEN excluded.window_start > window_start THEN 0 ELSE used END,
         window_start = MAX(window_start, excluded.window_start)
       RETURNING used`,
    )
    .pluck();
  const take = db.prepare<[number, FacilityCode]>('UPDATE quota SET used = used + ? WHERE facility = ?');
  return (facility, window, wanted, quota) => {
    const used = open.get(facility, window) as number;
    const granted = Math.max(0, Math.min(wanted, quota - used));
    if (granted > 0) take.run(granted, facility);
    return granted;
  };
}
