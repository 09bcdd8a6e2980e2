import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isCalendarDay, toLocalDay } from '../../fhir/local-time.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { CalendarYear, WorkingCalendarConfig } from '../../types/working-calendar.ts';
import { createWorkingCalendar, type WorkingCalendar } from './working-calendar.ts';

const MONTH_MS = 31 * 86_400_000;

interface ShippedDay {
  readonly day: string;
  readonly source: string;
}

interface ShippedYears {
  readonly years: Readonly<
    Record<string, { readonly closed: readonly ShippedDay[]; readonly worked: readonly ShippedDay[] }>
  >;
}

/**
 * The calendar of the file that ships, with what a deployment says beside it. Refuses (throws) a file that names a day which
 * is none or belongs to another year, or tells no source.
 */
export function loadWorkingCalendar(path: string, { hours, years }: WorkingCalendarConfig): WorkingCalendar {
  const shipped = parse(readFileSync(path, 'utf8')) as ShippedYears;
  const known = Object.entries(shipped.years).map(([year, { closed, worked }]) => {
    const days = { closed: daysOf(year, closed), worked: daysOf(year, worked) };
    return [year, merge(days, years[year])] as const;
  });
  return createWorkingCalendar({ hours, years: { ...years, ...Object.fromEntries(known) } });
}

/** Years, of now and of a month ahead, that a calendar does not know: whoever runs the gateway has to be told. */
export function unknownYears(calendar: WorkingCalendar, now: EpochMs): readonly string[] {
  const years = [now, now + MONTH_MS].map((at) => toLocalDay(at).slice(0, 4));
  return [...new Set(years)].filter((year) => !calendar.knowsYear(year));
}

function daysOf(year: string, days: readonly ShippedDay[]): readonly string[] {
  return days.map(({ day, source }) => {
    if (!isCalendarDay(day) || !day.startsWith(`${year}-`)) throw new Error(`${day} is no day of ${year}`);
    if (source === '') throw new Error(`${day} tells no source`);
    return day;
  });
}

/** The deployment's word on a day counts more. */
function merge(shipped: CalendarYear, own: CalendarYear | undefined): CalendarYear {
  if (own === undefined) return shipped;
  const said = new Set([...own.closed, ...own.worked]);
  const rest = (days: readonly string[]) => days.filter((day) => !said.has(day));
  return { closed: [...rest(shipped.closed), ...own.closed], worked: [...rest(shipped.worked), ...own.worked] };
}
