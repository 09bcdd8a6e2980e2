import type { Judgement, MeasurePort } from '../../types/measure.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Database } from './database.ts';
import { inPages } from './pages.ts';
import { statement } from './statement.ts';

type JudgementRow = Omit<Judgement, 'broken'> & { readonly sequence: number; readonly broken: string };

const JUDGEMENTS = statement<{ at: EpochMs; sequence: number; until: EpochMs; limit: number }, JudgementRow>(
  `SELECT record.sequence, record.received_at AS at, record.facility, submission.format, record.state, record.policy,
     record.broken
   FROM record JOIN submission ON submission.sequence = record.submission
   WHERE (record.received_at, record.sequence) > (:at::bigint, :sequence::bigint) AND record.received_at <= :until::bigint
     AND (record.record_key = '' OR NOT EXISTS (
       SELECT 1 FROM record AS later
       WHERE later.facility = record.facility AND later.record_key = record.record_key
         AND (later.received_at, later.sequence) > (record.received_at, record.sequence)
         AND later.received_at <= :until::bigint))
   ORDER BY record.received_at, record.sequence LIMIT :limit::bigint`,
);

/**
 * Reads how records received from an instant to another were judged, in order of receipt. A record sent several times
 * in between is told once, as it came last; without a key each stands for itself.
 */
export function createJudgements(database: Database): MeasurePort['judgements'] {
  return async function* (from, until) {
    const rows = inPages<JudgementRow>((last, limit) =>
      database.rows(JUDGEMENTS, { at: last?.at ?? from, sequence: last?.sequence ?? 0, until, limit }),
    );
    for await (const { sequence: _, broken, ...row } of rows) yield { ...row, broken: JSON.parse(broken) as string[] };
  };
}
