import { toLocalDay } from '../fhir/local-time.ts';
import type { KeptReport } from '../types/report.ts';
import type { EpochMs } from '../types/submission.ts';
import { freezeDayOf } from './freeze-day.ts';
import { firstDayOf, lastDayOf, monthOf, monthsFrom, plusMonths } from './months.ts';

/** Since when there is anything to report. */
export interface ReportBegin {
  /** The day of the first fact, a sign-in or a record, `YYYY-MM-DD`; null when there is none. */
  readonly firstTraffic: () => Promise<string | null>;
  /** The registry as it was at an instant; empty before its first edition. */
  readonly registryAt: (at: EpochMs) => Promise<readonly unknown[]>;
}

export interface DueQuestion {
  readonly now: EpochMs;
  /** `HH:MM`, Asia/Ho_Chi_Minh. */
  readonly dailyAt: string;
  readonly isWorkingDay: (day: string) => boolean;
  /** Months that are over and have no report, oldest first. */
  readonly missing: readonly string[];
  /** Newest closed day; null before the first. */
  readonly closedThrough: string | null;
}

/** So far back a gateway that was down makes up for what it missed. */
const MOST_MONTHS = 12;

/**
 * The months that are over and have no report, oldest first, at most 12 months back: gaps between frozen months too. Of a month
 * that ended before the first traffic, or before there was a registry, there is nothing to report.
 */
export async function findMissingMonths(
  now: EpochMs,
  kept: readonly Pick<KeptReport, 'month'>[],
  { firstTraffic, registryAt }: ReportBegin,
): Promise<readonly string[]> {
  const last = plusMonths(monthOf(toLocalDay(now)), -1);
  const first = await firstTraffic();
  const missing: string[] = [];
  for (const month of monthsFrom(plusMonths(last, 1 - MOST_MONTHS), last)) {
    if (kept.some((one) => one.month === month) || !isReported(month, first)) continue;
    if ((await registryAt(endOf(month))).length > 0) missing.push(month);
  }
  return missing;
}

/** Whether a month can have a report: it did not end before the first traffic. */
export function isReported(month: string, firstTraffic: string | null): boolean {
  return firstTraffic !== null && lastDayOf(month) >= firstTraffic;
}

/** Those of the missing months that have to be frozen now: their freezing day and time have come, all their days are closed. */
export function findDueMonths({ now, dailyAt, isWorkingDay, missing, closedThrough }: DueQuestion): readonly string[] {
  return missing.filter((month) => {
    const isClosed = closedThrough !== null && closedThrough >= lastDayOf(month);
    return isClosed && now >= freezeInstantOf(month, dailyAt, isWorkingDay);
  });
}

/** The instant from which the report of a month may be frozen. */
export function freezeInstantOf(month: string, dailyAt: string, isWorkingDay: (day: string) => boolean): EpochMs {
  return Date.parse(`${freezeDayOf(month, isWorkingDay)}T${dailyAt}:00+07:00`);
}

function endOf(month: string): EpochMs {
  return Date.parse(`${firstDayOf(plusMonths(month, 1))}T00:00:00+07:00`) - 1;
}
