import type { CoverageOverview, CoverageTotals, FacilityStanding } from '../../types/coverage.ts';
import type { GroupCounts, GroupValues, ReportValues, Stratum } from './group-values.ts';

/** A measured day, as far as reports need it. */
export interface MeasuredDay {
  readonly report: Pick<CoverageOverview['report'], 'province'>;
  readonly groups: CoverageOverview['groups'];
  readonly standings: readonly Pick<FacilityStanding, 'facility' | 'coverage' | 'figures'>[];
}

const COUNTED: Readonly<Record<string, (totals: CoverageTotals) => GroupCounts>> = {
  announced: ({ open, inScope, announced }) => ({ initial: open, denominator: inScope, numerator: announced }),
  'announced-with-undecided': (totals) => withUndecided(totals, totals.announcedShareWithUndecided),
  proven: ({ open, inScope, proven }) => ({ initial: open, denominator: inScope, numerator: proven }),
  'proven-with-undecided': (totals) => withUndecided(totals, totals.provenShareWithUndecided),
  encounters: ({ emr, expected }) => ({ denominator: expected, numerator: emr }),
  'expected-known': ({ inScope, expectedUnknown }) => ({ denominator: inScope, numerator: inScope - expectedUnknown }),
};

/** The province's report of a day: each figure, and the same by cohort, ownership, level and commune. */
export function provinceValues({ report, groups }: MeasuredDay): readonly ReportValues[] {
  const { byCohort } = report.province;
  const cohorts = [
    { name: 'hospital', totals: byCohort.hospital },
    { name: 'other', totals: byCohort.other },
  ];
  const values = Object.entries(COUNTED).map(([code, count]): GroupValues => {
    const split = (all: readonly { readonly name: string; readonly totals: CoverageTotals }[]): readonly Stratum[] =>
      all.map(({ name, totals }) => ({ name, ...count(totals) }));
    const strata = {
      cohort: split(cohorts),
      ownership: split(groups.ownership),
      level: split(groups.level),
      commune: split(groups.commune),
    };
    return { code, ...count(report.province), strata };
  });
  return [{ about: 'province', groups: values }];
}

/** A share of whole numbers gives back what it was made of. */
function withUndecided({ open, inScope, undecided }: CoverageTotals, share: number | null): GroupCounts {
  const both = inScope + undecided;
  return { initial: open, denominator: both, numerator: Math.round((share ?? 0) * both) };
}

/** The reports of all facilities open on a day. */
export function facilityValues({ standings }: MeasuredDay): readonly ReportValues[] {
  return standings.map(({ facility, coverage: { expected }, figures }) => ({
    about: { code: facility.code, name: facility.name },
    groups: [
      { code: 'volume', initial: figures.encounters, denominator: expected, numerator: figures.emr },
      { code: 'completeness', denominator: figures.sectionsDue, numerator: figures.sectionsPresent },
      { code: 'timeliness', denominator: figures.emr, numerator: figures.timely },
      { code: 'identity', denominator: figures.emr, numerator: figures.identified },
      { code: 'signed', denominator: figures.emr, numerator: figures.signed },
      { code: 'acceptance', denominator: figures.received, numerator: figures.accepted },
    ],
  }));
}
