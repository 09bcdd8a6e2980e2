import { hash } from 'node:crypto';
import type { Commune } from '../../types/commune.ts';
import type { MonthlyReport, ReportFile, ReportFormat, ReportLanguage, YearlyReport } from '../../types/report.ts';
import { renderCsv } from './csv.ts';
import { facilityCsvTable, monthlyTables } from './tables/monthly-tables.ts';
import { yearFacilityTable, yearlyTables } from './tables/yearly-tables.ts';
import { createWords, type Words } from './words.ts';

const TYPES: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

/**
 * A report as a file: `content` is its canonical JSON. The same content, format and language give the same bytes.
 * @param communes for the map of the PDF
 */
export async function renderReport(
  content: string,
  format: ReportFormat,
  language: ReportLanguage,
  communes: readonly Commune[],
): Promise<ReportFile> {
  const report = JSON.parse(content) as MonthlyReport | YearlyReport;
  const bytes =
    format === 'json'
      ? Buffer.from(content)
      : await renderers[format](report, createWords(language), { content, communes });
  return { name: `${nameOf(report)}.${format}`, type: TYPES[format], bytes };
}

type Renderer = (
  report: MonthlyReport | YearlyReport,
  words: Words,
  with_: { readonly content: string; readonly communes: readonly Commune[] },
) => Promise<Buffer>;

/** The dear ones are loaded when they are asked for. */
const renderers: Readonly<Record<Exclude<ReportFormat, 'json'>, Renderer>> = {
  csv: async (report, words) =>
    renderCsv(isMonthly(report) ? facilityCsvTable(report, words) : yearFacilityTable(report, words)),
  async xlsx(report, words, { content }) {
    const { renderXlsx } = await import('./xlsx.ts');
    const sha256 = hash('sha256', content, 'hex');
    return renderXlsx(isMonthly(report) ? monthlyTables(report, sha256, words) : yearlyTables(report, sha256, words));
  },
  async pdf(report, words, { content, communes }) {
    const { makePdf } = await import('./pdf/make-pdf.ts');
    const sha256 = hash('sha256', content, 'hex');
    if (isMonthly(report)) {
      const { monthlyDocument } = await import('./pdf/monthly-document.ts');
      return makePdf(monthlyDocument(report, sha256, communes, words));
    }
    const { yearlyDocument } = await import('./pdf/yearly-document.ts');
    return makePdf(yearlyDocument(report, sha256, words));
  },
};

function isMonthly(report: MonthlyReport | YearlyReport): report is MonthlyReport {
  return report.kind === 'monthly-coverage';
}

/** Without Vietnamese letters: it goes through mail programs and USB sticks. */
function nameOf(report: MonthlyReport | YearlyReport): string {
  if (!isMonthly(report)) return `bao-cao-benh-an-dien-tu-nam-${report.year}`;
  const edition = report.revision === null ? 'nhap' : `ban-${report.revision}`;
  return `bao-cao-benh-an-dien-tu-${report.month}-${edition}`;
}
