import type { MonthlyReport, YearlyReport, YearMonth } from '../types/report.ts';

/** The months of a year side by side, from what was reported of each; null where nothing was. */
export function buildYearly(
  year: string,
  reports: ReadonlyMap<string, MonthlyReport>,
  provinceName: YearlyReport['provinceName'],
): YearlyReport {
  const months = Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);
  return {
    kind: 'yearly-coverage',
    version: 1,
    year,
    provinceName,
    months: months.map((month) => ({ month, report: partOf(reports.get(month)) })),
  };
}

function partOf(report: MonthlyReport | undefined): YearMonth['report'] {
  if (report === undefined) return null;
  const { state, revision, madeAt, asOf, madeUp, province, facilities, lists, programmes } = report;
  return { state, revision, madeAt, asOf, madeUp, province, facilities, lists, programmes };
}
