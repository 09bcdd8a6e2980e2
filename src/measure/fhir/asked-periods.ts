import { type DayNumber, daysInMonth, parseDay } from '../days.ts';
import { dayPeriod, monthPeriod, type ReportPeriod } from './report-names.ts';

/** Days between which periods lie that a search can ask for at once. */
const MAX_DAYS = 366;

/** A condition on the period of a report: a prefix of R4, and the first and last day that the value stands for. */
interface PeriodCondition {
  readonly prefix: string;
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** Which periods a search asks for. */
export interface AskedPeriods {
  /** First and last day to look at. */
  readonly from: DayNumber;
  readonly to: DayNumber;
  readonly matches: (from: DayNumber, to: DayNumber) => boolean;
}

const VALUE = /^(?<prefix>eq|ge|le|gt|lt|sa|eb)?(?<year>\d{4})(?:-(?<month>\d{2})(?:-(?<day>\d{2}))?)?$/;

/**
 * Reads the values of the search parameter `period`: years, months or days, with the prefixes eq, ge, le, gt, lt, sa and eb; all
 * have to hold. Without any: the newest period. Undefined for what is not of that form, without a beginning, or over 366 days.
 * @source https://hl7.org/fhir/R4/search.html#date
 */
export function readAskedPeriods(values: readonly string[], today: DayNumber): AskedPeriods | undefined {
  if (values.length === 0) return { from: today, to: today, matches: () => true };
  const conditions = values.map(readCondition);
  if (!conditions.every((one) => one !== undefined)) return undefined;
  const from = Math.max(...conditions.map(firstDay));
  const to = Math.min(today, ...conditions.map(lastDay));
  if (!Number.isFinite(from) || to - from >= MAX_DAYS) return undefined;
  return { from, to, matches: (start, end) => conditions.every((one) => holds(one, start, end)) };
}

/** The periods that are asked for, newest first. */
export function listPeriods(
  { from, to, matches }: AskedPeriods,
  every: 'day' | 'month',
  today: DayNumber,
): readonly ReportPeriod[] {
  const periods = new Map<string, ReportPeriod>();
  for (let day = to; day >= from; day -= 1) {
    const period = every === 'day' ? dayPeriod(day, today) : monthPeriod(day, today);
    if (!periods.has(period.name) && matches(parseDay(period.from) ?? day, parseDay(period.to) ?? day)) {
      periods.set(period.name, period);
    }
  }
  return [...periods.values()];
}

function readCondition(value: string): PeriodCondition | undefined {
  const { prefix = 'eq', year, month, day } = VALUE.exec(value)?.groups ?? {};
  if (year === undefined) return undefined;
  const from = parseDay(`${year}-${month ?? '01'}-${day ?? '01'}`);
  const lastMonth = month ?? '12';
  const to = parseDay(`${year}-${lastMonth}-${day ?? daysInMonth(`${year}-${lastMonth}`)}`);
  return from === undefined || to === undefined ? undefined : { prefix, from, to };
}

/** A month that is asked for by its days overlaps the day before them: a search never begins later than R4 says. */
function firstDay({ prefix, from, to }: PeriodCondition): DayNumber {
  if (prefix === 'ge' || prefix === 'eq') return from;
  return prefix === 'gt' || prefix === 'sa' ? to + 1 : Number.NEGATIVE_INFINITY;
}

function lastDay({ prefix, from, to }: PeriodCondition): DayNumber {
  if (prefix === 'le' || prefix === 'eq') return to;
  return prefix === 'lt' || prefix === 'eb' ? from - 1 : Number.POSITIVE_INFINITY;
}

/** Whether a period of days satisfies a condition, by the table of R4 for ranges. */
function holds({ prefix, from, to }: PeriodCondition, start: DayNumber, end: DayNumber): boolean {
  switch (prefix) {
    case 'eq':
      return from <= start && end <= to;
    case 'ge':
      return end >= from;
    case 'le':
      return start <= to;
    case 'gt':
      return end > to;
    case 'lt':
      return start < from;
    case 'sa':
      return start > to;
    default:
      return end < from;
  }
}
