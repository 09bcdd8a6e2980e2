import { toLocalInstant } from '../fhir/local-time.ts';
import type { KeptReport, ReportDifference, ReportLanguage, ReportMonth } from '../types/report.ts';
import { renderTable } from './text-table.ts';

const WORDS = {
  vi: {
    headings: ['Tháng', 'Bản', 'Chốt lúc', 'Người lập', 'Lý do', 'SHA-256'],
    open: (on: string, due: string) => `chưa chốt: sẽ chốt ngày ${on}, hạn ${due}`,
    same: 'Tính lại từ dữ kiện đã lưu: giống hệt từng byte',
    different: 'Tính lại từ dữ kiện đã lưu: khác bản đã chốt; chỗ khác đầu tiên',
  },
  en: {
    headings: ['Month', 'Rev.', 'Frozen at', 'By', 'Reason', 'SHA-256'],
    open: (on: string, due: string) => `not frozen: to be frozen on ${on}, due ${due}`,
    same: 'Computed again from the stored facts: the same bytes',
    different: 'Computed again from the stored facts: not what was frozen; the first difference',
  },
} as const;

/** Months with their revisions, a line each. */
export function renderMonths(months: readonly ReportMonth[], language: ReportLanguage): string {
  const words = WORDS[language];
  const rows = months.flatMap(({ month, revisions, freezeOn, due }) =>
    revisions.length === 0
      ? [[month, '-', words.open(freezeOn, due), '', '', '']]
      : revisions.map(({ revision, frozenAt, by, reason, sha256 }) => [
          month,
          String(revision),
          toLocalInstant(frozenAt).slice(0, 16).replace('T', ' '),
          by,
          reason ?? '',
          sha256,
        ]),
  );
  return renderTable(words.headings, rows);
}

/** What came of computing a report again. */
export function renderDifference(
  { month, revision, sha256 }: KeptReport,
  first: ReportDifference | null,
  language: ReportLanguage,
): string {
  const words = WORDS[language];
  const name = `${month} #${revision} ${sha256}\n`;
  if (first === null) return `${name}${words.same}\n`;
  const show = (value: unknown) => (value === undefined ? '-' : JSON.stringify(value));
  return `${name}${words.different}: ${first.path.join(' > ')}\n  - ${show(first.from)}\n  + ${show(first.to)}\n`;
}
