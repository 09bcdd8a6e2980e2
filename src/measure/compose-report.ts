import type { CoverageReport, FacilityCoverage } from '../types/coverage.ts';
import type { Facility } from '../types/registry.ts';
import { type DayNumber, formatDay } from './days.ts';
import type { FacilityDay } from './facility-course.ts';
import { type FacilityOnDay, totalProvince } from './province.ts';
import { isOpen, scopeOn } from './registry-as-of.ts';
import { stageOf } from './stages.ts';

/** An open facility with its entry. */
export type OpenFacility = FacilityOnDay & { readonly facility: Facility };

/** The facilities that are open on a day, in the registry's order. @param measure how one stands on that day */
export function openOn(
  registry: readonly Facility[],
  day: DayNumber,
  measure: (facility: Facility) => FacilityDay,
): readonly OpenFacility[] {
  const date = formatDay(day);
  return registry
    .filter((facility) => isOpen(facility, date))
    .map((facility) => ({
      ...measure(facility),
      facility,
      cohort: facility.cohort,
      scope: scopeOn(facility, date),
    }));
}

/** The report of a day. */
export function composeReport(
  registry: readonly Facility[],
  day: DayNumber,
  measure: (facility: Facility) => FacilityDay,
): CoverageReport {
  const open = openOn(registry, day, measure);
  return { asOf: formatDay(day), province: totalProvince(open), facilities: open.map(toRow) };
}

/** The published row of a facility. */
export function toRow({ facility, indicators, endurance, announced }: OpenFacility): FacilityCoverage {
  const { connected: _c, sending: _s, complete: _, ...published } = indicators;
  return {
    code: facility.code,
    stage: stageOf(indicators, endurance.proven),
    announced,
    sustained: endurance.sustained,
    ...published,
  };
}
