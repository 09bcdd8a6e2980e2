import type { Database } from 'better-sqlite3';
import { startOfLocalDay } from '../../fhir/local-time.ts';
import type { CommitOrder, CoveragePort } from '../../types/coverage-ledger.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { COVERAGE_FACT_COLUMNS, type StoredFactRow, toCoverageFact } from '../coverage-fact-row.ts';
import { ofFacility } from './of-facility.ts';
import { inPages } from './pages.ts';

type FactReads = Pick<CoveragePort, 'factsBetween' | 'factsOf' | 'encountersEnding' | 'signIns' | keyof CommitOrder>;
type Asked = { at: EpochMs; sequence: number; from: EpochMs; until: EpochMs; limit: number };

const DAY_MS = 86_400_000;

/** Facts of coverage in an open database. */
export function createCoverageFacts(db: Database): FactReads {
  const released = db.prepare<Asked, StoredFactRow>(
    `SELECT ${COVERAGE_FACT_COLUMNS} FROM record INDEXED BY record_released
     WHERE released_at BETWEEN :from AND :until AND of_care = 1
       AND (received_at, sequence) > (:at, :sequence) AND received_at < :from
     ORDER BY received_at, sequence LIMIT :limit`,
  );
  const received = db.prepare<Asked, StoredFactRow>(
    `SELECT ${COVERAGE_FACT_COLUMNS} FROM record INDEXED BY record_in_order_of_receipt
     WHERE (received_at, sequence) > (:at, :sequence) AND received_at <= :until AND of_care = 1
     ORDER BY received_at, sequence LIMIT :limit`,
  );
  // One statement for many encounters, and no order asked of it: a sorter for each would take most of the time.
  const ofEncounters = db.prepare<[string, EpochMs], StoredFactRow & { readonly place: number }>(
    `SELECT asked.key AS place, ${COVERAGE_FACT_COLUMNS}
     FROM json_each(?) AS asked CROSS JOIN record INDEXED BY record_of_encounter
       ON facility = asked.value ->> 0 AND encounter = asked.value ->> 1
     WHERE of_care = 1 AND received_at <= ?`,
  );
  const ending = ofFacility<{ from: EpochMs; until: EpochMs; after: string; limit: number }, { encounter: string }>(
    db,
    `SELECT DISTINCT encounter FROM record INDEXED BY record_by_end_of_care
     WHERE facility = :facility AND end_of_care BETWEEN :from AND :until AND of_care = 1 AND encounter > :after
     ORDER BY encounter LIMIT :limit`,
  );
  const signIns = db.prepare<[EpochMs, EpochMs], { facility: FacilityCode; day: string }>(
    'SELECT facility, day FROM sign_in WHERE first_at >= ? AND first_at < ? ORDER BY day, facility',
  );
  const newest = db.prepare<[], number | null>('SELECT MAX(sequence) FROM record').pluck();
  const earliest = db.prepare<[number], EpochMs | null>(
    'SELECT MIN(received_at) FROM record NOT INDEXED WHERE sequence > ?',
  );
  earliest.pluck();

  return {
    async *factsBetween(from, until) {
      const after = (last: StoredFactRow | undefined, first: EpochMs) => ({
        at: last?.at ?? first,
        sequence: last?.sequence ?? 0,
        from,
        until,
      });
      // What was received before comes first: so all of it is in order of receipt.
      const earlier = inPages<StoredFactRow>((last, limit) =>
        released.all({ ...after(last, Number.MIN_SAFE_INTEGER), limit }),
      );
      for await (const row of earlier) yield toCoverageFact(row);
      const rows = inPages<StoredFactRow>((last, limit) => received.all({ ...after(last, from), limit }));
      for await (const row of rows) yield toCoverageFact(row);
    },
    async factsOf(encounters, until) {
      const asked = JSON.stringify(encounters.map(({ facility, encounter }) => [facility, encounter]));
      const rows = ofEncounters.all(asked, until);
      rows.sort((a, b) => a.place - b.place || a.at - b.at || a.sequence - b.sequence);
      return rows.map(({ place: _, ...row }) => toCoverageFact(row));
    },
    newestSequence: async () => newest.get() ?? 0,
    earliestAfter: async (sequence) => earliest.get(sequence) ?? null,
    encountersEnding: async (facility, from, until, page) =>
      ending.all({ facility, from, until, ...page }).map(({ encounter }) => encounter),
    signIns: async (from, to) => signIns.all(startOfLocalDay(from), startOfLocalDay(to) + DAY_MS),
  };
}
