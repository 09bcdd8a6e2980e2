import { stringify } from 'csv-stringify/sync';
import { facilityWord } from '../../fhir/facility-words.ts';
import { toLocalInstant } from '../../fhir/local-time.ts';
import type { FacilityStanding } from '../../types/coverage.ts';
import type { CallReason } from '../standing.ts';
import type { View } from '../view.ts';

/**
 * The facilities as a table for spreadsheets: UTF-8 with byte order mark, a head in the page's language, shares as
 * numbers from 0 to 1, unknown left blank. What would be taken for a formula is made a text.
 */
export function writeFacilityCsv(
  standings: readonly FacilityStanding[],
  reasonsOf: (one: FacilityStanding) => readonly CallReason[],
  view: View,
): Buffer {
  const columns = columnsOf(reasonsOf, view);
  const rows = standings.map((one) => columns.map(([, read]) => read(one)));
  return Buffer.from(stringify([columns.map(([name]) => name), ...rows], { bom: true, escape_formulas: true }));
}

type Value = string | number | null;

function columnsOf(
  reasonsOf: (one: FacilityStanding) => readonly CallReason[],
  view: View,
): readonly (readonly [name: string, read: (one: FacilityStanding) => Value])[] {
  const word = (list: 'ownership' | 'level', value: string) => facilityWord(list, value)[view.language];
  return [
    [view.say('code'), ({ coverage }) => coverage.code],
    [view.say('facility'), ({ facility }) => facility.name],
    [view.say('commune'), ({ facility }) => facility.commune],
    [view.say('cohort'), ({ facility }) => view.say(facility.cohort)],
    [view.say('ownership'), ({ facility }) => word('ownership', facility.ownership)],
    [view.say('level'), ({ facility }) => word('level', facility.level)],
    [view.say('scope'), ({ scope }) => view.say(`scope-${scope}`)],
    [view.say('stage'), ({ coverage }) => view.say(coverage.stage)],
    [view.say('announcedOn'), ({ facility, coverage }) => (coverage.announced ? facility.announced : null)],
    [view.say('proven'), ({ proven }) => Number(proven)],
    [view.say('emrEncounters'), ({ coverage }) => coverage.emr],
    [view.say('expectedEncounters'), ({ coverage }) => coverage.expected],
    [view.say('volume'), ({ coverage }) => coverage.volume],
    [view.say('completeness'), ({ coverage }) => coverage.completeness],
    [view.say('timeliness'), ({ coverage }) => coverage.timeliness],
    [view.say('lastRecord'), ({ lastAcceptedAt }) => (lastAcceptedAt === null ? null : toLocalInstant(lastAcceptedAt))],
    [
      view.say('alarm'),
      (one) =>
        reasonsOf(one)
          .map((reason) => view.say(`call-${reason}`))
          .join('; '),
    ],
    [view.say('firstAdvice'), ({ advice }) => advice[0]?.text[view.language] ?? null],
  ];
}
