import { startOfLocalDay, toLocalDay } from '../../fhir/local-time.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { CalendarYear, WorkingCalendarConfig } from '../../types/working-calendar.ts';
import { createWeek, type Week } from './working-week.ts';

const DAY_MS = 86_400_000;
/** Bộ luật Lao động 2019, điều 112 khoản 1. */
const FIXED_HOLIDAYS = ['01-01', '04-30', '05-01', '09-02'];

/** The Vietnamese working calendar, Asia/Ho_Chi_Minh. */
export interface WorkingCalendar {
  /** The instant at which so much working time has passed. `duration` in milliseconds, above 0. */
  after(from: EpochMs, duration: number): EpochMs;
  isWorkingTime(at: EpochMs): boolean;
  /** Whether anybody works on a day, `YYYY-MM-DD`. */
  isWorkingDay(day: string): boolean;
  /** False for a year whose moved and lunar holidays are not known here: only the fixed ones are kept then. */
  knowsYear(year: string): boolean;
}

/**
 * Reckons with the hours of the week, the holidays of fixed dates (with the free day for one that falls on a day off) and
 * what was decided for single days. Pure. Refuses (throws) hours that hold no time at all: no deadline would ever end.
 * @source Bộ luật Lao động 2019, điều 111 khoản 3, điều 112 khoản 1
 */
export function createWorkingCalendar({ hours, years }: WorkingCalendarConfig): WorkingCalendar {
  const week = createWeek(hours);
  const decided = new Map(Object.values(years).flatMap(wordsOf));
  const holidays = new Map<string, ReadonlySet<string>>();

  const isHoliday = (day: string): boolean => {
    const year = day.slice(0, 4);
    const found = holidays.get(year) ?? fixedHolidays(year, week);
    holidays.set(year, found);
    return found.has(day);
  };
  const openTimes = (day: string): readonly (readonly [EpochMs, EpochMs])[] => {
    const word = decided.get(day);
    if (word === 'closed' || (word === undefined && isHoliday(day))) return [];
    const start = startOfLocalDay(day);
    const times = word === 'worked' ? week.timesOfMovedDay(weekdayOf(day)) : week.timesOf(weekdayOf(day));
    return times.map(([from, to]) => [start + from, start + to] as const);
  };

  return {
    after(from, duration) {
      let left = duration;
      for (let day = toLocalDay(from); ; day = nextDay(day)) {
        for (const [start, end] of openTimes(day)) {
          const begin = Math.max(start, from);
          if (begin >= end) continue;
          if (left <= end - begin) return begin + left;
          left -= end - begin;
        }
      }
    },
    isWorkingTime: (at) => openTimes(toLocalDay(at)).some(([start, end]) => at >= start && at < end),
    isWorkingDay: (day) => openTimes(day).length > 0,
    knowsYear: (year) => Object.hasOwn(years, year),
  };
}

function wordsOf({ closed, worked }: CalendarYear): readonly (readonly [string, 'closed' | 'worked'])[] {
  return [...closed.map((day) => [day, 'closed'] as const), ...worked.map((day) => [day, 'worked'] as const)];
}

/** The four days, and for each that falls on a day off the next working day. */
function fixedHolidays(year: string, week: Week): ReadonlySet<string> {
  const days = FIXED_HOLIDAYS.map((day) => `${year}-${day}`);
  const closed = new Set(days);
  for (const day of days.filter((each) => week.timesOf(weekdayOf(each)).length === 0)) {
    let free = day;
    while (closed.has(free) || week.timesOf(weekdayOf(free)).length === 0) free = nextDay(free);
    closed.add(free);
  }
  return closed;
}

/** 1 Monday to 7 Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function nextDay(day: string): string {
  return toLocalDay(startOfLocalDay(day) + DAY_MS);
}
