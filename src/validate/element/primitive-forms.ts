/*
 * Forms of the date, time and base64 types: a linear pattern each, then what a pattern cannot say.
 * @source https://hl7.org/fhir/R4/datatypes.html#primitive
 */

const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;
const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?`;
const TIME = new RegExp(`^${CLOCK}$`);
const INSTANT = new RegExp(
  String.raw`^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T${CLOCK}(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$`,
);

/** Whether it is a `date`: a year, a month or a day of the calendar (no 30 February), from the year 1. */
export function isDate(text: string): boolean {
  return text.length <= 10 && DATE.test(text) && isCalendarDay(text);
}

/** Whether it is a `dateTime`: a `date`, or a moment with seconds and zone. */
export function isDateTime(text: string): boolean {
  return isDate(text) || isInstant(text);
}

/** Whether it is an `instant`: a moment with seconds and zone. */
export function isInstant(text: string): boolean {
  return INSTANT.test(text) && isCalendarDay(text);
}

/** Whether it is a `time` of the day with seconds, without zone. */
export function isTime(text: string): boolean {
  return TIME.test(text);
}

const WHITE_SPACE = /\s+/g;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whether it is a `base64Binary`, white space allowed. The published pattern is exponential; this is linear. */
export function isBase64(text: string): boolean {
  const dense = text.replace(WHITE_SPACE, '');
  return dense.length % 4 === 0 && BASE64.test(dense);
}

/** `text` has the form of a date or instant already. */
function isCalendarDay(text: string): boolean {
  if (text.startsWith('0000')) return false;
  const day = Number(text.slice(8, 10));
  return day <= 28 || day <= daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return isLeap ? 29 : 28;
}

const CONTROL = /[^\P{Cc}\t\n\r\u007f-\u009f]/u;

/** Whether a text has a control character other than tab, line feed and carriage return: strings may not. */
export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}
