import { firstDayOf, plusDays, plusMonths } from './months.ts';

/** Days of the next month on which a report may be frozen in time: it is due before day 05. */
const DAYS = 4;

/** The last day on which the report of a month is in time, `YYYY-MM-DD`: day 4 of the next. */
export function dueDayOf(month: string): string {
  return plusDays(firstDayOf(plusMonths(month, 1)), DAYS - 1);
}

/**
 * The day on which the report of a month is frozen: the first working day of days 1 to 4 of the next month; day 4 when nobody
 * works on any of them, as at Tết.
 */
export function freezeDayOf(month: string, isWorkingDay: (day: string) => boolean): string {
  const first = firstDayOf(plusMonths(month, 1));
  const days = Array.from({ length: DAYS }, (_, index) => plusDays(first, index));
  return days.find(isWorkingDay) ?? dueDayOf(month);
}
