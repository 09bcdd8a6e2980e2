import { startOfLocalDay, toLocalDay } from '../../src/fhir/local-time.ts';
import type { ProgrammeFactRow, ProgrammeHolding, ProgrammePort, ProgrammeState } from '../../src/types/programme.ts';
import { isOfCareKind, type ProgrammeEvent } from './programme-histories.ts';

/** The port over a list of events, in memory, as both stores answer it (test/contract/store/programmes.ts). */
export interface MemoryProgrammeStore extends ProgrammePort {
  /** Events of this and of every earlier instant are there. */
  showUntil(instant: number): void;
}

export function createMemoryProgrammeStore(events: readonly ProgrammeEvent[]): MemoryProgrammeStore {
  let shown = Number.NEGATIVE_INFINITY;
  let state: ProgrammeState | null = null;
  const changes = new Map<string, { day: string; facility: string; content: string }[]>();
  const residents = new Map<string, string>();
  const holdings = new Map<string, ProgrammeHolding>();
  const nameOf = ({ what, subject, facility, key }: ProgrammeHolding) => [what, subject, facility, key].join(' ');

  const all = events.map(
    ({ releasedAt, told, ...event }, index): ProgrammeFactRow => ({
      ...event,
      version: index + 1,
      acceptedAt: releasedAt ?? event.receivedAt,
      ofCare: isOfCareKind(event.kind),
      told: JSON.stringify(told),
    }),
  );
  const rows = () => all.filter(({ acceptedAt }) => acceptedAt <= shown);

  return {
    showUntil(instant) {
      shown = instant;
    },
    programmeState: async () => state,
    async closeProgrammeDay(day) {
      if (state?.through !== day.after?.through || state?.definitions !== day.after?.definitions) return false;
      state = day.closed;
      const { through } = day.closed;
      changes.set(
        through,
        day.changes.map((change) => ({ day: through, ...change })),
      );
      residents.set(through, day.residents);
      for (const holding of day.drop) holdings.delete(nameOf(holding));
      for (const holding of day.put) holdings.set(nameOf(holding), holding);
      return true;
    },
    async forgetProgrammeDays(since) {
      state = state === null ? null : { since, through: dayBefore(since), definitions: '', seen: 0 };
      changes.clear();
      residents.clear();
      holdings.clear();
    },
    async *programmeChanges(from, to) {
      for (const [day, told] of [...changes].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        if (day >= from && day <= to) yield* told;
      }
    },
    programmeResidents: async (day) => residents.get(day) ?? null,
    programmeHoldings: async (of) =>
      [...holdings.values()].filter((one) =>
        of.some(({ what, subject }) => one.what === what && one.subject === subject),
      ),
    newestSequence: async () => events.filter(({ receivedAt }) => receivedAt <= shown).length,
    // In the order in which they were received: none is late.
    earliestAfter: async () => null,
    firstReceived: async () => {
      const received = events.map(({ receivedAt }) => receivedAt).filter((at) => at <= shown);
      return received.length === 0 ? null : Math.min(...received);
    },
    async *programmeNews(from, until, facility) {
      const told = rows().filter((row) => facility === undefined || row.facility === facility);
      for (const row of told) {
        const isIn = (at: number) => at >= from && at <= until;
        if (isIn(row.receivedAt) || isIn(row.acceptedAt)) yield { facility: row.facility, encounter: row.encounter };
      }
    },
    async programmeFacts(of, until) {
      const there = rows();
      const wanted = new Set(
        of.flatMap(({ facility, encounter }) => [
          `${facility} ${encounter}`,
          ...there
            .filter((row) => row.ofCare && row.facility === facility && row.encounter === encounter)
            .map((row) => `${facility} ${row.key}`),
        ]),
      );
      return there.filter((row) => row.acceptedAt <= until && wanted.has(`${row.facility} ${row.key}`));
    },
  };
}

function dayBefore(day: string): string {
  return toLocalDay(startOfLocalDay(day) - 86_400_000);
}
