/**
 * Việt Nam keeps UTC+07:00 all year since 1975 (no daylight saving), so Asia/Ho_Chi_Minh is a fixed offset here
 * and results do not depend on the machine's zone.
 */
const OFFSET_MS = 7 * 3_600_000;

/** `2026-11-22T08:00:00.123+07:00`; milliseconds only when there are any. */
export function toLocalInstant(epochMs: number): string {
  const text = new Date(epochMs + OFFSET_MS).toISOString();
  return `${text.slice(0, 19)}${text.endsWith('.000Z') ? '' : text.slice(19, 23)}+07:00`;
}

/** Calendar day in Asia/Ho_Chi_Minh, `YYYY-MM-DD`. */
export function toLocalDay(epochMs: number): string {
  return new Date(epochMs + OFFSET_MS).toISOString().slice(0, 10);
}

/** First millisecond of a local day. */
export function startOfLocalDay(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) - OFFSET_MS;
}

/** True for a day of the calendar written `YYYY-MM-DD`: not for `2026-02-30`. */
export function isCalendarDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
