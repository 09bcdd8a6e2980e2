import type { MonthlyReport, ReportFacility } from '../../../types/report.ts';
import { facilitiesOf } from '../tables/facility-fields.ts';
import type { WordKey, Words } from '../words.ts';
import type { Block } from './block.ts';
import { overNote, volumeText } from './over-volume.ts';
import { gridOf } from './pdf-table.ts';

/** The lists of facilities that somebody has to call, each with what to mend first. */
export function listPart(report: MonthlyReport, words: Words): readonly Block[] {
  const { say } = words;
  const { laggards, silent, lapsed, undecided } = report.lists;
  const last = new Map(lapsed.map(({ code, lastProven }) => [code, lastProven]));
  const note = ({ code }: ReportFacility) => `${say('lastProven')}: ${words.day(last.get(code) ?? null)}`;
  const alarm = ({ silence }: ReportFacility) => say(`silence-${silence}`);
  return [
    { text: `III. ${say('listsTitle')}`, style: 'section', pageBreak: 'before' },
    ...list('laggards', 'laggardsHint', facilitiesOf(report, laggards), words),
    ...list('silentList', 'silentHint', facilitiesOf(report, silent), words, alarm),
    ...list('lapsed', 'lapsedHint', facilitiesOf(report, [...last.keys()]), words, note),
    ...(undecided.length === 0
      ? heading('undecidedList', 'undecidedHint', 0, words)
      : [undecidedTable(facilitiesOf(report, undecided), words)]),
  ];
}

function list(
  title: WordKey,
  hint: WordKey,
  facilities: readonly ReportFacility[],
  words: Words,
  note: (one: ReportFacility) => string = () => '',
): readonly Block[] {
  const { say } = words;
  if (facilities.length === 0) return heading(title, hint, 0, words);
  const rows = facilities.map((one): Block[] => [
    {
      stack: [
        { text: one.name, bold: true },
        { text: `${one.code} · ${one.commune}`, style: 'small', color: '#5b6675' },
        { text: announcedText(one, words), style: 'small', color: '#5b6675' },
      ],
    },
    {
      stack: [
        { text: say(`stage-${one.stage}`), bold: true },
        ...(['volume', 'completeness', 'timeliness'] as const).map((name) => ({
          text: `${say(name)}: ${name === 'volume' ? volumeText(one, words) : words.percent(one[name])}`,
          style: 'small',
        })),
        ...(note(one) === '' ? [] : [{ text: note(one), style: 'small' }]),
      ],
    },
    one.advice.length === 0 ? say('unknownCell') : { ol: one.advice.map(({ text }) => words.pick(text)) },
  ]);
  const head = [{ text: say('name') }, { text: say('stateTitle') }, { text: say('mend') }];
  return [
    gridOf(head, rows, [150, 104, '*'], { title: heading(title, hint, facilities.length, words) }),
    ...overNote(facilities, words),
  ];
}

function heading(title: WordKey, hint: WordKey, count: number, { say }: Words): readonly Block[] {
  return [
    { text: `${say(title)}: ${say('countOf', { count })}`, style: 'part' },
    { text: count === 0 ? say('none') : say(hint), style: 'hint' },
  ];
}

function announcedText({ announced }: ReportFacility, { say, day }: Words): string {
  return announced === null ? '' : `${say('announcedOn')}: ${day(announced)}`;
}

/** Two facilities a line: there may be a hundred, and nothing is known of them but where they are. */
function undecidedTable(facilities: readonly ReportFacility[], words: Words): Block {
  const { say } = words;
  const cells = facilities.map(({ code, name, commune }): Block[] => [code, name, commune]);
  const half = Math.ceil(cells.length / 2);
  const empty: Block[] = ['', '', ''];
  const rows = cells.slice(0, half).map((cell, index) => [...cell, ...(cells[half + index] ?? empty)]);
  const head = [{ text: say('code') }, { text: say('name') }, { text: say('commune') }];
  const title = heading('undecidedList', 'undecidedHint', facilities.length, words);
  return gridOf([...head, ...head], rows, [26, '*', 72, 26, '*', 72], { fontSize: 7.5, title });
}
