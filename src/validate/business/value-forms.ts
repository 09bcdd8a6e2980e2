/**
 * Tests of how a value is written, by characters: they run on every field of every row.
 * @source QĐ 4750/QĐ-BYT: instants yyyymmddHHMM, dates yyyymmdd, dot as decimal mark, no thousands mark
 */

const ZERO = 0x30;
const NINE = 0x39;
const FIRST_YEAR = 1900;

/** True when every character from `start` to `end` is a digit, and there is at least one. */
export function isDigits(text: string, start = 0, end = text.length): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return false;
  }
  return end > start;
}

/** `yyyymmdd`, a day of the calendar. */
export function isDate(text: string): boolean {
  return text.length === 8 && isDigits(text) && isCalendarDay(text);
}

/** `yyyymmddHHMM`, a minute of the calendar. */
export function isInstant(text: string): boolean {
  return text.length === 12 && isDigits(text) && isCalendarDay(text) && isClockTime(text);
}

/** NGAY_SINH: `yyyymmddHHMM` where an unknown month and day are `0000`, and an unknown time too. */
export function isBirthInstant(text: string): boolean {
  if (text.length !== 12 || !isDigits(text) || !isClockTime(text)) return false;
  return text.startsWith('0000', 4) ? numberAt(text, 0, 4) >= FIRST_YEAR : isCalendarDay(text);
}

/** Whole number, perhaps negative. */
export function isInteger(text: string): boolean {
  return isDigits(text, text.startsWith('-') ? 1 : 0);
}

/** Digits after the decimal point; -1 when the text is no decimal number. */
export function decimalsOf(text: string): number {
  const start = text.startsWith('-') ? 1 : 0;
  const point = text.indexOf('.');
  if (point === -1) return isDigits(text, start) ? 0 : -1;
  return isDigits(text, start, point) && isDigits(text, point + 1) ? text.length - point - 1 : -1;
}

function isCalendarDay(text: string): boolean {
  const year = numberAt(text, 0, 4);
  const month = numberAt(text, 4, 6);
  const day = numberAt(text, 6, 8);
  return year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function isClockTime(text: string): boolean {
  return numberAt(text, 8, 10) <= 23 && numberAt(text, 10, 12) <= 59;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function numberAt(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + text.charCodeAt(at) - ZERO;
  return value;
}
