import type { Commune } from '../../../types/commune.ts';
import type { MonthlyReport } from '../../../types/report.ts';
import { facilityFields } from '../tables/facility-fields.ts';
import { changeTable, groupName } from '../tables/monthly-tables.ts';
import { furtherCounts } from '../tables/programme-tables.ts';
import { tableOf } from '../tables/table.ts';
import type { WordKey, Words } from '../words.ts';
import type { Block } from './block.ts';
import { mapSvg, trendSvg } from './charts.ts';
import { formFooter, formHead, formHeader, formSignatures } from './form.ts';
import { listPart } from './list-part.ts';
import type { PdfDocument } from './make-pdf.ts';
import { overNote, volumeText } from './over-volume.ts';
import { gridOf, pdfTable } from './pdf-table.ts';
import { summaryPart } from './summary-part.ts';

/** Width of the text of a page upright. */
const WIDTH = 499;
/** Columns of the appendix that are not told there: they stand in the workbook. */
const APPENDIX: readonly WordKey[] = [
  ...(['code', 'name', 'commune', 'scope', 'stage', 'announcedOn', 'completeDays', 'expected', 'emr'] as const),
  ...(['volume', 'completeness', 'timeliness', 'lastRecord'] as const),
];

/**
 * A monthly report as it is signed and sent: the results on the first page, what is behind them, who has to be called, the further
 * indicators, how all this is computed, the place for signatures; in the appendix every facility.
 */
export function monthlyDocument(
  report: MonthlyReport,
  sha256: string,
  communes: readonly Commune[],
  words: Words,
): PdfDocument {
  const { say, pick, month } = words;
  const title = say('monthlyTitle', { month: month(report.month) });
  const subject = say('subject', { province: pick(report.provinceName) });
  const isDraft = report.state === 'draft';
  return {
    title: `${title} – ${subject}`,
    subject,
    madeAt: report.madeAt,
    language: words.language,
    pageOrientation: 'portrait',
    header: formHeader(`${title} – ${pick(report.provinceName)}`, editionText(report, words)),
    footer: formFooter(isDraft ? say('draftHint') : `SHA-256: ${sha256}`, words),
    watermark: watermarkOf(report, words),
    content: [
      formHead(words),
      { text: title.toUpperCase(), style: 'title' },
      { text: subject, style: 'subtitle', margin: [30, 2, 30, 3] },
      {
        text: `${say('asOf', { day: words.day(report.asOf) })}. ${editionText(report, words)}.`,
        alignment: 'center',
        fontSize: 8.5,
      },
      ...(report.reason === null
        ? []
        : [
            {
              text: say(report.revision === 1 ? 'reasonByHand' : 'reason', { reason: report.reason }),
              alignment: 'center',
              fontSize: 8.5,
            },
          ]),
      ...(report.madeUp
        ? [{ text: say('madeUpHint'), alignment: 'center', fontSize: 8.5, bold: true, color: '#b42318' }]
        : []),
      ...summaryPart(report, words),
      ...coursePart(report, communes, words),
      ...listPart(report, words),
      ...programmePart(report, words),
      { text: `V. ${say('notes')}`, style: 'section' },
      { ol: [...report.notes.map(pick), say('shareRule')], fontSize: 8.5 },
      { text: `${say('definitions')}: ${report.definitions}`, fontSize: 8, color: '#5b6675', margin: [0, 4, 0, 0] },
      formSignatures(words),
      ...appendix(report, words),
    ],
  };
}

function watermarkOf({ state, madeUp }: MonthlyReport, { say }: Words): string | null {
  const marks = [...(madeUp ? [say('madeUp')] : []), ...(state === 'draft' ? [say('draft')] : [])];
  return marks.length === 0 ? null : marks.join(' – ');
}

/** Which edition this is. */
function editionText({ revision, madeAt, late, due }: MonthlyReport, { say, instant, day }: Words): string {
  const at = { madeAt: instant(madeAt) };
  if (revision === null) return say('draftMade', at);
  const told = say('revision', { ...at, revision });
  return late ? `${told}, ${say('late', { due: day(due) })}` : told;
}

