import type { CoveragePort } from '../types/coverage-ledger.ts';
import type { FacilityCode } from '../types/submission.ts';
import { type DayTally, readTally } from './day-tally.ts';
import { type DayNumber, formatDay, parseDay } from './days.ts';
import type { ReadTallies } from './tallies.ts';

/** The last day of the calendar that is written with four digits: some senders date what is to come. */
const LAST_DAY = '9999-12-31';

/** Tallies of closed days in memory: all from one day on, and of the days before it those that were asked for. */
export interface LoadedTallies extends ReadTallies {
  /** From which day on there is every tally. */
  readonly from: DayNumber;
  /** Reads what is not there yet of these days. */
  load(days: Iterable<DayNumber>): Promise<void>;
  /** Takes over what was written. */
  put(facility: FacilityCode, day: DayNumber, tally: DayTally): void;
  /** Lets go what lies before a day. */
  keepFrom(day: DayNumber): void;
}

/** Tallies of a store in memory from a day on; from -Infinity on when the store has none. */
export async function loadTallies(store: Pick<CoveragePort, 'tallies'>, first: DayNumber): Promise<LoadedTallies> {
  const byDay = new Map<DayNumber, Map<FacilityCode, DayTally>>();
  let from = first;

  function put(facility: FacilityCode, day: DayNumber, tally: DayTally): void {
    const others = byDay.get(day);
    if (others === undefined) byDay.set(day, new Map([[facility, tally]]));
    else others.set(facility, tally);
  }

  async function read(firstDay: string, lastDay: string): Promise<void> {
    for await (const { facility, day, content } of store.tallies(firstDay, lastDay)) {
      put(facility, parseDay(day) ?? Number.NaN, readTally(content));
    }
  }

  if (Number.isFinite(from)) await read(formatDay(from), LAST_DAY);
  return {
    get from() {
      return from;
    },
    put,
    of: (facility, day) => byDay.get(day)?.get(facility),
    async load(days) {
      for (const day of new Set(days)) {
        if (day >= from || byDay.has(day)) continue;
        byDay.set(day, new Map());
        await read(formatDay(day), formatDay(day));
      }
    },
    keepFrom(day) {
      from = Math.max(from, day);
      for (const one of byDay.keys()) if (one < from) byDay.delete(one);
    },
  };
}
