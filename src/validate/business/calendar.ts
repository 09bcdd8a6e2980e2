const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Minutes since 1970 of an instant yyyymmddHHMM or a day yyyymmdd that is one (see `value-forms.ts`). */
export function toMinutes(text: string): number {
  const part = (start: number, end: number) => Number(text.slice(start, end) || '0');
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12)) / MINUTE_MS;
}

/** Calendar days from one day (or instant) to another, both counted: 1 when they are the same day. */
export function countDays(first: string, last: string): number {
  return (toMinutes(last.slice(0, 8)) - toMinutes(first.slice(0, 8))) / DAY_MINUTES + 1;
}

/** True when the day of an instant is the last one of its month. */
export function isLastDayOfMonth(instant: string): boolean {
  const tomorrow = new Date((toMinutes(instant.slice(0, 8)) + DAY_MINUTES) * MINUTE_MS);
  return tomorrow.getUTCDate() === 1;
}
