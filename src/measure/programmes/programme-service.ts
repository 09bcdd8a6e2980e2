import { startOfLocalDay, toLocalDay } from '../../fhir/local-time.ts';
import type {
  IdentityDay,
  ProgrammePeriod,
  ProgrammePort,
  ProgrammeService,
  ProgrammeSettings,
  ProgrammeState,
} from '../../types/programme.ts';
import type { Facility } from '../../types/registry.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createLateWatch } from '../late-records.ts';
import { createCloseDays } from './close-days.ts';
import { addCounts, type Counts, compare, countsAt } from './counts.ts';
import { computeFigures, type PeriodCounts } from './figures.ts';
import { createOpenDay } from './open-day.ts';
import { addResidents, readResidents } from './residents.ts';
import { listUnidentified } from './unidentified.ts';

export interface ProgrammeServiceDeps {
  readonly store: ProgrammePort;
  readonly settings: ProgrammeSettings;
  readonly registry: () => Promise<readonly Facility[]>;
  readonly clock: () => EpochMs;
}

const DAY_MS = 86_400_000;
/** A day is over when this has passed after midnight: what came before is committed then. */
const GRACE_MS = 600_000;
/** More days than this that are over and not counted yet: nobody waits for them, their figures are unknown until then. */
const DAYS_WAITED_FOR = 3;

/** The further indicators over a store: days that are over are counted once, the open one when it is asked for. */
export function createProgrammeService({ store, settings, registry, clock }: ProgrammeServiceDeps): ProgrammeService {
  let closing: Promise<void> | undefined;
  const areThereLate = createLateWatch(store);
  const isLate = (state: ProgrammeState) => areThereLate(state, startOfLocalDay(state.through) + DAY_MS - 1);
  const closeDays = createCloseDays(store, isLate);
  const openDay = createOpenDay(store, clock);
  const today = () => toLocalDay(clock() - GRACE_MS);

  /** One run at a time in this process; what others count meanwhile is left to them. */
  function close(signal?: AbortSignal): Promise<void> {
    closing ??= closeDays(today(), signal).finally(() => {
      closing = undefined;
    });
    return closing;
  }

  /** The newest counted day, when it is the day before the asked one or later: else it is not counted yet. */
  async function countedFor(to: string): Promise<{ readonly since: string; readonly through: string } | null> {
    const wanted = earlier(to, dayBefore(today()));
    const state = await store.programmeState();
    if (state !== null && state.through >= wanted && !(await isLate(state))) return state;
    const closed = close();
    closed.catch(() => undefined);
    if (state !== null && daysBetween(state.through, wanted) > DAYS_WAITED_FOR) return null;
    await closed;
    const now = (await store.programmeState()) ?? (await firstDay());
    return now !== null && now.through >= wanted ? now : null;
  }

  /** On the day of the very first record nothing is over yet; null: there is none. */
  async function firstDay(): Promise<{ readonly since: string; readonly through: string } | null> {
    const first = await store.firstReceived();
    if (first === null) return null;
    const since = toLocalDay(first);
    return { since, through: dayBefore(since) };
  }

  /** By facility and day of first acceptance, with the residents; null: not counted. */
  async function count({ from, to }: ProgrammePeriod): Promise<Counted | null> {
    const last = earlier(to, today());
    const state = await countedFor(last);
    if (state === null || last < state.since) return null;
    const days = new Map<string, Record<string, Counts>>();
    const add = (facility: string, changes: Readonly<Record<string, Counts>>) => {
      const sums = days.get(facility) ?? {};
      days.set(facility, sums);
      for (const [day, counts] of Object.entries(changes)) {
        if (day >= from && day <= last) addCounts(countsAt(sums, day), counts);
      }
    };
    // What was first accepted in the period changed in it or later, and what changed after it is not asked.
    for await (const { facility, content } of store.programmeChanges(from, last)) {
      add(facility, JSON.parse(content) as Record<string, Counts>);
    }
    const isOpen = last === today();
    const residents = readResidents(await store.programmeResidents(isOpen ? dayBefore(last) : last));
    if (isOpen) {
      const change = await openDay(last);
      for (const [facility, changes] of change.changes) add(facility, changes);
      addResidents(residents, change.residents);
    }
    return { days, residents };
  }

  return {
    settings,
    close,
    async counted() {
      const state = await store.programmeState();
      return state === null ? null : { since: state.since, through: state.through };
    },
    async figures(period, given = {}) {
      const [counted, facilities] = await Promise.all([count(period), given.registry ?? registry()]);
      const to = earlier(period.to, today());
      const parts = { settings: given.settings ?? settings, registry: facilities, to };
      return computeFigures(counted === null ? null : sumDays(counted), parts);
    },
    async identityDays(period) {
      const counted = await count(period);
      return counted === null ? [] : identityDays(counted);
    },
    unidentified: (facility, day, page) => listUnidentified(store, { facility, day, until: clock() }, page),
  };
}

interface Counted {
  readonly days: ReadonlyMap<string, Readonly<Record<string, Counts>>>;
  readonly residents: PeriodCounts['residents'];
}

function sumDays({ days, residents }: Counted): PeriodCounts {
  const facilities = new Map<string, Counts>();
  for (const [facility, byDay] of days) {
    const sums: Counts = {};
    for (const counts of Object.values(byDay)) addCounts(sums, counts);
    facilities.set(facility, sums);
  }
  return { facilities, residents };
}

function identityDays({ days }: Counted): readonly IdentityDay[] {
  const rows = [...days].flatMap(([facility, byDay]) =>
    Object.entries(byDay).map(([day, counts]) => ({
      facility,
      day,
      encounters: counts['encounters'] ?? 0,
      identified: counts['identified'] ?? 0,
    })),
  );
  return rows
    .filter(({ encounters }) => encounters > 0)
    .toSorted((a, b) => compare(a.day, b.day) || compare(a.facility, b.facility));
}

function earlier(one: string, other: string): string {
  return compare(one, other) < 0 ? one : other;
}

function dayBefore(day: string): string {
  return toLocalDay(startOfLocalDay(day) - DAY_MS);
}

function daysBetween(from: string, to: string): number {
  return (startOfLocalDay(to) - startOfLocalDay(from)) / DAY_MS;
}
