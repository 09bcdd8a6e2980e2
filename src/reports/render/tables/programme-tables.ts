import type { ProgrammeFigure, ProgrammeShare } from '../../../types/programme.ts';
import type { MonthlyReport } from '../../../types/report.ts';
import type { Words } from '../words.ts';
import { count, type Field, long, share, type Table, tableOf, text } from './table.ts';

/** The further indicators: of the province, and of each facility and commune that has any. */
export function programmeTables(
  report: Pick<MonthlyReport, 'programmes' | 'facilities'>,
  words: Words,
): readonly Table[] {
  const { say } = words;
  const names = new Map(report.facilities.map(({ code, name }) => [code, name]));
  const facilities = report.programmes.flatMap((programme) =>
    programme.byFacility.map((one) => ({ ...one, programme, place: one.facility })),
  );
  const communes = report.programmes.flatMap((programme) =>
    programme.byCommune.map((one) => ({ ...one, programme, place: one.commune })),
  );
  const indicator: Field<{ readonly programme: ProgrammeFigure }> = {
    header: say('indicator'),
    width: 44,
    cell: ({ programme }) => text(words.pick(programme.name)),
  };
  return [
    programmeTable(report.programmes, words),
    tableOf(
      say('programmeFacilities'),
      [
        indicator,
        { header: say('code'), width: 8, cell: ({ place }) => text(place) },
        { header: say('name'), width: 44, cell: ({ place }) => text(names.get(place) ?? null) },
        ...shareFields(words),
      ],
      facilities,
    ),
    tableOf(
      say('programmeCommunes'),
      [indicator, { header: say('commune'), width: 14, cell: ({ place }) => text(place) }, ...shareFields(words)],
      communes,
    ),
  ];
}

/** The further indicators of the province, with their targets. */
export function programmeTable(programmes: readonly ProgrammeFigure[], words: Words): Table {
  const { say, pick } = words;
  return tableOf(
    say('programmes'),
    [
      { header: say('indicator'), width: 44, cell: ({ name }) => text(pick(name)) },
      ...shareFields(words),
      { header: say('goal'), width: 11, cell: ({ target }) => share(target) },
      { header: say('further'), width: 50, cell: (one) => long(furtherCounts(one, words) || null) },
      { header: say('definition'), width: 90, cell: ({ definition }) => long(pick(definition)) },
    ],
    programmes,
  );
}

/** What is counted beside it, and what could not be judged; empty when there is nothing. */
export function furtherCounts({ also, untold }: ProgrammeFigure, words: Words): string {
  const counts = also.map(({ name, count: of }) => `${words.pick(name)}: ${words.count(of)}`);
  if (untold !== null && untold > 0) counts.push(`${words.say('untold')}: ${words.count(untold)}`);
  return counts.join('; ');
}

function shareFields({ say }: Words): readonly Field<ProgrammeShare>[] {
  return [
    { header: say('numerator'), width: 12, cell: ({ numerator }) => count(numerator) },
    { header: say('denominator'), width: 12, cell: ({ denominator }) => count(denominator) },
    { header: say('share'), width: 11, cell: (one) => share(one.share) },
  ];
}
