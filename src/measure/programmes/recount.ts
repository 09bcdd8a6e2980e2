import { startOfLocalDay, toLocalDay } from '../../fhir/local-time.ts';
import type { ProgrammeDayToClose, ProgrammeHolding, ProgrammePort, ProgrammeState } from '../../types/programme.ts';

const DAY_MS = 86_400_000;

/**
 * What the records of a store tell, with counted days of their own, in memory and none at first: what the store counted is neither read
 * nor changed, but for the day from which on it counts. For one process.
 */
export async function createProgrammeRecount(store: ProgrammePort): Promise<ProgrammePort> {
  const known = await store.programmeState();
  let state = known === null ? null : beginning(known.since);
  const days = new Map<string, Pick<ProgrammeDayToClose, 'changes' | 'residents'>>();
  const holdings = new Map<string, Map<string, ProgrammeHolding>>();
  const residentOf = ({ what, subject }: Pick<ProgrammeHolding, 'what' | 'subject'>) => `${what} ${subject}`;
  const recordOf = ({ facility, key }: ProgrammeHolding) => `${facility} ${key}`;
  return {
    ...store,
    programmeState: async () => state,
    async closeProgrammeDay({ closed, changes, residents, put, drop }) {
      state = closed;
      days.set(closed.through, { changes, residents });
      for (const one of drop) holdings.get(residentOf(one))?.delete(recordOf(one));
      for (const one of put) {
        const others = holdings.get(residentOf(one)) ?? new Map<string, ProgrammeHolding>();
        holdings.set(residentOf(one), others.set(recordOf(one), one));
      }
      return true;
    },
    async forgetProgrammeDays(since) {
      state = beginning(since);
      days.clear();
      holdings.clear();
    },
    async *programmeChanges(from, to) {
      for (const day of [...days.keys()].filter((one) => one >= from && one <= to).toSorted()) {
        for (const change of days.get(day)?.changes ?? []) yield { day, ...change };
      }
    },
    programmeResidents: async (day) => days.get(day)?.residents ?? null,
    programmeHoldings: async (of) => of.flatMap((one) => [...(holdings.get(residentOf(one))?.values() ?? [])]),
  };
}

/** Nothing is counted yet, from a day on. */
function beginning(since: string): ProgrammeState {
  return { since, through: toLocalDay(startOfLocalDay(since) - DAY_MS), definitions: '', seen: 0 };
}
