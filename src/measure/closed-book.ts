import type { ClosedDays, CoveragePort } from '../types/coverage-ledger.ts';
import type { FacilityCode } from '../types/submission.ts';
import { type DayNumber, formatDay, parseDay } from './days.ts';
import type { FacilityCourse } from './facility-course.ts';
import { type Accepted, FIGURE_DAYS, type KeptFigures } from './figures.ts';
import type { IndicatorSums } from './indicators.ts';
import { type LoadedTallies, loadTallies } from './loaded-tallies.ts';

/** What the closed days come to, in memory. */
export interface ClosedBook {
  /** Null: no day is closed by these definitions. */
  readonly through: DayNumber | null;
  /** Tallies as of the newest closed day, from `TALLY_DAYS` before it on. */
  readonly tallies: LoadedTallies;
  /** Each facility's closed days from the first of which there is anything, one after the other. */
  readonly courses: ReadonlyMap<FacilityCode, FacilityCourse>;
  readonly accepted: ReadonlyMap<FacilityCode, Accepted>;
}

/** Days before the newest closed one whose tallies are kept in memory: what figures need, and charts of a quarter. */
export const TALLY_DAYS = FIGURE_DAYS + 34;

const FIRST_DAY = '0000-01-01';

interface GrowingCourse extends FacilityCourse {
  readonly sums: IndicatorSums[];
}

/** Gives the closed days as they are now; only what is new since the last call is read. */
export type ReadClosedBook = () => Promise<ClosedBook>;

/** Closed days of a store, counted by the definitions given. Calls must not overlap. */
export function createClosedBook(store: CoveragePort, definitions: string): ReadClosedBook {
  let courses = new Map<FacilityCode, GrowingCourse>();
  let book: ClosedBook | undefined;
  /** Of which count the courses are. */
  let begun: number | undefined;

  async function readFigures(from: string, closed: ClosedDays): Promise<ReadonlyMap<FacilityCode, Accepted>> {
    const accepted = new Map<FacilityCode, Accepted>();
    for await (const { facility, day, content } of store.figures(from, closed.through)) {
      const figures = JSON.parse(content) as KeptFigures;
      const course = courses.get(facility);
      if (course === undefined) courses.set(facility, { first: parseDay(day) ?? Number.NaN, sums: [toSums(figures)] });
      else course.sums.push(toSums(figures));
      if (day === closed.through) accepted.set(facility, figures);
    }
    return accepted;
  }

  async function load(closed: ClosedDays | null): Promise<ClosedBook> {
    const through = closed === null ? null : (parseDay(closed.through) ?? null);
    const known = book?.through ?? null;
    const isNewer = known !== null && through !== null && through > known && begun === closed?.begun;
    begun = closed?.begun;
    book = undefined;
    if (!isNewer) courses = new Map();
    const from = isNewer ? formatDay(known + 1) : FIRST_DAY;
    const accepted = closed === null ? new Map<FacilityCode, Accepted>() : await readFigures(from, closed);
    const tallies = await loadTallies(store, through === null ? Number.NEGATIVE_INFINITY : through - TALLY_DAYS);
    return { through, tallies, courses, accepted };
  }

  async function readState(): Promise<ClosedDays | null> {
    const closed = await store.closedDays();
    return closed?.definitions === definitions ? closed : null;
  }

  return async () => {
    for (let state = await readState(); ; ) {
      if (book !== undefined && formatThrough(book) === state?.through && begun === state?.begun) return book;
      const loaded = await load(state);
      // Figures and tallies are of one state only when no day was closed while they were read.
      const now = await readState();
      if (now?.through === state?.through && now?.begun === state?.begun) book = loaded;
      state = now;
    }
  };
}

function formatThrough({ through }: ClosedBook): string | undefined {
  return through === null ? undefined : formatDay(through);
}

/** Of the many closed days only what indicators are made of is kept. */
function toSums(figures: KeptFigures): IndicatorSums {
  const { encounters, claimed, emr, sectionsDue, sectionsPresent, timely, identified, signed } = figures;
  const { received, accepted, rhythm, connected, sending } = figures;
  return {
    ...{ encounters, claimed, emr, sectionsDue, sectionsPresent, timely, identified, signed },
    ...{ received, accepted, rhythm, connected, sending },
  };
}
