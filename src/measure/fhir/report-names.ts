import { type DayNumber, daysInMonth, formatDay, parseDay } from '../days.ts';

/** The period of a report. */
export interface ReportPeriod {
  /** `20261122` or `202611`: in ids. */
  readonly name: string;
  /** First and last day, `YYYY-MM-DD`; of a running month the last one is today. */
  readonly from: string;
  readonly to: string;
  /** False as long as its last day is not over: its figures may change. */
  readonly isOver: boolean;
}

/** A report, by what its id says. */
export interface ReportName {
  readonly measure: string;
  /** `province`, or the code of a facility. */
  readonly about: string;
  /** `20261122` or `202611`. */
  readonly period: string;
}

const ID = /^(?<measure>[a-z]+(?:-[a-z]+)*)-(?<about>province|[0-9A-Z]{5,13})-(?<period>\d{8}|\d{6})$/;

/** Id of the report of a measure about the province or a facility: the same report has the same id, on any machine. */
export function writeReportId(measure: string, about: string, { name }: Pick<ReportPeriod, 'name'>): string {
  return `${measure}-${about}-${name}`;
}

/** What an id says; undefined when it is not written like one. */
export function readReportId(id: string): ReportName | undefined {
  const groups = ID.exec(id)?.groups;
  if (groups === undefined) return undefined;
  return { measure: groups['measure'] ?? '', about: groups['about'] ?? '', period: groups['period'] ?? '' };
}

/** A day as the period of a report. @param today a day that is not over */
export function dayPeriod(day: DayNumber, today: DayNumber): ReportPeriod {
  const text = formatDay(day);
  return { name: text.replaceAll('-', ''), from: text, to: text, isOver: day < today };
}

/** The calendar month of a day as the period of a report. */
export function monthPeriod(day: DayNumber, today: DayNumber): ReportPeriod {
  const month = formatDay(day).slice(0, 7);
  const first = parseDay(`${month}-01`) ?? day;
  const last = first + daysInMonth(month) - 1;
  const to = formatDay(Math.min(last, today));
  return { name: month.replace('-', ''), from: formatDay(first), to, isOver: last < today };
}

/** The period that a name in an id stands for; undefined for what is not in the calendar, and for what has not begun. */
export function readPeriod(name: string, every: 'day' | 'month', today: DayNumber): ReportPeriod | undefined {
  const [year, month, day = '01'] = [name.slice(0, 4), name.slice(4, 6), name.slice(6) || undefined];
  const first = parseDay(`${year}-${month}-${day}`);
  if (first === undefined || first > today || (name.length === 8) !== (every === 'day')) return undefined;
  return every === 'day' ? dayPeriod(first, today) : monthPeriod(first, today);
}
