import type { Forecast } from '../types/coverage.ts';
import { type DayNumber, formatDay, parseDay } from './days.ts';

/** How many facilities have reached something on a day, of how many that should. */
export interface ProgressPoint {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly reached: number;
  readonly of: number;
}

/** The pace is told by the counts at both ends of the last 8 weeks. */
const WEEKS = 8;
const WEEK_DAYS = 7;
/** Upper 10 % point of Student's t with 7 degrees of freedom (9 values, 2 estimates): 80 % lie between it and its negative. */
const T_80_PERCENT = 1.414_924;
/** A date so far ahead is no date. */
const FARTHEST_YEARS = 10;
/** Of a day: what is lost in dividing never makes it one day more. */
const ROUNDING = 1e-9;

/**
 * When everybody has reached it. The pace is the slope of the least-squares line through the counts of the last day and of the
 * 8 days that lie 7, 14, … 56 days before it; its 80 % interval comes from the slope's standard error. From the count of the last
 * day a line goes on at that pace; `date` is the first day on which it reaches the number in scope of the last day.
 * `unknown` when nobody is in scope, or a day of the 9 is missing.
 * @param points one a day, in order; the last one is the day from which is looked ahead
 * @param target last day of the target, `YYYY-MM-DD`
 */
export function forecastShare(points: readonly ProgressPoint[], target: string): Forecast {
  const last = points.at(-1);
  const today = last === undefined ? undefined : parseDay(last.day);
  const counts = weeklyCounts(points);
  if (last === undefined || today === undefined || last.of === 0 || counts.length <= WEEKS) return UNKNOWN;
  const { slope, error } = fitLine(counts);
  const missing = last.of - last.reached;
  if (missing <= 0) return { ...UNKNOWN, state: 'reached', perWeek: slope };
  const dateAt = (perWeek: number) => dateOf(today, missing, perWeek);
  const date = dateAt(slope);
  const weeksLeft = ((parseDay(target) ?? today) - today) / WEEK_DAYS;
  return {
    state: date === null ? 'not-at-this-pace' : 'on-pace',
    date,
    earliest: dateAt(slope + T_80_PERCENT * error),
    latest: dateAt(slope - T_80_PERCENT * error),
    perWeek: slope,
    neededPerWeek: weeksLeft > 0 ? missing / weeksLeft : null,
  };
}

const UNKNOWN: Forecast = Object.freeze({
  state: 'unknown',
  date: null,
  earliest: null,
  latest: null,
  perWeek: null,
  neededPerWeek: null,
});

/** Oldest first; fewer than 9 when the points do not reach so far back. */
function weeklyCounts(points: readonly ProgressPoint[]): readonly number[] {
  const counts: number[] = [];
  for (let week = WEEKS; week >= 0; week -= 1) {
    const point = points.at(-1 - week * WEEK_DAYS);
    if (point !== undefined) counts.push(point.reached);
  }
  return counts;
}

/** Slope of the least-squares line through values at 0, 1, 2, …, and its standard error. */
function fitLine(values: readonly number[]): { readonly slope: number; readonly error: number } {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, _value, at) => sum + (at - middle) ** 2, 0);
  // Whole numbers until here: a straight line of counts has a slope without a remainder.
  const slope = values.reduce((sum, value, at) => sum + (at - middle) * value, 0) / spread;
  const squares = values.reduce((sum, value, at) => sum + (value - mean - slope * (at - middle)) ** 2, 0);
  return { slope, error: Math.sqrt(squares / (values.length - 2) / spread) };
}

/** First day on which `missing` are made up for; null when the pace never gets there, or not within 10 years. */
function dateOf(today: DayNumber, missing: number, perWeek: number): string | null {
  if (perWeek <= 0) return null;
  const date = today + Math.ceil((missing * WEEK_DAYS) / perWeek - ROUNDING);
  const [year, ...rest] = formatDay(today).split('-');
  const farthest = [Number(year) + FARTHEST_YEARS, ...rest].join('-');
  return Number.isFinite(date) && date - today < (FARTHEST_YEARS + 1) * 366 && formatDay(date) <= farthest
    ? formatDay(date)
    : null;
}
