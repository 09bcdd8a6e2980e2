import type { KeptReport, ReportPort } from '../../types/report.ts';
import { packReport, type ReportRow, unpackReport } from '../report-content.ts';
import type { PortParts } from './port-parts.ts';

const HEAD = 'month, revision, frozen_at AS frozenAt, who AS "by", reason, sha256';

/** Frozen reports. */
export function createReportPort({ db, group }: Pick<PortParts, 'db' | 'group'>): ReportPort {
  const add = db.prepare<ReportRow>(
    `INSERT INTO report (month, revision, frozen_at, who, reason, sha256, content)
     SELECT :month, :revision, :frozenAt, :by, :reason, :sha256, :content
     WHERE :revision = 1 + (SELECT COALESCE(MAX(revision), 0) FROM report WHERE month = :month)`,
  );
  const all = db.prepare<[], KeptReport>(`SELECT ${HEAD} FROM report ORDER BY month DESC, revision DESC`);
  const get = db.prepare<{ month: string; revision: number | null }, ReportRow>(
    `SELECT ${HEAD}, content FROM report WHERE month = :month AND revision = COALESCE(:revision, revision)
     ORDER BY revision DESC LIMIT 1`,
  );
  return {
    async keepReport({ content, ...kept }) {
      const row = { ...kept, content: packReport(content, kept.sha256) };
      return group.write(() => add.run(row).changes === 1, row.content.length);
    },
    reports: async () => all.all(),
    async report(month, revision) {
      const row = get.get({ month, revision: revision ?? null });
      return row === undefined ? undefined : unpackReport(row);
    },
  };
}
