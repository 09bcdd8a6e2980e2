import type { YearlyReport } from '../../../types/report.ts';
import { yearEdition } from '../tables/edition-rows.ts';
import { text } from '../tables/table.ts';
import { editionOf, facilityMonths, provinceTable } from '../tables/yearly-tables.ts';
import type { Words } from '../words.ts';
import type { Block } from './block.ts';
import { trendSvg } from './charts.ts';
import { formFooter, formHead, formHeader, formSignatures } from './form.ts';
import type { PdfDocument } from './make-pdf.ts';
import { gridOf, pdfTable } from './pdf-table.ts';

const WIDTH = 745;

/** The yearly pack: 12 months side by side, across the page. */
export function yearlyDocument(report: YearlyReport, sha256: string, words: Words): PdfDocument {
  const { say, pick, month } = words;
  const title = say('yearlyTitle', { year: report.year });
  const subject = say('subject', { province: pick(report.provinceName) });
  const known = report.months.flatMap(({ month: of, report: one }) => (one === null ? [] : [{ ...one, month: of }]));
  const edition = yearEdition(report);
  const madeAt = edition.madeAt ?? `${report.year}-01-01T00:00:00+07:00`;
  const line = (text: string, look: Readonly<Record<string, unknown>> = {}): Block => ({
    text,
    alignment: 'center',
    fontSize: 8.5,
    ...look,
  });
  const months = report.months.map(() => '*');
  return {
    title: `${title} – ${subject}`,
    subject,
    madeAt,
    language: words.language,
    pageOrientation: 'landscape',
    header: formHeader(`${title} – ${pick(report.provinceName)}`, ''),
    footer: formFooter(`SHA-256: ${sha256}`, words),
    watermark: edition.madeUp ? say('madeUp') : null,
    content: [
      formHead(words),
      { text: title.toUpperCase(), style: 'title' },
      { text: subject, style: 'subtitle', margin: [30, 2, 30, 3] },
      line(`${say('asOf', { day: words.day(edition.asOf) })}; ${say('yearMade', { madeAt: words.instant(madeAt) })}.`),
      ...(edition.drafts.length === 0
        ? []
        : [line(`${say('drafts', { months: edition.drafts.map(month).join(', ') })}.`, { bold: true })]),
      ...(edition.madeUp ? [line(say('madeUpHint'), { bold: true, color: '#b42318' })] : []),
      {
        svg: trendSvg(
          known.map((one) => ({
            ...one.province,
            at: one.state === 'draft' ? `${month(one.month)}\n${say('draftWord')}` : month(one.month),
          })),
          words,
          { width: WIDTH, height: 200 },
        ),
        width: WIDTH,
      },
      { text: say('summary'), style: 'section', pageBreak: 'before' },
      pdfTable(provinceTable(report, words), [150, ...months], words, { fontSize: 7 }),
      editions(report, words),
      formSignatures(words),
      { text: say('stepsByFacility'), style: 'section', pageBreak: 'before' },
      pdfTable(
        facilityMonths(say('stage'), report, words, ({ stage }) => text(say(`stage-${stage}`))),
        [30, 122, ...months],
        words,
        { fontSize: 6.5 },
      ),
    ],
  };
}

function editions({ months }: YearlyReport, words: Words): Block {
  return gridOf(
    [{ text: words.say('source') }, ...months.map(({ month }) => ({ text: words.month(month) }))],
    [[words.say('source'), ...months.map(({ report }) => editionOf(report, words))]],
    [150, ...months.map(() => '*')],
    { fontSize: 7 },
  );
}
