import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClosedDays, CoveragePort, KeptDay } from '../types/coverage-ledger.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { type CoveragePolicy, DEFAULT_POLICY } from './compute-coverage.ts';
import { countRecord, moveEncounter } from './day-step.ts';
import { writeTally } from './day-tally.ts';
import { type DayNumber, dayOfInstant, endOfDay, formatDay, MINUTE_MS, parseDay, startOfDay } from './days.ts';
import { definitionsOf } from './definitions.ts';
import { type EncounterKnowledge, knowEncounter } from './encounter-knowledge.ts';
import { type Accepted, FIGURE_DAYS, joinAccepted, type KeptFigures, keptFiguresOn, NO_FIGURES } from './figures.ts';
import { firstDayOf } from './first-day.ts';
import { createLateWatch } from './late-records.ts';
import { type LoadedTallies, loadTallies } from './loaded-tallies.ts';
import { readTouched } from './read-touched.ts';
import { type ReceivedRecord, toReceivedRecord } from './received-facts.ts';
import { createTallies, type Tallies } from './tallies.ts';

/** A day is closed when so much time has passed since its end: whatever was received on it is committed by then. */
export const SETTLING_MS = 10 * MINUTE_MS;

/** A day that was closed. */
export interface ClosedDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly ms: number;
  /** Records that were received or released on it. */
  readonly facts: number;
}

/** Why everything is counted anew. */
export type Forgotten = 'other-definitions' | 'clock-put-back' | 'late-records';

export interface CloseDaysDeps {
  readonly store: CoveragePort;
  readonly clock: () => EpochMs;
  readonly policy?: CoveragePolicy;
  /** Told of each day that this process closed. */
  readonly onClosed?: (closed: ClosedDay) => void;
  /** Told when everything is counted anew, and why. */
  readonly onForgotten?: (why: Forgotten) => void;
}

/**
 * Closes what is due, day by day in order; does nothing when nothing is. What another process closes meanwhile is taken
 * as it is. Ends early when the signal is aborted; what was closed stays.
 */
export type CloseDays = (signal?: AbortSignal) => Promise<void>;

/** Closing over a store. */
export function createCloseDays(deps: CloseDaysDeps): CloseDays {
  const { store, clock, policy = DEFAULT_POLICY, onForgotten } = deps;
  const definitions = definitionsOf(policy);
  const areThereLate = createLateWatch(store);

  /** The newest day that is over for long enough. */
  const due = () => dayOfInstant(clock() - SETTLING_MS) - 1;

  /** The state to go on from; null: nothing is closed. What cannot be built upon is forgotten. */
  async function start(closed: ClosedDays | null): Promise<ClosedDays | null> {
    if (closed === null) return null;
    if (closed.definitions !== definitions) return forget('other-definitions');
    // A closed day that is not over by the clock of now: the clock was put back.
    if (dayOf(closed) >= dayOfInstant(clock())) return forget('clock-put-back');
    if (dayOf(closed) < due() && (await hasUncounted(store, closed))) return forget('late-records');
    return closed;
  }

  async function forget(why: Forgotten): Promise<null> {
    await store.forgetClosedDays();
    onForgotten?.(why);
    return null;
  }

  async function closeAll(signal?: AbortSignal): Promise<void> {
    let after = await start(await store.closedDays());
    let book: Book | undefined;
    // Where another process goes by other definitions, the next run decides.
    while (!signal?.aborted && (after === null || after.definitions === definitions)) {
      if (after !== null && (await areThereLate(after, endOfDay(dayOf(after))))) {
        after = await forget('late-records');
        book = undefined;
      }
      const last = due();
      const day = after === null ? await firstDayOf(store, last) : dayOf(after) + 1;
      // Of a store that nothing was received in nothing is closed: past traffic may still come.
      if (day === undefined || day > last) return;
      book ??= await openBook(store, after);
      ({ after, book } = await closeOne(day, after, book, signal));
    }
  }

  /** Closes a day, or finds that another process did; gives what to go on from. */
  async function closeOne(day: DayNumber, after: ClosedDays | null, book: Book, signal: AbortSignal | undefined) {
    const startedAt = clock();
    // Before anything is read: what is committed meanwhile is late at worst.
    const seen = await store.newestSequence();
    const { tallies, figures, facts } = await countDay(store, book, day, { emrLevel: policy.emrLevel, signal });
    const closed = { through: formatDay(day), definitions, begun: after?.begun ?? seen, seen };
    if (!(await store.closeDay({ after, closed, ...toKept(day, tallies, figures) }))) {
      return { after: await store.closedDays(), book: undefined };
    }
    for (const { facility, day: of, tally } of tallies.changed()) book.tallies.put(facility, of, tally);
    book.tallies.keepFrom(day - FIGURE_DAYS);
    deps.onClosed?.({ day: closed.through, ms: clock() - startedAt, facts });
    return { after: closed, book: { ...book, accepted: figures } };
  }

  return (signal) =>
    closeAll(signal).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
}

