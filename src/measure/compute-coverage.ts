import type { CoverageReport } from '../types/coverage.ts';
import type { Fact } from '../types/measure.ts';
import type { Facility } from '../types/registry.ts';
import { composeReport } from './compose-report.ts';
import { countRecord, moveEncounter } from './day-step.ts';
import { type DayNumber, endOfDay, parseDay } from './days.ts';
import { knowEncounter } from './encounter-knowledge.ts';
import { type FacilityDay, nextDay } from './facility-course.ts';
import { figuresOn } from './figures.ts';
import { type FacilityFacts, groupFacts, NO_FACTS } from './file-facts.ts';
import { NO_ENDURANCE } from './stages.ts';
import { createTallies } from './tallies.ts';

export interface CoveragePolicy {
  /** Lowest evidence level at which an encounter counts as EMR: 1 sections, 2 document, 3 signed. Default 1. */
  readonly emrLevel: 1 | 2 | 3;
}

export interface CoverageInput {
  readonly registry: readonly Facility[];
  /** In any order; facts of facilities that are not in the registry are left out. */
  readonly facts: Iterable<Fact>;
  /** `YYYY-MM-DD`, Asia/Ho_Chi_Minh. Throws RangeError on anything else: callers check what people type. */
  readonly asOf: string;
  readonly policy?: CoveragePolicy;
}

export const DEFAULT_POLICY: CoveragePolicy = Object.freeze({ emrLevel: 1 });

/** Coverage on a day as known at the end of that day, in the shape of the contract ("Coverage on files"). */
export function computeCoverage({ registry, facts, asOf, policy = DEFAULT_POLICY }: CoverageInput): CoverageReport {
  const day = parseDay(asOf);
  if (day === undefined) throw new RangeError('asOf is not a day of the calendar, YYYY-MM-DD');
  const groups = groupFacts(facts, endOfDay(day));
  return composeReport(registry, day, (facility) =>
    measureFacility(facility, groups.get(facility.code) ?? NO_FACTS, day, policy.emrLevel),
  );
}

/** Walks from the first fact to the day, each day as the gateway closes it. */
function measureFacility(facility: Facility, facts: FacilityFacts, to: DayNumber, emrLevel: number): FacilityDay {
  const tallies = createTallies();
  let endurance = NO_ENDURANCE;
  for (let day = Math.min(facts.firstDay, to); ; day += 1) {
    const step = { since: endOfDay(day - 1), until: endOfDay(day) };
    const touched = new Set<string>();
    for (const record of facts.recordsOf(day)) {
      countRecord(tallies, record, step);
      touched.add(record.encounter);
    }
    for (const encounter of touched) {
      const [before, after] = [step.since, step.until].map((at) =>
        knowEncounter(facts.encounter(encounter), at, emrLevel),
      );
      moveEncounter(tallies, facility.code, before ?? null, after ?? null);
    }
    if (facts.signInDays.has(day)) tallies.change(facility.code, day).signIns = 1;
    const measured = nextDay(facility, endurance, figuresOn(tallies, facility.code, day), day);
    if (day === to) return measured;
    endurance = measured.endurance;
  }
}
