import type { Facility } from '../types/registry.ts';
import { type DayNumber, formatDay } from './days.ts';
import { NO_FIGURES } from './figures.ts';
import { type IndicatorSums, type Indicators, measureDay } from './indicators.ts';
import { isAnnounced } from './registry-as-of.ts';
import { type Endurance, endure, NO_ENDURANCE } from './stages.ts';

/** One facility on one day, as known at the end of that day. */
export interface FacilityDay {
  readonly indicators: Indicators;
  readonly endurance: Endurance;
  readonly announced: boolean;
}

/** Sums of a facility's days from the first of which there is anything, one after the other. */
export interface FacilityCourse {
  readonly first: DayNumber;
  readonly sums: readonly IndicatorSums[];
}

/**
 * The day after another of a facility: its figures with what the registry tells. Days follow each other without a gap
 * from the first one of which there is anything, because proven and sustained depend on every day before.
 */
export function nextDay(facility: Facility, before: Endurance, sums: IndicatorSums, day: DayNumber): FacilityDay {
  const indicators = measureDay(sums, facility.statistics, day);
  const announced = isAnnounced(facility, formatDay(day));
  return { indicators, endurance: endure(before, { complete: indicators.complete, announced }), announced };
}

/** How a facility stood on each day from one to another. Days that its course does not reach are days of nothing. */
export function followFacility(
  facility: Facility,
  course: FacilityCourse | undefined,
  from: DayNumber,
  to: DayNumber,
): readonly FacilityDay[] {
  const days: FacilityDay[] = [];
  let endurance = NO_ENDURANCE;
  const first = course?.first ?? from;
  for (let day = Math.min(first, from); day <= to; day += 1) {
    const measured = nextDay(facility, endurance, course?.sums[day - first] ?? NO_FIGURES, day);
    endurance = measured.endurance;
    if (day >= from) days.push(measured);
  }
  return days;
}
