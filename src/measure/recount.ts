import type { ClosedDays, CoveragePort, KeptDay } from '../types/coverage-ledger.ts';
import type { FacilityCode } from '../types/submission.ts';

/**
 * The facts of a store with closed days of their own, in memory and none at first: what the store keeps of its closed days is neither
 * read nor changed. For one process: nobody else closes days here.
 */
export function createRecount(facts: CoveragePort): CoveragePort {
  let closed: ClosedDays | null = null;
  const tallies = createKeptDays();
  const figures = createKeptDays();
  return {
    ...facts,
    closedDays: async () => closed,
    async closeDay(day) {
      closed = day.closed;
      for (const one of day.tallies) tallies.put(one);
      for (const one of day.figures) figures.put(one);
      return true;
    },
    async forgetClosedDays() {
      closed = null;
      for (const kept of [tallies, figures]) kept.clear();
    },
    tallies: tallies.between,
    figures: figures.between,
  };
}

function createKeptDays() {
  const byDay = new Map<string, Map<FacilityCode, KeptDay>>();
  return {
    clear: () => byDay.clear(),
    put(one: KeptDay): void {
      const others = byDay.get(one.day) ?? new Map<FacilityCode, KeptDay>();
      byDay.set(one.day, others.set(one.facility, one));
    },
    /** In order of days. */
    async *between(from: string, to: string): AsyncGenerator<KeptDay> {
      const days = from === to ? [from] : [...byDay.keys()].filter((day) => day >= from && day <= to).toSorted();
      for (const day of days) yield* byDay.get(day)?.values() ?? [];
    },
  };
}
