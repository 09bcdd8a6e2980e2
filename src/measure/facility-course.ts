import type { Facility } from '../types/registry.ts';
import { type DayNumber, dayOfInstant, formatDay } from './days.ts';
import { createFacilityLedger } from './facility-ledger.ts';
import { type Indicators, measureDay } from './indicators.ts';
import type { FacilityFacts } from './received-facts.ts';
import { isAnnounced } from './registry-as-of.ts';
import { createEnduranceTracker, type Endurance } from './stages.ts';

/** One facility on one day, as known at the end of that day. */
export interface FacilityDay {
  readonly indicators: Indicators;
  readonly endurance: Endurance;
  readonly announced: boolean;
}

/** The days that are asked for, both included. */
export interface DaySpan {
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/**
 * Measures a facility on every day of the span. The walk begins with its first fact, because proven and sustained
 * depend on every day before; on days before any fact no facility is complete.
 */
export function measureFacility(
  facility: Facility,
  facts: FacilityFacts,
  { from, to }: DaySpan,
  emrLevel: number,
): readonly FacilityDay[] {
  const ledger = createFacilityLedger(facts, emrLevel);
  const endurance = createEnduranceTracker();
  const course: FacilityDay[] = [];
  const firstRecord = facts.records[0];
  const start = firstRecord === undefined ? from : Math.min(from, dayOfInstant(firstRecord.at));
  for (let day = start; day <= to; day += 1) {
    ledger.advanceTo(day);
    const indicators = measureDay(ledger, facility.statistics, day);
    const announced = isAnnounced(facility, formatDay(day));
    const closed = endurance.close({ complete: indicators.complete, announced });
    if (day >= from) course.push({ indicators, endurance: closed, announced });
  }
  return course;
}
