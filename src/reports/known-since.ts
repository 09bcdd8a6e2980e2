import type { CoverageTotals, ProvinceCoverage } from '../types/coverage.ts';
import type { MonthlyReport } from '../types/report.ts';

/** What is computed from what was sent; what was announced is known without it. */
const UNKNOWN = { provenShare: null, provenShareWithUndecided: null, encounterShare: null } as const;

type Groups = MonthlyReport['groups'];

/**
 * Figures as they were known: of a day before the first traffic (`YYYY-MM-DD`; null: there was none yet) the shares of what was sent
 * are unknown, not 0.
 */
export function knownSince(firstTraffic: string | null) {
  const isKnown = (day: string) => firstTraffic !== null && day >= firstTraffic;
  const totals = <Totals extends CoverageTotals>(day: string, of: Totals): Totals =>
    isKnown(day) ? of : { ...of, ...UNKNOWN };
  return {
    totals,
    province: (day: string, of: ProvinceCoverage): ProvinceCoverage => ({
      ...totals(day, of),
      byCohort: { hospital: totals(day, of.byCohort.hospital), other: totals(day, of.byCohort.other) },
    }),
    groups: (day: string, of: Groups): Groups => {
      const one = (groups: Groups['level']) => groups.map((group) => ({ ...group, totals: totals(day, group.totals) }));
      return { ownership: one(of.ownership), level: one(of.level), commune: one(of.commune) };
    },
  };
}
