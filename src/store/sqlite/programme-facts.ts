import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { ProgrammeFactRow, ProgrammeNews, ProgrammePort } from '../../types/programme.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { inPages } from './pages.ts';

type Reads = Pick<ProgrammePort, 'programmeNews' | 'programmeFacts'>;
type NewsRow = ProgrammeNews & { readonly at: EpochMs; readonly sequence: number };
interface Asked {
  readonly at: EpochMs;
  readonly sequence: number;
  readonly until: EpochMs;
  readonly facility: FacilityCode | null;
  readonly limit: number;
}
type FactRow = Omit<ProgrammeFactRow, 'ofCare' | 'identity'> & { readonly ofCare: 0 | 1; readonly identity: 0 | 1 };

/** Names looked up between which other work has its turn. */
const NAMES_PER_TURN = 100;

/** What records tell of the further indicators, in an open database. */
export function createProgrammeFacts(db: Database): Reads {
  const received = newsBy(db, 'received_at', 'record_in_order_of_receipt');
  const released = newsBy(db, 'released_at', 'record_released');
  const keys = db
    .prepare<[FacilityCode, string], string>(
      `SELECT record_key FROM record INDEXED BY record_of_encounter WHERE facility = ? AND encounter = ? AND of_care = 1`,
    )
    .pluck();
  const facts = db.prepare<[FacilityCode, string, EpochMs], FactRow>(
    `SELECT facility, record_key AS key, encounter, kind, version, received_at AS receivedAt,
       COALESCE(released_at, received_at) AS acceptedAt, of_care AS ofCare, identity, programme AS told
     FROM record
     WHERE facility = ? AND record_key = ? AND repetition = 0 AND state = 'accepted' AND programme IS NOT NULL
       AND COALESCE(released_at, received_at) <= ?`,
  );

  return {
    async *programmeNews(from, until, facility) {
      for (const page of [received, released]) {
        const rows = inPages<NewsRow>((last, limit) =>
          page.all({ at: last?.at ?? from, sequence: last?.sequence ?? 0, until, facility: facility ?? null, limit }),
        );
        for await (const { at: _, sequence: __, ...news } of rows) yield news;
      }
    },
    async programmeFacts(of, until) {
      const rows: ProgrammeFactRow[] = [];
      const seen = new Set<string>();
      for (const [index, { facility, encounter }] of of.entries()) {
        if (index > 0 && index % NAMES_PER_TURN === 0) await nextTurn();
        for (const key of new Set([encounter, ...keys.all(facility, encounter)])) {
          if (seen.has(`${facility}\n${key}`)) continue;
          seen.add(`${facility}\n${key}`);
          for (const row of facts.all(facility, key, until)) {
            rows.push({ ...row, ofCare: row.ofCare === 1, identity: row.identity === 1 });
          }
        }
      }
      return rows;
    },
  };
}

function newsBy(db: Database, column: 'received_at' | 'released_at', index: string) {
  return db.prepare<Asked, NewsRow>(
    `SELECT ${column} AS at, sequence, facility, encounter FROM record INDEXED BY ${index}
     WHERE (${column}, sequence) > (:at, :sequence) AND ${column} <= :until AND repetition = 0 AND state = 'accepted'
       AND programme IS NOT NULL AND (:facility IS NULL OR facility = :facility)
     ORDER BY ${column}, sequence LIMIT :limit`,
  );
}
