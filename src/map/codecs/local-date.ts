import type { PrimitivePair } from './codec.ts';

/**
 * The forms' dates are digits in Việt Nam's own time: `yyyymmddHHMM`, `yyyymmdd`, sometimes with seconds, with zeros
 * for what is not known (QĐ 4750, NGAY_SINH). FHIR wants `2026-07-01T08:15:00+07:00`, or fewer parts.
 * @source https://hl7.org/fhir/R4/datatypes.html#dateTime
 */
const DIGITS = /^\d+$/;
/** Of a year, a month, a day, a minute, a second. */
const LENGTHS: ReadonlySet<number> = new Set([4, 6, 8, 12, 14]);

interface DateParts {
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date: string;
  /** `HH:MM:SS`, when the text has a time. */
  readonly time: string | undefined;
}

function readDigits(text: string): DateParts | undefined {
  if (!LENGTHS.has(text.length) || !DIGITS.test(text) || text.startsWith('0000')) return undefined;
  const date = readDate(text.slice(0, 4), text.slice(4, 6) || '00', text.slice(6, 8) || '00');
  if (date === undefined || text.length < 12) return date === undefined ? undefined : { date, time: undefined };
  const hour = text.slice(8, 10);
  const minute = text.slice(10, 12);
  const second = text.slice(12) || '00';
  return hour > '23' || minute > '59' || second > '59' ? undefined : { date, time: `${hour}:${minute}:${second}` };
}

function readDate(year: string, month: string, day: string): string | undefined {
  if (month === '00') return day === '00' ? year : undefined;
  if (month > '12') return undefined;
  if (day === '00') return `${year}-${month}`;
  return isDayOfMonth(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : undefined;
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  return day >= 1 && (day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate());
}

/** Milliseconds that Việt Nam is ahead of UTC: +07:00 all year. */
const AHEAD = 7 * 3_600_000;

/** The digits of a FHIR date or dateTime in Việt Nam's own time, without its marks. */
function digitsOf(sent: string): string {
  const value = sent.length <= 10 || sent.endsWith('+07:00') ? sent : inLocalTime(sent);
  const date = value.slice(0, 4) + value.slice(5, 7) + value.slice(8, 10);
  return date + value.slice(11, 13) + value.slice(14, 16) + value.slice(17, 19);
}

/** An instant that another system told in another zone. */
function inLocalTime(value: string): string {
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? value : new Date(instant + AHEAD).toISOString();
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
    const digits = digitsOf(String(value));
    return digits.length === 14 && digits.endsWith('00') ? digits.slice(0, 12) : digits;
  },
};

/** A day: 8 digits. A time that a sender adds is kept as source text. */
export const DATE: PrimitivePair = {
  parse: (text) => readDigits(text)?.date,
  render: (value) => digitsOf(String(value)),
};

/** NGAY_SINH: 12 digits, zeros for what is not known; `0000` means that the hour is not known. */
export const BIRTH_DATE: PrimitivePair = {
  parse: (text) => readDigits(text)?.date,
  render: (value) => digitsOf(String(value)).padEnd(12, '0'),
};

/** Time of birth (`yyyymmddHHMM`, wanted for newborns up to 28 days), when the text has one. */
export function birthTimeOf(text: string): string | undefined {
  const parts = readDigits(text);
  if (parts?.time === undefined || parts.time === '00:00:00' || !isWholeDay(parts)) return undefined;
  return `${parts.date}T${parts.time}+07:00`;
}

const DAYS = [
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})/,
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})/,
  /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})/,
];

/** Day at the beginning of a text of the forms (`yyyymmdd…`, `yyyy-mm-dd…`, `dd/mm/yyyy…`), `YYYY-MM-DD`. */
export function dayOfText(text: string): string | undefined {
  for (const pattern of DAYS) {
    const { year = '', month = '', day = '' } = pattern.exec(text)?.groups ?? {};
    const date = readDate(year, month, day);
    if (year !== '' && date?.length === 10) return date;
  }
  return undefined;
}
