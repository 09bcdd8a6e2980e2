import type { ReportFacility, YearlyReport, YearMonth } from '../../../types/report.ts';
import type { Words } from '../words.ts';
import { editionWord, yearEditionRows } from './edition-rows.ts';
import { facilityFields } from './facility-fields.ts';
import { type Cell, count, day, instant, month, share, type Table, tableOf, text } from './table.ts';
import { TOTALS } from './totals-fields.ts';

/** Every list of a yearly report: the province, its steps and indicators by facility, the further indicators; 12 months side by side. */
export function yearlyTables(report: YearlyReport, sha256: string, words: Words): readonly Table[] {
  const { say } = words;
  return [
    { ...provinceTable(report, words), head: yearEditionRows(report, sha256, words) },
    facilityMonths(say('stage'), report, words, ({ stage }) => text(say(`stage-${stage}`))),
    ...(['volume', 'completeness', 'timeliness'] as const).map((name) =>
      facilityMonths(say(name), report, words, (one) => share(one[name])),
    ),
    facilityMonths(say('emr'), report, words, ({ emr }) => count(emr)),
    yearProgrammeTable(report, words),
    sourceTable(report, words),
  ];
}

/** The province's totals: an indicator a row, a month a column. */
export function provinceTable({ months }: YearlyReport, words: Words): Table {
  return {
    title: words.say('summary'),
    columns: [{ header: words.say('indicator'), width: 46 }, ...monthColumns(months, words)],
    rows: TOTALS.map(({ name, cell }) => [
      text(words.say(name)),
      ...months.map(({ report }): Cell => (report === null ? text(null) : cell(report.province))),
    ]),
  };
}

/** One thing of every facility that was open in any month. */
export function facilityMonths(
  title: string,
  { months }: YearlyReport,
  words: Words,
  show: (one: ReportFacility) => Cell,
): Table {
  const byMonth = months.map(({ report }) => new Map(report?.facilities.map((one) => [one.code, one])));
  const newest = new Map(
    months.flatMap(({ report }) => report?.facilities.map((one) => [one.code, one] as const) ?? []),
  );
  return {
    title,
    columns: [
      { header: words.say('code'), width: 8 },
      { header: words.say('name'), width: 44 },
      ...monthColumns(months, words),
    ],
    rows: [...newest.values()].map(({ code, name }) => [
      text(code),
      text(name),
      ...byMonth.map((facilities) => {
        const one = facilities.get(code);
        return one === undefined ? text(null) : show(one);
      }),
    ]),
  };
}

interface Row {
  readonly of: string;
  readonly asOf: string;
  readonly edition: string;
}

/** A row for each facility and month: the table of the CSV file. */
export function yearFacilityTable({ months }: YearlyReport, words: Words): Table {
  const rows = months.flatMap(
    ({ month: of, report }) =>
      report?.facilities.map((one) => ({ ...one, of, asOf: report.asOf, edition: editionWord(report, words) })) ?? [],
  );
  const fields = facilityFields(words);
  return tableOf(
    words.say('facilities'),
    [
      { header: words.say('month'), width: 10, cell: ({ of }: Row) => text(of) },
      { header: words.say('asOfDay'), width: 12, cell: ({ asOf }: Row) => day(asOf) },
      { header: words.say('state'), width: 16, cell: ({ edition }: Row) => text(edition) },
      ...fields,
    ],
    rows,
  );
}

function yearProgrammeTable({ months }: YearlyReport, words: Words): Table {
  const programmes = new Map(
    months.flatMap(({ report }) => report?.programmes.map((one) => [one.id, one] as const) ?? []),
  );
  return {
    title: words.say('programmes'),
    columns: [{ header: words.say('indicator'), width: 46 }, ...monthColumns(months, words)],
    rows: [...programmes.values()].map(({ id, name }) => [
      text(words.pick(name)),
      ...months.map(({ report }) => {
        const one = report?.programmes.find((programme) => programme.id === id);
        if (one === undefined) return text(null);
        return one.denominator === null ? count(one.numerator) : share(one.share);
      }),
    ]),
  };
}

function sourceTable({ months }: YearlyReport, words: Words): Table {
  const { say } = words;
  return tableOf<YearMonth>(
    say('source'),
    [
      { header: say('month'), width: 12, cell: (one) => month(one.month) },
      { header: say('source'), width: 24, cell: ({ report }) => text(editionOf(report, words)) },
      { header: say('asOfDay'), width: 14, cell: ({ report }) => day(report?.asOf ?? null) },
      { header: say('madeAtShort'), width: 18, cell: ({ report }) => instant(report?.madeAt ?? null) },
    ],
    months,
  );
}

/** Which edition of a month a year shows. */
export function editionOf(report: YearMonth['report'], { say }: Words): string {
  if (report === null) return say('noReport');
  return report.revision === null ? say('draftWord') : say('frozen', { revision: report.revision });
}

function monthColumns(months: readonly YearMonth[], words: Words) {
  return months.map(({ month: of }) => ({ header: words.month(of), width: 13 }));
}
