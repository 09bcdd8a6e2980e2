import type { FacilityCode } from '../types/submission.ts';
import { copyTally, type DayTally, emptyTally } from './day-tally.ts';
import type { DayNumber } from './days.ts';

/** Tallies of facilities and days, to be read. */
export interface ReadTallies {
  /** Undefined: there is nothing of that day. */
  of(facility: FacilityCode, day: DayNumber): Readonly<DayTally> | undefined;
}

/** Tallies that can be changed; what they were made from stays as it is. */
export interface Tallies extends ReadTallies {
  /** The tally of a day, to be changed in place. */
  change(facility: FacilityCode, day: DayNumber): DayTally;
  /** Every day that was changed. */
  changed(): Iterable<{ readonly facility: FacilityCode; readonly day: DayNumber; readonly tally: DayTally }>;
}

/** Tallies upon others: a day is copied when it is changed first. */
export function createTallies(base?: ReadTallies): Tallies {
  const own = new Map<FacilityCode, Map<DayNumber, DayTally>>();
  return {
    of: (facility, day) => own.get(facility)?.get(day) ?? base?.of(facility, day),
    change(facility, day) {
      let days = own.get(facility);
      if (days === undefined) {
        days = new Map();
        own.set(facility, days);
      }
      let tally = days.get(day);
      if (tally === undefined) {
        const before = base?.of(facility, day);
        tally = before === undefined ? emptyTally() : copyTally(before);
        days.set(day, tally);
      }
      return tally;
    },
    *changed() {
      for (const [facility, days] of own) for (const [day, tally] of days) yield { facility, day, tally };
    },
  };
}
