import { dateOfDay, dayNumber } from './calendar.ts';
import { clockOf, secondsOf, type Temporal, zoneMinutes } from './temporal.ts';

const MINUTES_A_DAY = 24 * 60;
/** A time without zone may be anywhere on earth: between 14 hours east and 12 hours west of Greenwich. */
const EARLIEST_ZONE_SECONDS = 14 * 3600;
const LATEST_ZONE_SECONDS = 12 * 3600;

/** Seconds that one unit of the last given part lasts, by number of parts of a date-time. */
const LAST_PART_SECONDS = [0, 366 * 86400, 31 * 86400, 86400, 3600, 60, 0];

/**
 * Order of two dates, date-times or times: below 0, 0, above 0. Undefined when it is not certain: one is less precise
 * and they agree so far, or only one has a zone and the difference is smaller than zones are. Times with a zone are
 * compared in UTC; a date has no zone and is compared with the UTC date, as the reference validator does.
 * @source http://hl7.org/fhirpath/N1/#datetime-comparison
 */
export function compareTemporals(left: Temporal, right: Temporal): number | undefined {
  if (left.kind === 'time' || right.kind === 'time') return compareParts(timeParts(left), timeParts(right));
  const zones = Number(left.zone !== '') + Number(right.zone !== '');
  if (zones === 1 && hasTime(left) && hasTime(right)) return compareAnywhere(left, right);
  return compareParts(inUtc(left), inUtc(right));
}

/** Whether both are dates or date-times, or both are times: others cannot be compared. */
export function areComparableTemporals(left: Temporal, right: Temporal): boolean {
  return (left.kind === 'time') === (right.kind === 'time');
}

function compareParts(left: readonly number[], right: readonly number[]): number | undefined {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const one = left[index];
    const other = right[index];
    if (one === undefined || other === undefined) return undefined;
    if (one !== other) return one - other;
  }
  return 0;
}

function timeParts(temporal: Temporal): readonly number[] {
  const clock = clockOf(temporal);
  return clock.length === 3 ? [...clock.slice(0, 2), secondsOf(temporal)] : clock;
}

function inUtc(temporal: Temporal): readonly number[] {
  const { parts } = temporal;
  const offset = zoneMinutes(temporal);
  if (!hasTime(temporal)) return parts;
  if (offset === undefined || offset === 0) return [...parts.slice(0, 3), ...timeParts(temporal)];
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0] = parts;
  const minutes = dayNumber(year, month, day) * MINUTES_A_DAY + hour * 60 + minute - offset;
  const days = Math.floor(minutes / MINUTES_A_DAY);
  const rest = minutes - days * MINUTES_A_DAY;
  const all = [...dateOfDay(days), Math.floor(rest / 60), rest % 60, secondsOf(temporal)];
  return all.slice(0, parts.length);
}

function compareAnywhere(left: Temporal, right: Temporal): number | undefined {
  const one = span(left);
  const other = span(right);
  if (one.latest < other.earliest) return -1;
  if (other.latest < one.earliest) return 1;
  return undefined;
}

/** The first and last second in UTC that a date-time can mean. */
function span(temporal: Temporal): { readonly earliest: number; readonly latest: number } {
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0] = temporal.parts;
  const local = dayNumber(year, month, day) * 86400 + hour * 3600 + minute * 60 + secondsOf(temporal);
  const length = LAST_PART_SECONDS[temporal.parts.length] ?? 0;
  const offset = zoneMinutes(temporal);
  if (offset !== undefined) return { earliest: local - offset * 60, latest: local + length - offset * 60 };
  return { earliest: local - EARLIEST_ZONE_SECONDS, latest: local + length + LATEST_ZONE_SECONDS };
}

function hasTime({ parts }: Temporal): boolean {
  return parts.length > 3;
}
