import { startOfLocalDay } from '../fhir/local-time.ts';
import type { EpochMs } from '../types/submission.ts';

/** A calendar day in Asia/Ho_Chi_Minh, counted from 1970-01-01, so that days can be added and compared as numbers. */
export type DayNumber = number;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const FIRST_DAY_STARTS = startOfLocalDay('1970-01-01');
const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The local day in which an instant lies. */
export function dayOfInstant(at: EpochMs): DayNumber {
  return Math.floor((at - FIRST_DAY_STARTS) / DAY_MS);
}

/** Reads `YYYY-MM-DD`; undefined when the text is not such a day of the calendar (`2026-02-30`). */
export function parseDay(text: string): DayNumber | undefined {
  if (!CALENDAR_DAY.test(text)) return undefined;
  const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && formatDay(day) === text ? day : undefined;
}

/** `YYYY-MM-DD`. */
export function formatDay(day: DayNumber): string {
  let text = written.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    if (written.size < MAX_WRITTEN) written.set(day, text);
  }
  return text;
}

/** Days are written again and again, facility by facility; those of ten years are kept. */
const written = new Map<DayNumber, string>();
const MAX_WRITTEN = 4_000;

/** First millisecond of a local day. */
export function startOfDay(day: DayNumber): EpochMs {
  return FIRST_DAY_STARTS + day * DAY_MS;
}

/** Last millisecond of a local day. */
export function endOfDay(day: DayNumber): EpochMs {
  return FIRST_DAY_STARTS + (day + 1) * DAY_MS - 1;
}

/** Number of days of a month written `YYYY-MM`. */
export function daysInMonth(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
}
