import { startOfLocalDay, toLocalDay } from '../../fhir/local-time.ts';
import type { ProgrammePort, ProgrammeState } from '../../types/programme.ts';
import { inOrder } from './counts.ts';
import { DEFINITIONS_VERSION } from './definitions.ts';
import { deriveDay } from './derive-day.ts';
import { addResidents, readResidents, writeResidents } from './residents.ts';

const DAY_MS = 86_400_000;

/**
 * Counts, one after the other, the days that are over and not counted yet. Another process may do the same: of each day one of
 * them wins. Days that were counted by other definitions, by a clock that was put back, or before a record of them came, are
 * forgotten and counted anew.
 * @param today the day that is not over yet
 */
export type CloseDays = (today: string, signal?: AbortSignal) => Promise<void>;

/** Closing over a store; `isLate` tells whether records came late. */
export function createCloseDays(store: ProgrammePort, isLate: (state: ProgrammeState) => Promise<boolean>): CloseDays {
  /** Null: what is counted can be built upon; else from which day on it is to be counted anew. */
  async function beginAgain(state: ProgrammeState, today: string): Promise<string | null> {
    if (state.through < state.since) return null;
    if (state.definitions !== DEFINITIONS_VERSION || state.through > today) return state.since;
    if (!(await isLate(state))) return null;
    const earliest = await store.earliestAfter(state.seen);
    return earliest === null || toLocalDay(earliest) > state.since ? state.since : toLocalDay(earliest);
  }

  return async (today, signal) => {
    while (signal?.aborted !== true) {
      const state = await store.programmeState();
      const again = state === null ? null : await beginAgain(state, today);
      if (again !== null) {
        await store.forgetProgrammeDays(again);
        continue;
      }
      const since = state?.since ?? (await firstDay(store));
      const day = state === null ? since : dayAfter(state.through);
      if (since === null || day === null || day >= today) return;
      // Before anything is read: what is committed meanwhile is late at worst.
      const seen = await store.newestSequence();
      await closeDay(store, state, { since, through: day, definitions: DEFINITIONS_VERSION, seen });
    }
  };
}

async function firstDay(store: ProgrammePort): Promise<string | null> {
  const first = await store.firstReceived();
  return first === null ? null : toLocalDay(first);
}

async function closeDay(store: ProgrammePort, after: ProgrammeState | null, closed: ProgrammeState): Promise<void> {
  const { changes, residents: change, put, drop } = await deriveDay(store, closed.through);
  const residents = readResidents(after === null ? null : await store.programmeResidents(after.through));
  addResidents(residents, change);
  const told = [...changes].map(([facility, days]) => ({ facility, content: JSON.stringify(inOrder(days)) }));
  await store.closeProgrammeDay({
    after,
    closed,
    changes: told.filter(({ content }) => content !== '{}'),
    residents: writeResidents(residents),
    put,
    drop,
  });
}

function dayAfter(day: string): string {
  return toLocalDay(startOfLocalDay(day) + DAY_MS);
}