/** What closing a day builds on. */
interface Book {
  readonly tallies: LoadedTallies;
  /** Of every facility of which anything was ever received. */
  readonly accepted: ReadonlyMap<FacilityCode, Accepted>;
}

async function openBook(store: CoveragePort, after: ClosedDays | null): Promise<Book> {
  const accepted = new Map<FacilityCode, Accepted>();
  if (after === null) return { tallies: await loadTallies(store, Number.NEGATIVE_INFINITY), accepted };
  for await (const { facility, content } of store.figures(after.through, after.through)) {
    accepted.set(facility, JSON.parse(content) as KeptFigures);
  }
  return { tallies: await loadTallies(store, dayOf(after) - FIGURE_DAYS), accepted };
}

async function countDay(
  store: CoveragePort,
  book: Book,
  day: DayNumber,
  { emrLevel, signal }: CoveragePolicy & { readonly signal: AbortSignal | undefined },
) {
  const step = { since: endOfDay(day - 1), until: endOfDay(day) };
  const tallies = createTallies(book.tallies);
  const records: ReceivedRecord[] = [];
  for await (const row of store.factsBetween(startOfDay(day), step.until)) records.push(toReceivedRecord(row));
  await book.tallies.load(records.map(({ at }) => dayOfInstant(at)));
  for (const record of records) countRecord(tallies, record, step);
  for await (const { facility, records: own } of readTouched(store, records, step.since)) {
    signal?.throwIfAborted();
    const before = knowEncounter(own, step.since, emrLevel);
    const after = knowEncounter(own, step.until, emrLevel);
    await book.tallies.load([before, after].filter(isKnown).map(({ endOfCare }) => dayOfInstant(endOfCare)));
    moveEncounter(tallies, facility, before, after);
  }
  const date = formatDay(day);
  for (const { facility } of await store.signIns(date, date)) tallies.change(facility, day).signIns = 1;
  return { tallies, figures: await figuresOfAll(tallies, book.accepted, day), facts: records.length };
}

function isKnown(known: EncounterKnowledge | null): known is EncounterKnowledge {
  return known !== null;
}

/** Other work has its turn between the facilities. */
async function figuresOfAll(
  tallies: Tallies,
  before: ReadonlyMap<FacilityCode, Accepted>,
  day: DayNumber,
): Promise<ReadonlyMap<FacilityCode, KeptFigures>> {
  const accepted = new Map(before);
  for (const { facility, tally } of tallies.changed()) {
    accepted.set(facility, joinAccepted(accepted.get(facility) ?? NO_FIGURES, tally));
  }
  const figures = new Map<FacilityCode, KeptFigures>();
  for (const [facility, own] of accepted) {
    figures.set(facility, keptFiguresOn(tallies, facility, day, own));
    await nextTurn();
  }
  return figures;
}

function toKept(day: DayNumber, tallies: Tallies, figures: ReadonlyMap<FacilityCode, KeptFigures>) {
  const date = formatDay(day);
  const kept = (facility: FacilityCode, of: string, content: string): KeptDay => ({ facility, day: of, content });
  return {
    tallies: Array.from(tallies.changed(), (one) => kept(one.facility, formatDay(one.day), writeTally(one.tally))),
    figures: Array.from(figures, ([facility, own]) => kept(facility, date, JSON.stringify(own))),
  };
}

/**
 * Whether of the newest closed day more was received than was counted: where several processes write (PostgreSQL), a record may be
 * committed late with a sequence that is lower than others'.
 */
async function hasUncounted(store: CoveragePort, closed: ClosedDays): Promise<boolean> {
  const day = dayOf(closed);
  let counted = 0;
  for await (const { content } of store.tallies(closed.through, closed.through)) {
    counted += (JSON.parse(content) as { received: number }).received;
  }
  let received = 0;
  for await (const { at } of store.factsBetween(startOfDay(day), endOfDay(day)))
    if (at >= startOfDay(day)) received += 1;
  return received !== counted;
}

function dayOf({ through }: ClosedDays): DayNumber {
  return parseDay(through) ?? Number.NaN;
}
