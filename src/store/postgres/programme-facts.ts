import type { ProgrammeFactRow, ProgrammeNews, ProgrammePort } from '../../types/programme.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Database } from './database.ts';
import { inPages } from './pages.ts';
import { statement } from './statement.ts';

type Reads = Pick<ProgrammePort, 'programmeNews' | 'programmeFacts'>;
type NewsRow = ProgrammeNews & { readonly at: EpochMs; readonly sequence: number };
interface Asked {
  readonly at: EpochMs;
  readonly sequence: number;
  readonly until: EpochMs;
  readonly facility: FacilityCode | null;
  readonly limit: number;
}

/** Names looked up in one statement. */
const NAMES = 500;

const RECEIVED = newsBy('received_at');
const RELEASED = newsBy('released_at');

const FACTS = statement<
  { facilities: readonly FacilityCode[]; encounters: readonly string[]; until: EpochMs },
  ProgrammeFactRow
>(
  `SELECT found.* FROM (
     SELECT DISTINCT asked.facility, named.record_key
     FROM unnest(:facilities::text[], :encounters::text[]) AS asked (facility, encounter)
       CROSS JOIN LATERAL (
         SELECT record.record_key FROM record
         WHERE record.facility = asked.facility AND record.encounter = asked.encounter AND record.of_care = 1
         UNION SELECT asked.encounter) AS named
   ) AS wanted CROSS JOIN LATERAL (
     SELECT facility, record_key AS key, encounter, kind, version, received_at AS "receivedAt",
       COALESCE(released_at, received_at) AS "acceptedAt",
       of_care = 1 AS "ofCare", identity = 1 AS identity, programme AS told
     FROM record
     WHERE record.facility = wanted.facility AND record.record_key = wanted.record_key
       AND repetition = 0 AND state = 'accepted' AND programme IS NOT NULL
       AND COALESCE(released_at, received_at) <= :until::bigint
   ) AS found`,
);

/** What records tell of the further indicators. */
export function createProgrammeFacts(database: Database): Reads {
  return {
    async *programmeNews(from, until, facility) {
      for (const page of [RECEIVED, RELEASED]) {
        const rows = inPages<NewsRow>((last, limit) =>
          database.rows(page, {
            at: last?.at ?? from,
            sequence: last?.sequence ?? 0,
            until,
            facility: facility ?? null,
            limit,
          }),
        );
        for await (const { at: _, sequence: __, ...news } of rows) yield news;
      }
    },
    async programmeFacts(of, until) {
      const rows: ProgrammeFactRow[] = [];
      for (let start = 0; start < of.length; start += NAMES) {
        const names = of.slice(start, start + NAMES);
        const facilities = names.map(({ facility }) => facility);
        rows.push(
          ...(await database.rows(FACTS, { facilities, encounters: names.map(({ encounter }) => encounter), until })),
        );
      }
      return rows;
    },
  };
}

function newsBy(column: 'received_at' | 'released_at') {
  return statement<Asked, NewsRow>(
    `SELECT ${column} AS at, sequence, facility, encounter FROM record
     WHERE (${column}, sequence) > (:at::bigint, :sequence::bigint) AND ${column} <= :until::bigint AND repetition = 0
       AND state = 'accepted' AND programme IS NOT NULL AND (:facility::text IS NULL OR facility = :facility)
     ORDER BY ${column}, sequence LIMIT :limit::bigint`,
  );
}
