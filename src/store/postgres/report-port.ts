import type { KeptReport, ReportPort } from '../../types/report.ts';
import { packReport, type ReportRow, unpackReport } from '../report-content.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

const HEAD = 'month, revision, frozen_at AS "frozenAt", who AS "by", reason, sha256';

// Of two processes that add one revision at once the key lets the first one.
const ADD = statement<ReportRow, { revision: number }>(
  `INSERT INTO report (month, revision, frozen_at, who, reason, sha256, content)
   SELECT :month, :revision::integer, :frozenAt::bigint, :by, :reason, :sha256, :content::bytea
   WHERE :revision::integer = 1 + (SELECT COALESCE(MAX(revision), 0) FROM report WHERE month = :month)
   ON CONFLICT (month, revision) DO NOTHING
   RETURNING revision`,
);
const ALL = statement<object, KeptReport>(`SELECT ${HEAD} FROM report ORDER BY month DESC, revision DESC`);
const GET = statement<{ month: string; revision: number | null }, ReportRow>(
  `SELECT ${HEAD}, content FROM report WHERE month = :month AND revision = COALESCE(:revision::integer, revision)
   ORDER BY revision DESC LIMIT 1`,
);

/** Frozen reports. */
export function createReportPort(database: Database): ReportPort {
  return {
    async keepReport({ content, ...kept }) {
      const row = { ...kept, content: packReport(content, kept.sha256) };
      return (await database.rows(ADD, row)).length === 1;
    },
    reports: () => database.rows(ALL, {}),
    async report(month, revision) {
      const [row] = await database.rows(GET, { month, revision: revision ?? null });
      return row === undefined ? undefined : unpackReport(row);
    },
  };
}
