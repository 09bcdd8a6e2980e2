import type { MonthlyReport, YearlyReport } from '../../../types/report.ts';
import type { WordKey, Words } from '../words.ts';
import { type Cell, day, instant, text } from './table.ts';

type Edition = Pick<MonthlyReport, 'revision' | 'madeUp'>;
type Rows = readonly (readonly Cell[])[];

/** What a monthly report is, as rows of a name and what it is; `sha256` is that of the JSON file. */
export function editionRows(report: MonthlyReport, sha256: string, words: Words): Rows {
  const { say } = words;
  const { revision, reason, late } = report;
  return [
    row('reportOf', text(say('monthlyTitle', { month: words.month(report.month) }))),
    row('asOfDay', day(report.asOf)),
    row('state', text(revision === null ? say('draftState') : say('frozen', { revision }))),
    row(revision === null ? 'madeAtShort' : 'frozenAt', instant(report.madeAt)),
    ...(reason === null ? [] : [row(revision === 1 ? 'reasonOfByHand' : 'reasonOf', text(reason))]),
    ...(late ? [row('onTime', text(say('late', { due: words.day(report.due) })))] : []),
    ...commonRows(report.madeUp, sha256, words),
    row('definitions', text(report.definitions)),
  ];

  function row(name: WordKey, cell: Cell): readonly Cell[] {
    return [text(say(name)), cell];
  }
}

/** What a yearly report is: how far its figures go, when the newest of its months was made, which months are drafts. */
export function yearEditionRows(report: YearlyReport, sha256: string, words: Words): Rows {
  const { say } = words;
  const { asOf, madeAt, drafts, madeUp } = yearEdition(report);
  return [
    [text(say('reportOf')), text(say('yearlyTitle', { year: report.year }))],
    [text(say('asOfDay')), day(asOf)],
    [text(say('newestMadeAt')), text(words.instant(madeAt))],
    ...(drafts.length === 0
      ? []
      : [[text(say('draft')), text(say('drafts', { months: drafts.map(words.month).join(', ') }))]]),
    ...commonRows(madeUp, sha256, words),
  ];
}

/** How far the figures of a year go, when the newest of its months was made, and which of them are drafts. */
export function yearEdition({ months }: YearlyReport) {
  const known = months.flatMap(({ report }) => (report === null ? [] : [report]));
  const newest = (texts: readonly string[]): string | null => [...texts].sort().at(-1) ?? null;
  return {
    asOf: newest(known.map(({ asOf }) => asOf)),
    madeAt: newest(known.map(({ madeAt }) => madeAt)),
    drafts: months.filter(({ report }) => report?.state === 'draft').map(({ month }) => month),
    madeUp: known.some(({ madeUp }) => madeUp),
  };
}

/** Which edition it is, in a word or two: for a column. */
export function editionWord({ revision, madeUp }: Edition, { say }: Words): string {
  const edition = revision === null ? say('draft') : say('frozen', { revision });
  return madeUp ? `${edition}, ${say('madeUp')}` : edition;
}

function commonRows(madeUp: boolean, sha256: string, { say }: Words): Rows {
  return [
    ...(madeUp ? [[text(say('data')), text(say('madeUpHint'))]] : []),
    [text(say('digest')), text(sha256)],
    [text(say('shareRuleName')), text(say('shareRule'))],
  ];
}
