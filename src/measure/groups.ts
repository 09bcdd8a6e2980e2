import type { CoverageGroup, CoverageOverview } from '../types/coverage.ts';
import type { Facility } from '../types/registry.ts';
import { type FacilityOnDay, totalFacilities } from './province.ts';

/** What facilities can be grouped by. */
export type GroupKey = keyof CoverageOverview['groups'];

export const GROUP_KEYS = ['ownership', 'level', 'commune'] as const satisfies readonly GroupKey[];

/**
 * Totals of the open facilities that share an ownership, a level or a commune, groups by name. Every facility is in one group of
 * each kind, so counts of the groups add up to those of the province.
 */
export function groupTotals(
  open: readonly (FacilityOnDay & { readonly facility: Facility })[],
): CoverageOverview['groups'] {
  const by = (key: GroupKey): readonly CoverageGroup[] => {
    const groups = Map.groupBy(open, ({ facility }) => facility[key]);
    return [...groups]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, members]) => ({ name, totals: totalFacilities(members) }));
  };
  return { ownership: by('ownership'), level: by('level'), commune: by('commune') };
}
