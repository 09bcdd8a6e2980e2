import { startOfLocalDay } from '../../fhir/local-time.ts';
import type { CoverageOverview, CoverageTotals, Silence, Stage } from '../../types/coverage.ts';
import type { GaugeOf, Sample } from './reading-gauges.ts';

const DAY_SECONDS = 86_400;
const COHORTS = ['hospital', 'other'] as const;
const STAGES: readonly Stage[] = ['registered', 'connected', 'sending', 'complete', 'proven'];
const SILENCES: readonly Exclude<Silence, 'none'>[] = ['unusual', 'week', 'never'];
const COUNTED: readonly (readonly [standing: string, of: (totals: CoverageTotals) => number])[] = [
  ['open', ({ open }) => open],
  ['in-scope', ({ inScope }) => inScope],
  ['undecided', ({ undecided }) => undecided],
  ['announced', ({ announced }) => announced],
  ['proven', ({ proven }) => proven],
];

/** Coverage of the province as the console shows it: counts of facilities by cohort, never a facility. */
export const COVERAGE_GAUGES: readonly GaugeOf<CoverageOverview>[] = [
  {
    name: 'lienthong_coverage_facilities',
    help: 'Facilities by cohort that are open, in scope, of undecided scope, announced, proven',
    labels: ['cohort', 'standing'],
    samples: ({ report }) =>
      byCohort(report.province.byCohort, (totals) => COUNTED.map(([standing, of]) => [{ standing }, of(totals)])),
  },
  {
    name: 'lienthong_coverage_encounters',
    help: 'Encounters of the last 30 days in facilities in scope whose expected number is known: expected, and with an EMR',
    labels: ['cohort', 'kind'],
    samples: ({ report }) =>
      byCohort(report.province.byCohort, ({ emr, expected }) => [
        [{ kind: 'emr' }, emr],
        [{ kind: 'expected' }, expected],
      ]),
  },
  {
    name: 'lienthong_coverage_expected_unknown',
    help: 'Facilities in scope whose expected number of encounters is unknown',
    labels: ['cohort'],
    samples: ({ report }) => byCohort(report.province.byCohort, ({ expectedUnknown }) => [[{}, expectedUnknown]]),
  },
  {
    name: 'lienthong_facilities_stage',
    help: 'Facilities in scope by the stage that they have reached',
    labels: ['stage'],
    samples: ({ standings }) =>
      STAGES.map((stage) => [
        { stage },
        standings.filter(({ scope, coverage }) => scope === 'yes' && coverage.stage === stage).length,
      ]),
  },
  {
    name: 'lienthong_facilities_silent',
    help: 'Facilities in scope that are silent: against their own rhythm, for 7 days or more, or ever since',
    labels: ['silence'],
    samples: ({ standings }) =>
      SILENCES.map((silence) => [
        { silence },
        standings.filter((one) => one.scope === 'yes' && one.silence === silence).length,
      ]),
  },
  {
    name: 'lienthong_coverage_closed_timestamp_seconds',
    help: 'End of the newest closed day',
    labels: [],
    samples: ({ closedThrough }) =>
      closedThrough === null ? [] : [[{}, startOfLocalDay(closedThrough) / 1_000 + DAY_SECONDS]],
  },
];

function byCohort(
  totals: CoverageOverview['report']['province']['byCohort'],
  of: (totals: CoverageTotals) => readonly Sample[],
): readonly Sample[] {
  return COHORTS.flatMap((cohort) =>
    of(totals[cohort]).map(([labels, value]): Sample => [{ cohort, ...labels }, value]),
  );
}
