import type { CoverageTotals, Forecast, Stage } from '../../../types/coverage.ts';
import type { MonthlyReport, ReportFacility, ReportTarget } from '../../../types/report.ts';
import { cutShare } from '../cut-share.ts';
import type { Words } from '../words.ts';
import { type Block, LINES } from './block.ts';
import { gridOf } from './pdf-table.ts';

const STAGES: readonly Stage[] = ['registered', 'connected', 'sending', 'complete', 'proven'];

/** The first page's figures: three shares against the target, both cohorts, the four cells, the steps, the forecast. */
export function summaryPart(report: MonthlyReport, words: Words): readonly Block[] {
  const { say } = words;
  const inScope = report.facilities.filter(({ scope }) => scope === 'yes');
  return [
    { text: `I. ${say('result')}`, style: 'section' },
    tiles(report, words),
    ...report.targets.map((target): Block => ({ text: targetLine(target, words), margin: [0, 1, 0, 0] })),
    { text: say('byCohortTitle'), style: 'part' },
    cohortTable(report, words),
    {
      unbreakable: true,
      columns: [
        { width: '52%', stack: [{ text: say('cellsTitle'), style: 'part' }, cellTable(inScope, words)] },
        { width: '4%', text: '' },
        { width: '44%', stack: [{ text: say('stepsTitle'), style: 'part' }, stepTable(inScope, words)] },
      ],
    },
    { text: say('listsTitle'), style: 'part' },
    listCounts(report, words),
    { text: say('forecastTitle'), style: 'part' },
    ...(['announced', 'proven'] as const).map(
      (name): Block => ({
        text: [{ text: `${say(name)}: `, bold: true }, forecastText(report.forecast[name], words)],
        margin: [0, 1, 0, 1],
      }),
    ),
  ];
}

function tiles({ province, before }: MonthlyReport, words: Words): Block {
  const { say, count } = words;
  const tile = (name: string, share: number | null, of: string, then: number | null): Block => ({
    stack: [
      { text: name, fontSize: 8.5, color: '#5b6675' },
      { text: words.percent(share), fontSize: 22, bold: true, color: '#12395c', lineHeight: 1.05 },
      { text: of, fontSize: 8 },
      { text: changeText(share, then, words), fontSize: 8, color: '#5b6675' },
    ],
    margin: [4, 3, 0, 1],
    fillColor: '#f1f5f9',
  });
  const facilities = (part: number) => say('facilitiesOf', { part: count(part), whole: count(province.inScope) });
  const encounters = say('encountersOf', { part: count(province.emr), whole: count(province.expected) });
  return {
    table: {
      widths: ['*', '*', '*'],
      body: [
        [
          tile(
            say('announced'),
            province.announcedShare,
            facilities(province.announced),
            before.province.announcedShare,
          ),
          tile(say('proven'), province.provenShare, facilities(province.proven), before.province.provenShare),
          tile(say('emr'), province.encounterShare, encounters, before.province.encounterShare),
        ],
      ],
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (line: number) => (line === 1 || line === 2 ? 8 : 0),
      vLineColor: () => '#ffffff',
    },
    margin: [0, 0, 0, 6],
  };
}

function changeText(now: number | null, then: number | null, { say, language }: Words): string {
  if (now === null || then === null) return '';
  const points = ((cutShare(now) - cutShare(then)) * 100).toFixed(1);
  if (Number(points) === 0) return say('samePoints');
  const text = language === 'vi' ? points.replace('.', ',') : points;
  return say('points', { change: Number(points) > 0 ? `+${text}` : text.replace('-', '−') });
}

/** `Mục tiêu của tỉnh: 30/12/2026 (còn 30 ngày)`. */
export function targetLine({ id, day, daysLeft }: ReportTarget, { say, day: write }: Words): string {
  const left =
    daysLeft === 0 ? say('lastDay') : say(daysLeft > 0 ? 'daysLeft' : 'daysPast', { count: Math.abs(daysLeft) });
  return `${say('target')} – ${say(`target-${id}`)}: ${write(day)} (${left})`;
}

function cohortTable({ province }: MonthlyReport, words: Words): Block {
  const { say, count, percent } = words;
  const right = (text: string) => ({ text, alignment: 'right' });
  const row = (name: string, of: CoverageTotals): Block[] => [
    name,
    ...[count(of.open), count(of.inScope), count(of.undecided), count(of.announced), percent(of.announcedShare)].map(
      right,
    ),
    ...[count(of.proven), percent(of.provenShare), percent(of.encounterShare)].map(right),
  ];
  const heads = [
    say('openShort'),
    say('inScope'),
    say('undecided'),
    say('announced'),
    '%',
    say('proven'),
    '%',
    say('encountersShort'),
  ];
  return gridOf(
    [{ text: say('cohort') }, ...heads.map(right)],
    [
      row(say('hospitals'), province.byCohort.hospital),
      row(say('others'), province.byCohort.other),
      row(say('province'), province).map((cell) =>
        typeof cell === 'string' ? { text: cell, bold: true } : { ...cell, bold: true },
      ),
    ],
    ['*', 44, 46, 50, 50, 38, 44, 38, 60],
  );
}

function cellTable(inScope: readonly ReportFacility[], { say, count }: Words): Block {
  const of = (isAnnounced: boolean, isProven: boolean) => ({
    text: count(
      inScope.filter(({ announced, proven }) => (announced !== null) === isAnnounced && proven === isProven).length,
    ),
    alignment: 'right',
    bold: isAnnounced && !isProven,
  });
  return gridOf(
    [{ text: '' }, { text: say('proven'), alignment: 'right' }, { text: say('notProven'), alignment: 'right' }],
    [
      [say('announced'), of(true, true), of(true, false)],
      [say('notAnnounced'), of(false, true), of(false, false)],
    ],
    ['*', 62, 76],
  );
}

/** How long the lists of part III are. */
function listCounts({ lists }: MonthlyReport, { say, count }: Words): Block {
  const all = [
    [say('laggards'), lists.laggards.length],
    [say('silentList'), lists.silent.length],
    [say('lapsed'), lists.lapsed.length],
    [say('undecidedList'), lists.undecided.length],
  ] as const;
  return gridOf(
    all.map(([text]) => ({ text, alignment: 'center' })),
    [all.map(([, length]) => ({ text: count(length), alignment: 'center', bold: true, fontSize: 11 }))],
    ['*', '*', '*', '*'],
  );
}

function stepTable(inScope: readonly ReportFacility[], { say, count }: Words): Block {
  return {
    table: {
      widths: ['*', 40],
      body: STAGES.map((stage) => [
        say(`stage-${stage}`),
        { text: count(inScope.filter((one) => one.stage === stage).length), alignment: 'right' },
      ]),
    },
    layout: LINES,
    fontSize: 8,
  };
}

/** When 100 % is reached, in a sentence or two. */
export function forecastText(forecast: Forecast, words: Words): string {
  const { say, day } = words;
  const number = (value: number | null) =>
    value === null
      ? say('unknownCell')
      : (Math.round(value * 10) / 10)
          .toString()
          .replace('-', '−')
          .replace('.', words.language === 'vi' ? ',' : '.');
  const told = say(`forecast-${forecast.state}`, {
    pace: number(forecast.perWeek),
    date: day(forecast.date),
    earliest: forecast.earliest === null ? say('never') : day(forecast.earliest),
    latest: forecast.latest === null ? say('never') : day(forecast.latest),
  });
  return forecast.neededPerWeek === null ? told : `${told} ${say('needed', { count: number(forecast.neededPerWeek) })}`;
}
