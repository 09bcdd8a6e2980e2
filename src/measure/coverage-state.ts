import type { CoveragePort } from '../types/coverage-ledger.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { type ClosedBook, createClosedBook } from './closed-book.ts';
import type { CoveragePolicy } from './compute-coverage.ts';
import { type DayNumber, dayOfInstant, formatDay, parseDay } from './days.ts';
import { definitionsOf } from './definitions.ts';
import { type KeptFigures, NO_FIGURES } from './figures.ts';
import { firstDayOf } from './first-day.ts';
import { loadTallies } from './loaded-tallies.ts';
import { createOpenDays, type OpenFigures } from './open-days.ts';
import type { ReadTallies } from './tallies.ts';

/** A day that is being counted: its figures come by and by. */
export class CoverageBehindError extends Error {
  override name = 'CoverageBehindError';
  /** Newest day that is counted, `YYYY-MM-DD`; null: none is yet. */
  readonly through: string | null;

  constructor(through: string | null) {
    super(`days are being counted, through ${through ?? 'none yet'}`);
    this.through = through;
  }
}

/** What is counted, as seen from one day. */
export interface CoverageView {
  readonly day: DayNumber;
  readonly book: ClosedBook;
  /** Days after the closed ones, up to the day itself; none for a closed day. */
  readonly open: readonly OpenFigures[];
  /** Every facility of which anything was received. */
  facilities(): readonly FacilityCode[];
  /** Each facility's figures of the day, or of the day before. */
  figures(day: DayNumber): Promise<(code: FacilityCode) => KeptFigures>;
  /** Tallies of days from one to another as known now. */
  tallies(from: DayNumber, to: DayNumber): Promise<ReadTallies>;
}

/** So many days that are not closed are counted in memory: today, yesterday until it is closed, and one to spare. */
const MAX_OPEN_DAYS = 3;

export interface CoverageState {
  /**
   * @param asOf the day; without one today, or the newest closed day while those before today are being counted
   */
  on(asOf: string | undefined, now: EpochMs): Promise<CoverageView>;
}

/** What is counted of a store, kept in memory and brought up to date when it is asked for. */
export function createCoverageState(store: CoveragePort, policy: CoveragePolicy): CoverageState {
  const readBook = createClosedBook(store, definitionsOf(policy));
  const lookAt = createOpenDays(store, policy.emrLevel);
  let last: Promise<unknown> = Promise.resolve();

  async function bringUp(asOf: string | undefined, now: EpochMs): Promise<CoverageView> {
    const today = dayOfInstant(now);
    const asked = asOf === undefined ? today : parseDay(asOf);
    if (asked === undefined) throw new RangeError('asOf is not a day of the calendar, YYYY-MM-DD');
    if (asked > today) throw new RangeError('asOf lies ahead');
    const book = await readBook();
    if (book.through !== null && asked <= book.through) return viewOf(asked, book, []);
    const first = await firstOpenDay(book, today);
    if (today - first >= MAX_OPEN_DAYS) {
      if (asOf === undefined && book.through !== null) return viewOf(book.through, book, []);
      throw new CoverageBehindError(book.through === null ? null : formatDay(book.through));
    }
    const open = await lookAt(book, first, now);
    return viewOf(
      asked,
      book,
      open.filter(({ day }) => day <= asked),
    );
  }

  /** Of a store that is empty so far today is the first. */
  async function firstOpenDay({ through }: ClosedBook, today: DayNumber): Promise<DayNumber> {
    return through === null ? ((await firstDayOf(store, today)) ?? today) : through + 1;
  }

  function viewOf(day: DayNumber, book: ClosedBook, open: readonly OpenFigures[]): CoverageView {
    const newest = open.at(-1)?.tallies ?? book.tallies;
    return {
      day,
      book,
      open,
      facilities: () => [...new Set([...book.accepted.keys(), ...open.flatMap((one) => one.facilities())])],
      async figures(of) {
        const counted = open.find((one) => one.day === of);
        if (counted !== undefined) return counted.of;
        const byFacility = new Map<FacilityCode, KeptFigures>();
        for await (const { facility, content } of store.figures(formatDay(of), formatDay(of))) {
          byFacility.set(facility, JSON.parse(content) as KeptFigures);
        }
        return (code) => byFacility.get(code) ?? NO_FIGURES;
      },
      async tallies(from) {
        if (from >= book.tallies.from) return newest;
        const older = await loadTallies(store, from);
        return { of: (code, on) => (on < book.tallies.from ? older.of(code, on) : newest.of(code, on)) };
      },
    };
  }

  return {
    on(asOf, now) {
      // One after the other: what is in memory is brought up to date by one at a time.
      const view = last.then(() => bringUp(asOf, now));
      last = view.catch(() => undefined);
      return view;
    },
  };
}
