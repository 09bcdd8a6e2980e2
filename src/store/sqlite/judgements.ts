import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Judgement } from '../../types/measure.ts';
import type { EpochMs } from '../../types/submission.ts';

/** Rows read at once: no cursor stays open, so that accepting goes on meanwhile. */
const PAGE = 1_000;

type JudgementRow = Omit<Judgement, 'broken'> & { readonly sequence: number; readonly broken: string };

/**
 * Reads how records received from an instant to another were judged, in order of receipt. A record sent several times
 * in between is told once, as it came last; without a key each stands for itself.
 */
export type ReadJudgements = (from: EpochMs, until: EpochMs) => AsyncIterable<Judgement>;

/** Judgements of an open database. */
export function createJudgements(db: Database): ReadJudgements {
  const page = db.prepare<{ at: EpochMs; sequence: number; until: EpochMs; limit: number }, JudgementRow>(
    `SELECT record.sequence, record.received_at AS at, record.facility, submission.format, record.state, record.policy,
       record.broken
     FROM record INDEXED BY record_in_order_of_receipt
       JOIN submission ON submission.sequence = record.submission
     WHERE (record.received_at, record.sequence) > (:at, :sequence) AND record.received_at <= :until
       AND (record.record_key = '' OR NOT EXISTS (
         SELECT 1 FROM record AS later
         WHERE later.facility = record.facility AND later.record_key = record.record_key
           AND (later.received_at, later.sequence) > (record.received_at, record.sequence)
           AND later.received_at <= :until))
     ORDER BY record.received_at, record.sequence LIMIT :limit`,
  );

  return async function* (from, until) {
    let last = { at: from, sequence: 0 };
    for (;;) {
      const rows = page.all({ ...last, until, limit: PAGE });
      for (const { sequence, broken, ...row } of rows) {
        yield { ...row, broken: JSON.parse(broken) as string[] };
        last = { at: row.at, sequence };
      }
      if (rows.length < PAGE) return;
      await nextTurn();
    }
  };
}
