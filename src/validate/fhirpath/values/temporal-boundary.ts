import { daysInMonth } from './calendar.ts';
import { clockOf, type Temporal } from './temporal.ts';

export type Side = 'low' | 'high';

/** Parts that a number of digits stands for: `2014-01-05` has 8, `T10:30` has 4. */
const DATE_TIME_PARTS: Readonly<Record<number, number>> = { 4: 1, 6: 2, 8: 3, 10: 4, 12: 5, 14: 6, 17: 6 };
const TIME_PARTS: Readonly<Record<number, number>> = { 2: 1, 4: 2, 6: 3, 9: 3 };

/** Where on earth a day begins first, and where it ends last. */
const ZONES: Readonly<Record<Side, string>> = { low: '+14:00', high: '-12:00' };

/**
 * The earliest or latest value that a value of lower precision can mean, with as many digits as asked for: 4 to 17 for
 * dates and date-times, 2 to 9 for times; by default 8, 17 and 9. A time without zone gets the zone where that moment
 * comes first or last. Undefined for another number of digits. FHIR has no hour without minutes: `T08` is `T08:00`.
 * @source https://hl7.org/fhirpath/#lowboundaryprecision-integer-decimal--date--datetime--time
 */
export function boundaryOf(temporal: Temporal, side: Side, digits?: number): Temporal | undefined {
  if (temporal.kind === 'time') {
    const wanted = digits ?? 9;
    const count = TIME_PARTS[wanted];
    return count === undefined ? undefined : cut('time', fillClock(temporal, side), count, wanted === 9, '');
  }
  const wanted = digits ?? (temporal.kind === 'date' ? 8 : 17);
  const count = DATE_TIME_PARTS[wanted];
  if (count === undefined) return undefined;
  const { parts, fraction } = fillClock(temporal, side);
  const kind = temporal.kind === 'date' && count <= 3 ? 'date' : 'dateTime';
  const zone = temporal.zone === '' ? ZONES[side] : temporal.zone;
  return cut(kind, { parts: [...fillDate(temporal, side), ...parts], fraction }, count, wanted === 17, zone);
}

/** Number of digits that are given: 8 for `2014-01-05`, 17 with milliseconds. */
export function temporalPrecision({ kind, parts, fraction }: Temporal): number {
  const digits = kind === 'time' ? parts.length * 2 : 2 + parts.length * 2;
  return digits + fraction.length;
}

interface Filled {
  readonly parts: readonly number[];
  readonly fraction: string;
}

function fillDate({ parts }: Temporal, side: Side): readonly number[] {
  const [year = 1, month = side === 'low' ? 1 : 12] = parts;
  const day = parts[2] ?? (side === 'low' ? 1 : daysInMonth(year, month));
  return [year, month, day];
}

function fillClock(temporal: Temporal, side: Side): Filled {
  const isHigh = side === 'high';
  const [hour, minute, second] = clockOf(temporal);
  const emptyMinute = isHigh && hour === undefined ? 59 : 0;
  const emptyFraction = isHigh ? '999' : '000';
  return {
    parts: [hour ?? (isHigh ? 23 : 0), minute ?? emptyMinute, second ?? (isHigh ? 59 : 0)],
    fraction: temporal.fraction === '' ? emptyFraction : temporal.fraction.padEnd(3, '0'),
  };
}

function cut(kind: Temporal['kind'], filled: Filled, count: number, withFraction: boolean, zone: string): Temporal {
  return {
    kind,
    parts: filled.parts.slice(0, count),
    fraction: withFraction ? filled.fraction : '',
    zone: kind === 'dateTime' && count > 3 ? zone : '',
  };
}
