import { FhirPathError } from '../fhirpath-error.ts';
import { dateOfDay, dayNumber, daysInMonth } from './calendar.ts';
import { type Decimal, multiply, toNumber, truncate, wholeDecimal } from './decimal.ts';
import type { Quantity } from './quantity.ts';
import { durationWord } from './quantity-unit.ts';
import { clockOf, type Temporal } from './temporal.ts';

const MILLISECONDS: Readonly<Record<string, number>> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

const MILLISECONDS_A_DAY = 86_400_000;
/** What a duration counts in a value that is less precise: 365 days a year, 30 days a month. */
const DAYS_A_YEAR = 365;
const DAYS_A_MONTH = 30;
const LAST_YEAR = 9999;

/**
 * A date, date-time or time plus (`sign` 1) or minus (-1) a duration: calendar words, or the UCUM codes of certain
 * durations. The result is as precise as the value was; parts of the duration that are more precise are dropped, and so
 * are fractions of anything but seconds. Undefined when the result is before year 1 or after year 9999.
 * Throws FhirPathError for a unit that is no duration, or (`a`, `mo`) none of a certain length.
 * @source http://hl7.org/fhirpath/N1/#datetime-arithmetic
 */
export function addDuration(temporal: Temporal, quantity: Quantity, sign: 1 | -1): Temporal | undefined {
  const unit = durationWord(quantity);
  if (unit === undefined) throw new FhirPathError('A date or time can only be moved by a duration of certain length');
  const whole = toNumber(truncate(quantity.value)) * sign;
  if (unit === 'year') return addMonths(notTime(temporal), whole * 12);
  if (unit === 'month') return addMonths(notTime(temporal), whole);
  const milliseconds = unit === 'second' ? wholeMilliseconds(quantity.value) * sign : whole * (MILLISECONDS[unit] ?? 0);
  if (temporal.kind === 'time' && unit !== 'day' && unit !== 'week') return addToTime(temporal, milliseconds);
  return addMilliseconds(notTime(temporal), milliseconds);
}

function notTime(temporal: Temporal): Temporal {
  if (temporal.kind === 'time') throw new FhirPathError('A time of day can only be moved by hours or less');
  return temporal;
}

function wholeMilliseconds(seconds: Decimal): number {
  return toNumber(truncate(multiply(seconds, wholeDecimal(1000))));
}

function addToTime(time: Temporal, milliseconds: number): Temporal | undefined {
  if (!Number.isFinite(milliseconds)) return undefined;
  const moved = (millisecondOfDay(time) + milliseconds) % MILLISECONDS_A_DAY;
  return withClock(time, [], moved < 0 ? moved + MILLISECONDS_A_DAY : moved);
}

function addMonths(temporal: Temporal, months: number): Temporal | undefined {
  const [year = 1, month, ...rest] = temporal.parts;
  if (month === undefined) return inRange({ ...temporal, parts: [year + Math.trunc(months / 12)] });
  const count = year * 12 + month - 1 + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  const [day, ...clock] = rest;
  if (day === undefined) return inRange({ ...temporal, parts: [newYear, newMonth] });
  const lastDay = daysInMonth(newYear, newMonth);
  return inRange({ ...temporal, parts: [newYear, newMonth, Math.min(day, lastDay), ...clock] });
}

function addMilliseconds(temporal: Temporal, milliseconds: number): Temporal | undefined {
  const [year = 1, month, day] = temporal.parts;
  const days = Math.trunc(milliseconds / MILLISECONDS_A_DAY);
  if (month === undefined) return addMonths(temporal, Math.trunc(days / DAYS_A_YEAR) * 12);
  if (day === undefined) return addMonths(temporal, Math.trunc(days / DAYS_A_MONTH));
  if (temporal.parts.length === 3) return dateAt(temporal, dayNumber(year, month, day) + days);
  const all = dayNumber(year, month, day) * MILLISECONDS_A_DAY + millisecondOfDay(temporal) + milliseconds;
  const dayAfter = Math.floor(all / MILLISECONDS_A_DAY);
  if (!isDayOfEra(dayAfter)) return undefined;
  return withClock(temporal, dateOfDay(dayAfter), all - dayAfter * MILLISECONDS_A_DAY);
}

function dateAt(temporal: Temporal, day: number): Temporal | undefined {
  return isDayOfEra(day) ? { ...temporal, parts: dateOfDay(day) } : undefined;
}

function millisecondOfDay(temporal: Temporal): number {
  const [hour = 0, minute = 0, second = 0] = clockOf(temporal);
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number(temporal.fraction.slice(0, 3).padEnd(3, '0'));
}

/** A moved value: its date, and the clock as precise as it was before. */
function withClock(temporal: Temporal, date: readonly number[], millisecond: number): Temporal {
  const seconds = Math.floor(millisecond / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const parts = [...date, ...clock].slice(0, temporal.parts.length);
  const rest = String(millisecond % 1000).padStart(3, '0');
  const isShown = clockOf(temporal).length === 3 && (temporal.fraction !== '' || millisecond % 1000 !== 0);
  return { ...temporal, parts, fraction: isShown ? rest + temporal.fraction.slice(3) : '' };
}

function inRange(temporal: Temporal): Temporal | undefined {
  const [year = 0] = temporal.parts;
  return year >= 1 && year <= LAST_YEAR ? temporal : undefined;
}

function isDayOfEra(day: number): boolean {
  return day >= 0 && day < dayNumber(LAST_YEAR + 1, 1, 1);
}
