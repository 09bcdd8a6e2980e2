import type { Facility } from '../types/registry.ts';
import type { FacilityCode } from '../types/submission.ts';
import type { ClosedBook } from './closed-book.ts';
import type { DayNumber } from './days.ts';
import { type FacilityDay, followFacility, nextDay } from './facility-course.ts';
import type { OpenFigures } from './open-days.ts';
import { NO_ENDURANCE } from './stages.ts';

/**
 * How a facility stood on the `days` days up to one. The walk over its closed days is remembered as long as its entry and
 * the closed days stay the same: it is the long part, and pages ask every few seconds.
 */
export type Follow = (
  facility: Facility,
  book: ClosedBook,
  open: readonly OpenFigures[],
  day: DayNumber,
) => readonly FacilityDay[];

interface Remembered {
  readonly book: ClosedBook;
  readonly entry: string;
  readonly from: DayNumber;
  readonly walked: readonly FacilityDay[];
}

/** Follows facilities over so many days. */
export function createFollow(days: number): Follow {
  const remembered = new Map<FacilityCode, Remembered>();

  function walkClosed(facility: Facility, book: ClosedBook, from: DayNumber, to: DayNumber): readonly FacilityDay[] {
    const known = remembered.get(facility.code);
    const entry = JSON.stringify([facility.announced, facility.statistics]);
    if (known?.book === book && known.entry === entry && known.from === from) return known.walked;
    const walked = followFacility(facility, book.courses.get(facility.code), from, to);
    remembered.set(facility.code, { book, entry, from, walked });
    return walked;
  }

  return (facility, book, open, day) => {
    const from = day - days + 1;
    const closed = (open[0]?.day ?? day + 1) - 1;
    const walked = [...walkClosed(facility, book, Math.min(from, closed), closed)];
    for (const one of open) {
      const before = walked.at(-1)?.endurance ?? NO_ENDURANCE;
      walked.push(nextDay(facility, before, one.of(facility.code), one.day));
    }
    return walked.slice(-days);
  };
}
