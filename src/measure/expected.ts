import type { FacilityFigures } from '../types/coverage.ts';
import type { Facility } from '../types/registry.ts';
import { type DayNumber, daysInMonth, formatDay } from './days.ts';

/** Days of the window W(d), d included. */
export const WINDOW_DAYS = 30;
const RHYTHM_WEEKS = 8;
const RHYTHM_WEEKS_NEEDED = 4;

/**
 * Encounters that a facility should have in W(d), from the best source there is: all encounters known, once a claim
 * is among them; else imported statistics; else the facility's own rhythm; else null (unknown, never 0).
 */
export function expectedEncounters(
  { claimed, encounters, rhythm }: Pick<FacilityFigures, 'claimed' | 'encounters' | 'rhythm'>,
  statistics: Facility['statistics'],
  day: DayNumber,
): number | null {
  if (claimed > 0) return encounters;
  return fromStatistics(statistics, day - WINDOW_DAYS + 1, day) ?? rhythm;
}

/**
 * Monthly values by the share of each month inside the days, rounded half up; null unless every touched month has a
 * value. Whole numbers are kept to the end, so that a half is a half and not 0.4999….
 */
function fromStatistics(statistics: Facility['statistics'], from: DayNumber, to: DayNumber): number | null {
  let numerator = 0;
  let denominator = 1;
  let day = from;
  while (day <= to) {
    const date = formatDay(day);
    const month = date.slice(0, 7);
    const value = statistics[month];
    if (value === undefined) return null;
    const length = daysInMonth(month);
    const inside = Math.min(length - Number(date.slice(8)), to - day) + 1;
    numerator = numerator * length + value * inside * denominator;
    denominator *= length;
    day += inside;
  }
  return roundHalfUp(numerator, denominator);
}

/**
 * Median of the encounters per week over the 8 full weeks before the window, as of 30 days, rounded half up; null
 * unless at least 4 of those weeks have any.
 * @param encountersOf encounters that end on a day
 */
export function rhythmOf(encountersOf: (day: DayNumber) => number, windowStart: DayNumber): number | null {
  const weeks: number[] = [];
  for (let week = 1; week <= RHYTHM_WEEKS; week += 1) {
    const start = windowStart - 7 * week;
    let encounters = 0;
    for (let day = start; day < start + 7; day += 1) encounters += encountersOf(day);
    weeks.push(encounters);
  }
  if (weeks.filter((encounters) => encounters > 0).length < RHYTHM_WEEKS_NEEDED) return null;
  weeks.sort((a, b) => a - b);
  const twiceMedian = (weeks[RHYTHM_WEEKS / 2 - 1] ?? 0) + (weeks[RHYTHM_WEEKS / 2] ?? 0);
  return roundHalfUp(twiceMedian * WINDOW_DAYS, 2 * 7);
}

function roundHalfUp(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}