function coursePart(report: MonthlyReport, communes: readonly Commune[], words: Words): readonly Block[] {
  const { say } = words;
  const { days, months } = report.trend;
  const size = { width: WIDTH, height: 170 };
  const changes = changeTable(report, words);
  return [
    { text: `II. ${say('courseTitle')}`, style: 'section', pageBreak: 'before' },
    { text: say('trendTitle'), style: 'part' },
    {
      svg: trendSvg(
        months.map((one) => ({ ...one, at: words.month(one.month) })),
        words,
        size,
      ),
      width: WIDTH,
    },
    { text: say('trendDays'), style: 'part' },
    {
      svg: trendSvg(
        days.map((one) => ({ ...one, at: words.day(one.day).slice(0, 5) })),
        words,
        size,
      ),
      width: WIDTH,
    },
    { text: say('changes'), style: 'part' },
    changes.rows.length === 0
      ? { text: say('noChange'), style: 'hint' }
      : pdfTable(changes, [32, '*', 80, 90, 90], words),
    {
      unbreakable: true,
      stack: [
        { text: say('mapTitle'), style: 'part' },
        { svg: mapSvg(report, communes, words, 400), width: 400, alignment: 'center' },
        { text: say('mapHint'), style: 'hint', alignment: 'center' },
      ],
    },
    ...(['ownership', 'level'] as const).map((by) => groupPart(report, by, words)),
  ];
}

function groupPart({ groups }: MonthlyReport, by: 'ownership' | 'level' | 'commune', words: Words): Block {
  const { say, count, percent } = words;
  const right = (text: string) => ({ text, alignment: 'right' });
  const heads = [say('inScope'), say('undecided'), say('announced'), '%', say('proven'), '%', say('encountersShort')];
  return gridOf(
    [{ text: say(`by-${by}`) }, ...heads.map(right)],
    groups[by].map((group) => {
      const { inScope, undecided, announced, announcedShare, proven, provenShare, encounterShare } = group.totals;
      const figures = [count(inScope), count(undecided), count(announced), percent(announcedShare), count(proven)];
      return [groupName(by, group, words), ...[...figures, percent(provenShare), percent(encounterShare)].map(right)];
    }),
    ['*', 52, 50, 46, 42, 52, 42, 66],
  );
}

function programmePart({ programmes }: MonthlyReport, words: Words): readonly Block[] {
  const { say } = words;
  const title: Block = { text: `IV. ${say('programmesTitle')}`, style: 'section' };
  if (programmes.length === 0) return [title, { text: say('none'), style: 'hint' }];
  const right = (text: string) => ({ text, alignment: 'right' });
  const heads = (['numerator', 'denominator', 'share', 'goal'] as const).map((key) => right(say(key)));
  const rows = programmes.map((one): Block[] => [
    {
      stack: [
        { text: words.pick(one.name), bold: true },
        { text: words.pick(one.definition), style: 'small', color: '#5b6675' },
        ...[furtherCounts(one, words)].filter((text) => text !== '').map((text) => ({ text, style: 'small' })),
      ],
    },
    ...[
      words.count(one.numerator),
      words.count(one.denominator),
      words.percent(one.share),
      words.percent(one.target),
    ].map(right),
  ]);
  return [title, gridOf([{ text: say('indicator') }, ...heads], rows, ['*', 48, 48, 44, 48])];
}

function appendix(report: MonthlyReport, words: Words): readonly Block[] {
  const { say } = words;
  const wanted = new Set(APPENDIX.map((key) => say(key)));
  const fields = facilityFields(words).filter(({ header }) => wanted.has(header));
  const volume = fields.findIndex(({ header }) => header === say('volume'));
  return [
    {
      text: `${say('appendix')} 1. ${say('allFacilities')}: ${say('countOf', { count: report.facilities.length })}`,
      style: 'section',
      pageBreak: 'before',
      pageOrientation: 'landscape',
    },
    pdfTable(
      tableOf(say('facilities'), fields, report.facilities),
      [28, '*', 70, 38, 54, 48, 40, 36, 40, 36, 36, 36, 64],
      words,
      {
        fontSize: 7,
        write: (row, column) => {
          const one = report.facilities[row];
          return column === volume && one !== undefined ? volumeText(one, words) : undefined;
        },
      },
    ),
    ...overNote(report.facilities, words),
    {
      text: `${say('appendix')} 2. ${say('byCommuneTitle')}`,
      style: 'section',
      pageBreak: 'before',
      pageOrientation: 'portrait',
    },
    groupPart(report, 'commune', words),
  ];
}
