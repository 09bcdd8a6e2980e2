import type { CoveragePort } from '../types/coverage-ledger.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import type { ClosedBook } from './closed-book.ts';
import { type DayNumber, dayOfInstant, endOfDay } from './days.ts';
import { type Accepted, joinAccepted, type KeptFigures, keptFiguresOn, NO_FIGURES } from './figures.ts';
import { type OpenDay, openDay } from './open-day.ts';
import type { ReadTallies } from './tallies.ts';

/** A day that is not closed yet, as of the last look. */
export interface OpenFigures {
  readonly day: DayNumber;
  readonly tallies: ReadTallies;
  of(facility: FacilityCode): KeptFigures;
  /** Every facility of which anything was received up to that day. */
  facilities(): readonly FacilityCode[];
}

/** The days after the closed ones, from `first` up to today; in order. */
export type LookAtOpenDays = (book: ClosedBook, first: DayNumber, now: EpochMs) => Promise<readonly OpenFigures[]>;

/** Counts the open days upon the closed ones, and keeps what it counted. Calls must not overlap. */
export function createOpenDays(
  store: Pick<CoveragePort, 'factsBetween' | 'factsOf' | 'signIns'>,
  emrLevel: number,
): LookAtOpenDays {
  let days: OpenDay[] = [];
  let base: ClosedBook | undefined;

  function begin(book: ClosedBook, first: DayNumber, today: DayNumber): void {
    if (book !== base || days[0]?.day !== first) days = [];
    base = book;
    for (let day = first + days.length; day <= today; day += 1) {
      days.push(openDay({ store, day, base: days.at(-1)?.tallies ?? book.tallies, emrLevel }));
    }
  }

  async function lookAtAll(now: EpochMs): Promise<void> {
    for (const [place, one] of days.entries()) {
      const isOld = place < days.length - 1;
      const hasNews = await one.look(now);
      // What the next day was counted upon is otherwise now.
      if (hasNews && isOld) days.length = place + 1;
    }
  }

  return async (book, first, now) => {
    const today = dayOfInstant(now);
    try {
      do {
        begin(book, first, today);
        await lookAtAll(now);
      } while (days.at(-1)?.day !== today);
    } catch (error) {
      days = [];
      throw error;
    }
    let accepted = book.accepted;
    return days.map(({ day, tallies }) => {
      accepted = joinAll(accepted, tallies);
      return figuresOfDay(day, tallies, accepted, Math.min(now, endOfDay(day)));
    });
  };
}

function figuresOfDay(
  day: DayNumber,
  tallies: ReadTallies,
  accepted: ReadonlyMap<FacilityCode, Accepted>,
  now: EpochMs,
): OpenFigures {
  const known = new Map<FacilityCode, KeptFigures>();
  return {
    day,
    tallies,
    facilities: () => [...accepted.keys()],
    of(facility) {
      const figures =
        known.get(facility) ?? keptFiguresOn(tallies, facility, day, accepted.get(facility) ?? NO_FIGURES, now);
      known.set(facility, figures);
      return figures;
    },
  };
}

function joinAll(before: ReadonlyMap<FacilityCode, Accepted>, tallies: OpenDay['tallies']) {
  const accepted = new Map(before);
  for (const { facility, tally } of tallies.changed()) {
    accepted.set(facility, joinAccepted(accepted.get(facility) ?? NO_FIGURES, tally));
  }
  return accepted;
}
