import type { PrimitivePair } from './codec.ts';

/**
 * The forms' dates are digits in Việt Nam's own time: `yyyymmddHHMM`, `yyyymmdd`, sometimes with seconds, with zeros
 * for what is not known (QĐ 4750, NGAY_SINH). FHIR wants `2026-07-01T08:15:00+07:00`, or fewer parts.
 * @source https://hl7.org/fhir/R4/datatypes.html#dateTime
 */
const DIGITS =
  /^(?<year>\d{4})(?:(?<month>\d{2})(?:(?<day>\d{2})(?:(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?)?)?)?$/;

interface DateParts {
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date: string;
  /** `HH:MM:SS`, when the text has a time. */
  readonly time: string | undefined;
}

function readDigits(text: string): DateParts | undefined {
  const parts = DIGITS.exec(text)?.groups;
  if (parts === undefined || parts['year'] === '0000') return undefined;
  const date = readDate(String(parts['year']), parts['month'] ?? '00', parts['day'] ?? '00');
  if (date === undefined || parts['hour'] === undefined)
    return date === undefined ? undefined : { date, time: undefined };
  const second = parts['second'] ?? '00';
  if (parts['hour'] > '23' || String(parts['minute']) > '59' || second > '59') return undefined;
  return { date, time: `${parts['hour']}:${parts['minute']}:${second}` };
}

function readDate(year: string, month: string, day: string): string | undefined {
  if (month === '00') return day === '00' ? year : undefined;
  if (month > '12') return undefined;
  if (day === '00') return `${year}-${month}`;
  return isDayOfMonth(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : undefined;
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const isWholeDay = (parts: DateParts) => parts.date.length === 10;

/** Instants and dates in a dateTime: 12 digits (14 with seconds), or 8 for a day. */
export const INSTANT: PrimitivePair = {
  parse(text) {
    const parts = readDigits(text);
    if (parts === undefined) return undefined;
    return parts.time !== undefined && isWholeDay(parts) ? `${parts.date}T${parts.time}+07:00` : parts.date;
  },
  render(value) {
    const digits = String(value).slice(0, 19).replace(/[-:T]/g, '');
    return digits.length === 14 && digits.endsWith('00') ? digits.slice(0, 12) : digits;
  },
};

/** A day: 8 digits. A time that a sender adds is kept as source text. */
export const DATE: PrimitivePair = {
  parse: (text) => readDigits(text)?.date,
  render: (value) => String(value).replaceAll('-', ''),
};

/** NGAY_SINH: 12 digits, zeros for what is not known; `0000` means that the hour is not known. */
export const BIRTH_DATE: PrimitivePair = {
  parse: (text) => readDigits(text)?.date,
  render: (value) => String(value).replaceAll('-', '').padEnd(12, '0'),
};

/** Time of birth (`yyyymmddHHMM`, wanted for newborns up to 28 days), when the text has one. */
export function birthTimeOf(text: string): string | undefined {
  const parts = readDigits(text);
  if (parts?.time === undefined || parts.time === '00:00:00' || !isWholeDay(parts)) return undefined;
  return `${parts.date}T${parts.time}+07:00`;
}
