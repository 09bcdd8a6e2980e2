import type { CoverageTotals, ProvinceCoverage } from '../types/coverage.ts';
import type { Facility, ScopeDecision } from '../types/registry.ts';
import type { FacilityDay } from './facility-course.ts';
import { ratio } from './ratio.ts';
import type { Endurance } from './stages.ts';

/** An open facility with its scope on the day. */
export interface FacilityOnDay extends Omit<FacilityDay, 'endurance'> {
  readonly endurance: Pick<Endurance, 'completeDays' | 'proven' | 'sustained'>;
  readonly cohort: Facility['cohort'];
  readonly scope: ScopeDecision['value'];
}

/** The province on one day, from the facilities that are open on it. */
export function totalProvince(facilities: readonly FacilityOnDay[]): ProvinceCoverage {
  const cohort = (name: Facility['cohort']) => totalFacilities(facilities.filter((one) => one.cohort === name));
  return { ...totalFacilities(facilities), byCohort: { hospital: cohort('hospital'), other: cohort('other') } };
}

/** Both sides of every share as of the same day; undecided scope stays out, and comes in only `…WithUndecided`. */
export function totalFacilities(facilities: readonly FacilityOnDay[]): CoverageTotals {
  const inScope = facilities.filter(({ scope }) => scope === 'yes');
  const undecided = facilities.filter(({ scope }) => scope === 'undecided');
  const both = inScope.length + undecided.length;
  const known = inScope.filter(({ indicators }) => indicators.expected !== null);
  const announced = count(inScope, isAnnounced);
  const proven = count(inScope, isProven);
  const emr = sum(known, ({ indicators }) => indicators.emr);
  const expected = sum(known, ({ indicators }) => indicators.expected ?? 0);
  return {
    open: facilities.length,
    inScope: inScope.length,
    undecided: undecided.length,
    announced,
    proven,
    announcedShare: ratio(announced, inScope.length),
    provenShare: ratio(proven, inScope.length),
    announcedShareWithUndecided: ratio(announced + count(undecided, isAnnounced), both),
    provenShareWithUndecided: ratio(proven + count(undecided, isProven), both),
    emr,
    expected,
    encounterShare: ratio(emr, expected),
    expectedUnknown: inScope.length - known.length,
  };
}

function isAnnounced({ announced }: FacilityOnDay): boolean {
  return announced;
}

function isProven({ endurance }: FacilityOnDay): boolean {
  return endurance.proven;
}

function count<One>(all: readonly One[], qualifies: (one: One) => boolean): number {
  return all.filter(qualifies).length;
}

function sum<One>(all: readonly One[], value: (one: One) => number): number {
  return all.reduce((total, one) => total + value(one), 0);
}
