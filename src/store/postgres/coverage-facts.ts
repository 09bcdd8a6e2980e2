import { startOfLocalDay } from '../../fhir/local-time.ts';
import type { CommitOrder, CoveragePort } from '../../types/coverage-ledger.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { COVERAGE_FACT_COLUMNS, type StoredFactRow, toCoverageFact } from '../coverage-fact-row.ts';
import type { Database } from './database.ts';
import { inPages } from './pages.ts';
import { ofFacility, statement } from './statement.ts';

type FactReads = Pick<CoveragePort, 'factsBetween' | 'factsOf' | 'encountersEnding' | 'signIns' | keyof CommitOrder>;
type Asked = { at: EpochMs; sequence: number; from: EpochMs; until: EpochMs; limit: number };

const DAY_MS = 86_400_000;

const RELEASED = statement<Asked, StoredFactRow>(
  `SELECT ${COVERAGE_FACT_COLUMNS} FROM record
   WHERE released_at BETWEEN :from::bigint AND :until::bigint AND of_care = 1
     AND (received_at, sequence) > (:at::bigint, :sequence::bigint) AND received_at < :from::bigint
   ORDER BY received_at, sequence LIMIT :limit::bigint`,
);

const RECEIVED = statement<Omit<Asked, 'from'>, StoredFactRow>(
  `SELECT ${COVERAGE_FACT_COLUMNS} FROM record
   WHERE (received_at, sequence) > (:at::bigint, :sequence::bigint) AND received_at <= :until::bigint AND of_care = 1
   ORDER BY received_at, sequence LIMIT :limit::bigint`,
);

const OF_ENCOUNTERS = ofFacility<
  { facilities: readonly FacilityCode[]; encounters: readonly string[]; until: EpochMs },
  StoredFactRow
>(
  `SELECT found.* FROM unnest(:facilities::text[], :encounters::text[]) WITH ORDINALITY AS asked (facility, encounter, place)
   CROSS JOIN LATERAL (
     SELECT ${COVERAGE_FACT_COLUMNS} FROM record
     WHERE record.facility = asked.facility AND record.encounter = asked.encounter AND of_care = 1
       AND received_at <= :until::bigint
   ) AS found
   ORDER BY asked.place, found.at, found.sequence`,
);

const ENDING = ofFacility<
  { facility: FacilityCode; from: EpochMs; until: EpochMs; after: string; limit: number },
  { encounter: string }
>(
  `SELECT DISTINCT encounter COLLATE "C" AS encounter FROM record
   WHERE facility = :facility AND end_of_care BETWEEN :from::bigint AND :until::bigint AND of_care = 1
     AND encounter COLLATE "C" > :after
   ORDER BY 1 LIMIT :limit::bigint`,
);

const SIGN_INS = statement<{ from: EpochMs; to: EpochMs }, { facility: FacilityCode; day: string }>(
  `SELECT facility, day FROM sign_in WHERE first_at >= :from::bigint AND first_at < :to::bigint
   ORDER BY day, facility`,
);

const NEWEST = statement<object, { sequence: number | null }>('SELECT max(sequence) AS sequence FROM record');

// Not min(): the planner would walk through the index of receipt, from the first record of all.
const EARLIEST = statement<{ sequence: number }, { at: EpochMs | null }>(
  `WITH later AS MATERIALIZED (SELECT received_at FROM record WHERE sequence > :sequence::bigint)
   SELECT min(received_at) AS at FROM later`,
);

/** Facts of coverage. */
export function createCoverageFacts(database: Database): FactReads {
  return {
    async *factsBetween(from, until) {
      const after = (last: StoredFactRow | undefined, first: EpochMs) => ({
        at: last?.at ?? first,
        sequence: last?.sequence ?? 0,
        until,
      });
      // What was received before comes first: so all of it is in order of receipt.
      const earlier = inPages<StoredFactRow>((last, limit) =>
        database.rows(RELEASED, { ...after(last, Number.MIN_SAFE_INTEGER), from, limit }),
      );
      for await (const row of earlier) yield toCoverageFact(row);
      const rows = inPages<StoredFactRow>((last, limit) => database.rows(RECEIVED, { ...after(last, from), limit }));
      for await (const row of rows) yield toCoverageFact(row);
    },
    async factsOf(encounters, until) {
      const rows = await database.rows(OF_ENCOUNTERS, {
        facilities: encounters.map(({ facility }) => facility),
        encounters: encounters.map(({ encounter }) => encounter),
        until,
      });
      return rows.map(toCoverageFact);
    },
    newestSequence: async () => (await database.rows(NEWEST, {}))[0]?.sequence ?? 0,
    earliestAfter: async (sequence) => (await database.rows(EARLIEST, { sequence }))[0]?.at ?? null,
    async encountersEnding(facility, from, until, page) {
      const rows = await database.rows(ENDING, { facility, from, until, ...page });
      return rows.map(({ encounter }) => encounter);
    },
    signIns: (from, to) => database.rows(SIGN_INS, { from: startOfLocalDay(from), to: startOfLocalDay(to) + DAY_MS }),
  };
}
