import { facilityWord } from '../../../fhir/facility-words.ts';
import type { CoverageGroup } from '../../../types/coverage.ts';
import type { MonthlyReport, ReportFacility } from '../../../types/report.ts';
import type { Words } from '../words.ts';
import { editionRows, editionWord } from './edition-rows.ts';
import { facilitiesOf, facilityFields, mendFields, nameFields } from './facility-fields.ts';
import { programmeTables } from './programme-tables.ts';
import { day, type Field, long, month, type Table, tableOf, text } from './table.ts';
import { TOTALS, totalsFields } from './totals-fields.ts';

/**
 * Every list of a monthly report. The first, `summary`, says what the report is (`sha256` is that of its JSON) and is the province; the
 * fifth, `facilities`, has everything of each.
 */
export function monthlyTables(report: MonthlyReport, sha256: string, words: Words): readonly Table[] {
  const { say } = words;
  return [
    { ...summaryTable(report, words), head: editionRows(report, sha256, words) },
    groupTable(report, words),
    tableOf(
      say('days'),
      [{ header: say('day'), width: 12, cell: (one) => day(one.day) }, ...totalsFields(words)],
      report.trend.days,
    ),
    tableOf(
      say('months'),
      [{ header: say('month'), width: 12, cell: (one) => month(one.month) }, ...totalsFields(words)],
      report.trend.months,
    ),
    facilityTable(report, words),
    listTable('laggards', report, report.lists.laggards, words),
    listTable('silentList', report, report.lists.silent, words),
    lapsedTable(report, words),
    listTable('undecidedList', report, report.lists.undecided, words),
    ...programmeTables(report, words),
    changeTable(report, words),
    noteTable(report, words),
  ];
}

function noteTable({ notes, madeUp }: MonthlyReport, { say, pick }: Words): Table {
  const texts = [...(madeUp ? [say('madeUpHint')] : []), ...notes.map(pick), say('shareRule')];
  return tableOf(say('notes'), [{ header: say('notes'), width: 120, cell: (note) => long(note) }], texts);
}

/** The same with month, day and edition in every row, so that the CSV file says what it is and stays one table. */
export function facilityCsvTable(report: MonthlyReport, words: Words): Table {
  const edition = editionWord(report, words);
  const fields: readonly Field<ReportFacility>[] = [
    { header: words.say('month'), width: 10, cell: () => text(report.month) },
    { header: words.say('asOfDay'), width: 12, cell: () => day(report.asOf) },
    { header: words.say('state'), width: 16, cell: () => text(edition) },
    ...facilityFields(words),
  ];
  return tableOf(words.say('facilities'), fields, report.facilities);
}

/** All facilities with every indicator. */
export function facilityTable({ facilities }: MonthlyReport, words: Words): Table {
  return tableOf(words.say('facilities'), facilityFields(words), facilities);
}

/** The province, both cohorts, and the province a month before. */
function summaryTable({ province, before }: MonthlyReport, words: Words): Table {
  const { say } = words;
  return {
    title: say('summary'),
    columns: [
      { header: say('indicator'), width: 46 },
      { header: say('province'), width: 18 },
      { header: say('hospitals'), width: 16 },
      { header: say('others'), width: 16 },
      { header: `${say('monthBefore')} (${words.month(before.month)})`, width: 24 },
    ],
    rows: [
      ...TOTALS.map(({ name, cell }) => [
        text(say(name)),
        ...[province, province.byCohort.hospital, province.byCohort.other, before.province].map(cell),
      ]),
    ],
  };
}

function groupTable({ groups }: MonthlyReport, words: Words): Table {
  const { say } = words;
  const totals = totalsFields(words);
  const rows = (['ownership', 'level', 'commune'] as const).flatMap((by) =>
    groups[by].map((group) => [
      text(say(`by-${by}`)),
      text(groupName(by, group, words)),
      ...totals.map(({ cell }) => cell(group.totals)),
    ]),
  );
  const columns = [{ header: say('groupBy'), width: 14 }, { header: say('group'), width: 26 }, ...totals];
  return { title: say('groups'), columns: columns.map(({ header, width }) => ({ header, width })), rows };
}

/** What a group is called: known codes by their word, all else as the registry writes it. */
export function groupName(by: 'ownership' | 'level' | 'commune', { name }: CoverageGroup, words: Words): string {
  if (by !== 'commune') return words.pick(facilityWord(by, name));
  return name === '' ? words.say('unknownCell') : name;
}

function listTable(
  title: 'laggards' | 'silentList' | 'undecidedList',
  report: MonthlyReport,
  codes: readonly string[],
  words: Words,
): Table {
  return tableOf(words.say(title), listFields(words), facilitiesOf(report, codes));
}

function lapsedTable(report: MonthlyReport, words: Words): Table {
  const last = new Map(report.lists.lapsed.map(({ code, lastProven }) => [code, lastProven]));
  const fields: readonly Field<ReportFacility>[] = [
    ...nameFields(words),
    { header: words.say('lastProven'), width: 20, cell: ({ code }) => day(last.get(code) ?? null) },
    ...listFields(words).slice(2),
  ];
  return tableOf(words.say('lapsed'), fields, facilitiesOf(report, [...last.keys()]));
}

/** What is needed to make a call: where it stands, and what to mend. */
function listFields(words: Words): readonly Field<ReportFacility>[] {
  const all = facilityFields(words);
  const { say } = words;
  const wanted = [
    ...[say('commune'), say('stage'), say('announcedOn'), say('completeDays')],
    ...[say('volume'), say('completeness'), say('timeliness'), say('lastRecord'), say('silence')],
  ];
  return [...nameFields(words), ...all.filter(({ header }) => wanted.includes(header)), ...mendFields(words)];
}

/** Of which kind the sides of a change are; a step where it is not told. */
const FAMILIES: Readonly<Record<string, string>> = { scope: 'scope', silent: 'silence', 'speaks-again': 'silence' };

/** What is otherwise than a month before. */
export function changeTable(report: MonthlyReport, words: Words): Table {
  const { say, sayOr } = words;
  return tableOf(
    say('changes'),
    [
      { header: say('code'), width: 8, cell: ({ code }) => text(code) },
      { header: say('name'), width: 44, cell: ({ name }) => text(name) },
      { header: say('what'), width: 18, cell: ({ what }) => text(say(`change-${what}`)) },
      { header: say('from'), width: 20, cell: ({ what, from }) => text(sideOf(what, from)) },
      { header: say('to'), width: 20, cell: ({ what, to }) => text(sideOf(what, to)) },
    ],
    report.changes,
  );

  function sideOf(what: string, side: string | null): string | null {
    if (side === null) return null;
    if (what === 'announced') return words.day(side);
    return sayOr(`${FAMILIES[what] ?? 'stage'}-${side}`, side);
  }
}
