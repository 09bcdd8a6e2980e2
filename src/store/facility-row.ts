import type { Facility, ScopeDecision } from '../types/registry.ts';

/** A facility as both stores keep it: lists and figures as JSON. */
export interface FacilityRow extends Omit<Facility, 'openFrom' | 'openTo' | 'scope' | 'statistics'> {
  readonly open_from: string | null;
  readonly open_to: string | null;
  readonly scope: string;
  readonly statistics: string;
}

/** Names of the columns, as statements list them. */
export const FACILITY_COLUMNS =
  'code, name, cohort, ownership, level, commune, open_from, open_to, scope, announced, statistics';

/** What is written of a facility. */
export function toRow({ openFrom, openTo, scope, statistics, ...same }: Facility): FacilityRow {
  return {
    ...same,
    open_from: openFrom,
    open_to: openTo,
    scope: JSON.stringify(scope),
    statistics: JSON.stringify(statistics),
  };
}

/** A facility as it is read. */
export function toFacility({ open_from, open_to, scope, statistics, ...same }: FacilityRow): Facility {
  return {
    ...same,
    openFrom: open_from,
    openTo: open_to,
    scope: JSON.parse(scope) as ScopeDecision[],
    statistics: JSON.parse(statistics) as Record<string, number>,
  };
}
