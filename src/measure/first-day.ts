import type { CoveragePort } from '../types/coverage-ledger.ts';
import { type DayNumber, dayOfInstant, endOfDay, formatDay, parseDay } from './days.ts';

/** The day of the first fact up to and including `until`; undefined: nothing was received yet. */
export async function firstDayOf(
  store: Pick<CoveragePort, 'factsBetween' | 'signIns'>,
  until: DayNumber,
): Promise<DayNumber | undefined> {
  const [signIn] = await store.signIns('0000-01-01', formatDay(until));
  const first = signIn === undefined ? undefined : parseDay(signIn.day);
  for await (const { at } of store.factsBetween(Number.MIN_SAFE_INTEGER, endOfDay(until))) {
    return Math.min(first ?? Number.POSITIVE_INFINITY, dayOfInstant(at));
  }
  return first;
}
