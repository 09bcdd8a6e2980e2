import { daysInMonth } from './calendar.ts';

/** `date` and `dateTime` begin with the year, `time` with the hour. */
export type TemporalKind = 'date' | 'dateTime' | 'time';

/** A date, a date with time, or a time of day, as precise as it was given. */
export interface Temporal {
  readonly kind: TemporalKind;
  /** Year, month, day, hour, minute, second (a time: hour, minute, second); as many as are given. */
  readonly parts: readonly number[];
  /** Digits after the second, as given; empty without. */
  readonly fraction: string;
  /** `Z`, `+07:00`; empty without. */
  readonly zone: string;
}

const FORMS: Readonly<Record<TemporalKind, RegExp>> = {
  date: /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/,
  dateTime:
    /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T(?:([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?$/,
  time: /^([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?)?$/,
};

/** Longer texts are no dates; a fraction of a second has at most nine digits that are read. */
const MAX_LENGTH = 64;

/**
 * Reads a date, date-time or time as FHIR and FHIRPath write it, without `@` and `T` before. Undefined for a text of
 * another form, and for a day, hour, minute, second or zone that does not exist.
 * @source http://hl7.org/fhirpath/N1/#date
 */
export function parseTemporal(kind: TemporalKind, text: string): Temporal | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const match = FORMS[kind].exec(text);
  if (match === null) return undefined;
  const size = kind === 'dateTime' ? 6 : 3;
  const parts: number[] = [];
  for (let index = 1; index <= size; index += 1) {
    const digits = match[index];
    if (digits === undefined) break;
    parts.push(Number(digits));
  }
  const fraction = kind === 'date' ? '' : (match[size + 1] ?? '');
  const zone = kind === 'dateTime' ? (match[8] ?? '') : '';
  const timeWithoutDay = kind === 'dateTime' && parts.length < 3 && match[4] !== undefined;
  if (timeWithoutDay || (zone !== '' && parts.length < 4)) return undefined;
  const temporal: Temporal = { kind, parts, fraction, zone };
  return isReal(temporal) ? temporal : undefined;
}

/** Whether a text is a date, date-time or time. */
export function isTemporalText(kind: TemporalKind, text: string): boolean {
  return parseTemporal(kind, text) !== undefined;
}

/** The text of FHIR: `2024-02-29`, `2024-02-29T07:30:00+07:00`, `07:30`. */
export function printTemporal({ kind, parts, fraction, zone }: Temporal): string {
  const clock = (numbers: readonly number[]): string =>
    numbers.map((part) => twoDigits(part)).join(':') + (fraction === '' ? '' : `.${fraction}`);
  if (kind === 'time') return clock(parts);
  const [year = 0, ...rest] = parts.slice(0, 3);
  const date = [String(year).padStart(4, '0'), ...rest.map((part) => twoDigits(part))].join('-');
  return parts.length > 3 ? `${date}T${clock(parts.slice(3))}${zone}` : date;
}

/** Minutes east of Greenwich; undefined without a zone. */
export function zoneMinutes({ zone }: Temporal): number | undefined {
  if (zone === '') return undefined;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** Hour, minute and second of a date-time or time, as far as given. */
export function clockOf({ kind, parts }: Temporal): readonly number[] {
  return kind === 'time' ? parts : parts.slice(3);
}

/** Seconds with their fraction, to the millisecond and further. */
export function secondsOf(temporal: Temporal): number {
  const whole = clockOf(temporal)[2] ?? 0;
  return temporal.fraction === '' ? whole : Number(`${whole}.${temporal.fraction.slice(0, 9)}`);
}

function isReal(temporal: Temporal): boolean {
  const { kind, parts } = temporal;
  if (kind !== 'time') {
    const [year = 0, month = 1, day = 1] = parts;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  }
  const [hour = 0, minute = 0, second = 0] = clockOf(temporal);
  // 60 is a leap second: FHIR allows it.
  if (hour > 23 || minute > 59 || second > 60) return false;
  const zone = zoneMinutes(temporal) ?? 0;
  return Math.abs(zone) <= 14 * 60 && Math.abs(zone) % 60 <= 59;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
