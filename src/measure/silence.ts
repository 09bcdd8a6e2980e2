import type { Silence } from '../types/coverage.ts';
import type { EpochMs } from '../types/submission.ts';
import { type DayNumber, dayOfInstant, HOUR_MS, startOfDay } from './days.ts';

const WEEK_HOURS = 7 * 24;
const RHYTHM_WEEKS = 8;
const UNUSUAL = 1 / 1_000;

/** When accepted records of a facility came. */
export interface Activity {
  readonly firstAcceptedAt: EpochMs | null;
  readonly lastAcceptedAt: EpochMs | null;
  /** Bit n: one came in the n-th hour of the day. */
  readonly hoursOf: (day: DayNumber) => number;
}

/**
 * Has the facility fallen silent? Its rhythm is told by the hours of the week in which an accepted record came in the
 * last 8 weeks. Of one hour of the present silence the chance is (weeks in which that hour was silent + 1) / (weeks
 * known + 1): never impossible on the ground of 8 weeks, and 1 for an hour that was always silent, so that a clinic
 * closed on Sunday is not silent on Sunday. The chance of the silence is the product over its full hours; less than
 * 1 in 1,000 is `unusual`. 7 days without an accepted record are `week`, whatever the rhythm.
 * Hours and not records are counted, because a day's records come as one batch.
 */
export function assessSilence({ firstAcceptedAt, lastAcceptedAt, hoursOf }: Activity, now: EpochMs): Silence {
  if (firstAcceptedAt === null || lastAcceptedAt === null) return 'never';
  if (now - lastAcceptedAt >= WEEK_HOURS * HOUR_MS) return 'week';
  const isActive = (hour: number) => {
    const day = dayOfInstant(hour * HOUR_MS);
    return ((hoursOf(day) >> (hour - hourOf(startOfDay(day)))) & 1) === 1;
  };
  let chance = 1;
  for (let hour = hourOf(lastAcceptedAt) + 1; hour < hourOf(now); hour += 1) {
    chance *= chanceOfSilence(isActive, hour, hourOf(firstAcceptedAt));
  }
  return chance < UNUSUAL ? 'unusual' : 'none';
}

function chanceOfSilence(isActive: (hour: number) => boolean, hour: number, firstHour: number): number {
  let known = 0;
  let silent = 0;
  for (let week = 1; week <= RHYTHM_WEEKS; week += 1) {
    const before = hour - week * WEEK_HOURS;
    if (before < firstHour) break;
    known += 1;
    if (!isActive(before)) silent += 1;
  }
  return (silent + 1) / (known + 1);
}

function hourOf(at: EpochMs): number {
  return Math.floor(at / HOUR_MS);
}
