import type { MaintenanceWindow } from '../types/destination-config.ts';
import type { EpochMs } from '../types/submission.ts';

/** Asia/Ho_Chi_Minh has no daylight saving: its days are 24 h from 17:00 UTC on. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday, day 4 of the week. */
const FIRST_DAY_OF_WEEK = 4;

/**
 * The instant at which the maintenance that holds at `now` is over; undefined when none holds. A window belongs to the day
 * on which it begins: one of Sunday 23:00 to 02:00 ends on Monday. One whose end equals its start lasts 24 h. Windows that
 * touch or overlap are one. Pure; independent of the machine's time zone. Windows that leave no gap at all in a
 * week end, as far as this says, a week later.
 */
export function maintenanceUntil(windows: readonly MaintenanceWindow[], now: EpochMs): EpochMs | undefined {
  let until: EpochMs | undefined;
  for (let at = now; at - now < 7 * DAY_MS; ) {
    const ends = windows.map((window) => endOf(window, at)).filter((end) => end !== undefined);
    if (ends.length === 0) return until;
    until = Math.max(...ends);
    at = until;
  }
  return until;
}

/** End of the window when `at` lies in it. */
function endOf({ days, from, to }: MaintenanceWindow, at: EpochMs): EpochMs | undefined {
  const start = minutesOf(from) * 60_000;
  const length = ((minutesOf(to) * 60_000 - start + DAY_MS - 1) % DAY_MS) + 1;
  const local = at + OFFSET_MS;
  const today = Math.floor(local / DAY_MS);
  for (const day of [today, today - 1]) {
    const begun = local - (day * DAY_MS + start);
    const applies = days.length === 0 || days.includes(dayOfWeek(day));
    if (applies && begun >= 0 && begun < length) return at + length - begun;
  }
  return undefined;
}

/** 1 Monday to 7 Sunday, of a day counted from 1970-01-01. */
function dayOfWeek(day: number): number {
  return ((day + FIRST_DAY_OF_WEEK - 1) % 7) + 1;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
