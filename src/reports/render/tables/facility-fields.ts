import { facilityWord } from '../../../fhir/facility-words.ts';
import type { MonthlyReport, ReportFacility } from '../../../types/report.ts';
import type { Words } from '../words.ts';
import { count, day, type Field, instant, long, share, text } from './table.ts';

/** Everything that a report tells of a facility, as columns. */
export function facilityFields(words: Words): readonly Field<ReportFacility>[] {
  const { say } = words;
  return [
    ...nameFields(words),
    { header: say('cohort'), width: 13, cell: ({ cohort }) => text(say(cohort)) },
    { header: say('ownership'), width: 12, cell: (one) => text(words.pick(facilityWord('ownership', one.ownership))) },
    { header: say('level'), width: 11, cell: (one) => text(words.pick(facilityWord('level', one.level))) },
    { header: say('commune'), width: 20, cell: ({ commune }) => text(commune) },
    { header: say('scope'), width: 12, cell: ({ scope }) => text(say(`scope-${scope}`)) },
    { header: say('stage'), width: 14, cell: ({ stage }) => text(say(`stage-${stage}`)) },
    { header: say('announcedOn'), width: 13, cell: ({ announced }) => day(announced) },
    { header: say('provenNow'), width: 12, cell: ({ proven }) => text(say(proven ? 'yes' : 'no')) },
    { header: say('sustained'), width: 10, cell: ({ sustained }) => text(say(sustained ? 'yes' : 'no')) },
    { header: say('completeDays'), width: 14, cell: ({ completeDays }) => count(completeDays) },
    { header: say('expected'), width: 13, cell: ({ expected }) => count(expected) },
    { header: say('emr'), width: 14, cell: ({ emr }) => count(emr) },
    ...indicatorFields(words),
    { header: say('received'), width: 13, cell: ({ received }) => count(received) },
    { header: say('accepted'), width: 12, cell: ({ accepted }) => count(accepted) },
    { header: say('quarantined'), width: 11, cell: ({ quarantined }) => count(quarantined) },
    { header: say('refused'), width: 11, cell: ({ refused }) => count(refused) },
    { header: say('lastRecord'), width: 17, cell: ({ lastAcceptedAt }) => instant(lastAcceptedAt) },
    { header: say('silence'), width: 21, cell: ({ silence }) => text(say(`silence-${silence}`) || null) },
    ...mendFields(words),
  ];
}

/** Code and name. */
export function nameFields({ say }: Words): readonly Field<Pick<ReportFacility, 'code' | 'name'>>[] {
  return [
    { header: say('code'), width: 8, cell: ({ code }) => text(code) },
    { header: say('name'), width: 44, cell: ({ name }) => text(name) },
  ];
}

/** The three things to mend first, a column each. */
export function mendFields({ say, pick }: Words): readonly Field<ReportFacility>[] {
  return (['mend1', 'mend2', 'mend3'] as const).map((key, place) => ({
    header: say(key),
    width: 50,
    cell: ({ advice }) => {
      const one = advice[place];
      return long(one === undefined ? null : pick(one.text));
    },
  }));
}

function indicatorFields({ say }: Words): readonly Field<ReportFacility>[] {
  return (['volume', 'completeness', 'timeliness', 'identity', 'signed', 'acceptance'] as const).map((name) => ({
    header: say(name),
    width: 11,
    cell: (one) => share(one[name]),
  }));
}

/** The facilities of some codes, in the order of the codes. */
export function facilitiesOf(
  { facilities }: Pick<MonthlyReport, 'facilities'>,
  codes: readonly string[],
): readonly ReportFacility[] {
  const byCode = new Map(facilities.map((one) => [one.code, one]));
  return codes.flatMap((code) => byCode.get(code) ?? []);
}
