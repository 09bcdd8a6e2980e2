import { createCloseDays } from '../../src/measure/close-days.ts';
import { dayOfInstant, formatDay } from '../../src/measure/days.ts';
import type { ClosedDays, CoveragePort, KeptDay } from '../../src/types/coverage-ledger.ts';
import type { CoverageFactRow, Fact } from '../../src/types/measure.ts';

/** Closed days in memory over facts that a test may change; it counts what is read. */
export interface MemoryCoverage extends CoveragePort {
  /** Facts that are there, in the order of their commit; replace the list to change them. */
  facts: readonly Fact[];
  /** Of closed days, as `day facility`. */
  readonly kept: Readonly<Record<'tallies' | 'figures', Map<string, KeptDay>>>;
  /** How often facts were asked for. */
  reads: number;
}

type RecordFact = Extract<Fact, { type: 'record' }>;

/** The same with every day closed that is due at an instant. */
export async function closedCoverageOf(facts: readonly Fact[], now: number): Promise<MemoryCoverage> {
  const store = coverageStoreOf(facts);
  await createCloseDays({ store, clock: () => now })();
  return store;
}

/** A coverage port over these facts; the place in the list is the order of commit. */
export function coverageStoreOf(facts: readonly Fact[]): MemoryCoverage {
  const kept = { tallies: new Map<string, KeptDay>(), figures: new Map<string, KeptDay>() };
  let closed: ClosedDays | null = null;
  let known: { readonly facts: readonly Fact[]; readonly index: FactIndex } | undefined;

  function index(): FactIndex {
    if (known?.facts !== memory.facts) known = { facts: memory.facts, index: indexFacts(memory.facts) };
    return known.index;
  }

  function* between(of: Map<string, KeptDay>, from: string, to: string) {
    yield* inOrder([...of.values()].filter(({ day }) => day >= from && day <= to));
  }

  const memory: MemoryCoverage = {
    facts,
    kept,
    reads: 0,
    closedDays: async () => closed,
    async closeDay(day) {
      if (day.after?.through !== closed?.through || day.after?.definitions !== closed?.definitions) return false;
      closed = day.closed;
      for (const one of day.tallies) kept.tallies.set(keyOf(one), one);
      for (const one of day.figures) kept.figures.set(keyOf(one), one);
      return true;
    },
    async forgetClosedDays() {
      closed = null;
      kept.tallies.clear();
      kept.figures.clear();
    },
    newestSequence: async () => memory.facts.length,
    async earliestAfter(sequence) {
      const later = memory.facts.slice(sequence).map(({ at }) => Date.parse(at));
      return later.length === 0 ? null : Math.min(...later);
    },
    async *tallies(from, to) {
      yield* between(kept.tallies, from, to);
    },
    async *figures(from, to) {
      yield* between(kept.figures, from, to);
    },
    async *factsBetween(from, until) {
      memory.reads += 1;
      yield* index().released.filter((row) => row.at < from && isWithin(row.releasedAt, from, until));
      for (const row of index().rows.slice(firstFrom(index().rows, from))) {
        if (row.at > until) return;
        yield row;
      }
    },
    async factsOf(encounters, until) {
      const { byEncounter } = index();
      return encounters.flatMap(({ facility, encounter }) =>
        (byEncounter.get(`${facility} ${encounter}`) ?? []).filter(({ at }) => at <= until),
      );
    },
    async encountersEnding(facility, from, until, { after, limit }) {
      const names = index()
        .rows.filter((row) => row.facility === facility && isWithin(row.endOfCare, from, until))
        .map(({ encounter }) => encounter);
      return [...new Set(names)]
        .filter((name) => name > after)
        .toSorted()
        .slice(0, limit);
    },
    async signIns(from, to) {
      return index().signIns.filter(({ day }) => day >= from && day <= to);
    },
  };
  return memory;
}

function keyOf({ day, facility }: { readonly day: string; readonly facility: string }): string {
  return `${day} ${facility}`;
}

interface FactIndex {
  /** In order of receipt. */
  readonly rows: readonly CoverageFactRow[];
  readonly released: readonly CoverageFactRow[];
  readonly byEncounter: ReadonlyMap<string, readonly CoverageFactRow[]>;
  readonly signIns: readonly { readonly facility: string; readonly day: string }[];
}

function indexFacts(facts: readonly Fact[]): FactIndex {
  const rows = facts
    .map((fact, place) => (fact.type === 'record' ? toRow(fact, place + 1) : undefined))
    .filter((row) => row !== undefined)
    .toSorted((a, b) => a.at - b.at || a.sequence - b.sequence);
  const signIns = facts
    .filter(({ type }) => type === 'sign-in')
    .map(({ facility, at }) => ({ facility, day: formatDay(dayOfInstant(Date.parse(at))) }));
  return {
    rows,
    released: rows.filter(({ releasedAt }) => releasedAt !== null),
    byEncounter: Map.groupBy(rows, ({ facility, encounter }) => `${facility} ${encounter}`),
    signIns: inOrder([...new Map(signIns.map((one) => [keyOf(one), one])).values()]),
  };
}

/** Place of the first row received not before an instant. */
function firstFrom(rows: readonly CoverageFactRow[], from: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.at ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isWithin(at: number | null, from: number, until: number): boolean {
  return at !== null && at >= from && at <= until;
}

function inOrder<One extends { readonly day: string; readonly facility: string }>(all: readonly One[]): readonly One[] {
  return all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const read = new WeakMap<RecordFact, Omit<CoverageFactRow, 'sequence'>>();

function toRow(fact: RecordFact, sequence: number): CoverageFactRow {
  const row = read.get(fact) ?? readRow(fact);
  read.set(fact, row);
  return { sequence, ...row };
}

function readRow(fact: RecordFact): Omit<CoverageFactRow, 'sequence'> {
  const { facility, encounter, source, level, identity, signed } = fact;
  return {
    ...{ facility, encounter, source, level, identity, signed },
    at: Date.parse(fact.at),
    releasedAt: fact.releasedAt === undefined ? null : Date.parse(fact.releasedAt),
    state: fact.outcome,
    endOfCare: fact.endOfCare === null ? null : Date.parse(fact.endOfCare),
    due: JSON.stringify(fact.due),
    present: JSON.stringify(fact.present),
    broken: '[]',
  };
}
