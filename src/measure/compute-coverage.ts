import type {
  CoverageOverview,
  CoverageReport,
  FacilityCoverage,
  FacilityStanding,
  TrendPoint,
} from '../types/coverage.ts';
import type { Fact } from '../types/measure.ts';
import type { Facility } from '../types/registry.ts';
import type { EpochMs } from '../types/submission.ts';
import { type DayNumber, endOfDay, formatDay, parseDay } from './days.ts';
import { type DaySpan, type FacilityDay, measureFacility } from './facility-course.ts';
import { type FacilityOnDay, totalFacilities, totalProvince } from './province.ts';
import { type FacilityFacts, groupFacts, NO_FACTS } from './received-facts.ts';
import { isOpen, scopeOn } from './registry-as-of.ts';
import { findShortfalls } from './shortfalls.ts';
import { assessSilence } from './silence.ts';
import { stageOf } from './stages.ts';

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

const DEFAULT_POLICY: CoveragePolicy = Object.freeze({ emrLevel: 1 });

/** Coverage on a day as known at the end of that day, in the shape of the contract ("Coverage on files"). */
export function computeCoverage(input: CoverageInput): CoverageReport {
  return computeOverview({ ...input, trendDays: 1, now: Number.POSITIVE_INFINITY }).report;
}

/**
 * The same report with each facility's standing and the province's figures of the last `trendDays` days, from one
 * reading of the facts. Silence is judged at `now`, or at the end of the day when that is earlier.
 */
export function computeOverview(
  input: CoverageInput & { readonly trendDays: number; readonly now: EpochMs },
): CoverageOverview {
  const asOf = parseDay(input.asOf);
  if (asOf === undefined) throw new RangeError('asOf is not a day of the calendar, YYYY-MM-DD');
  const { emrLevel } = input.policy ?? DEFAULT_POLICY;
  const span: DaySpan = { from: asOf - input.trendDays + 1, to: asOf };
  const facts = groupFacts(input.facts, endOfDay(asOf));
  const courses = input.registry.map((facility): FacilityCourse => {
    const own = facts.get(facility.code) ?? NO_FACTS;
    return { facility, facts: own, days: measureFacility(facility, own, span, emrLevel) };
  });
  const open = openOn(courses, span, asOf);
  const standings = open.map((one) => toStanding(one, Math.min(input.now, endOfDay(asOf))));
  return {
    report: {
      asOf: input.asOf,
      province: totalProvince(open),
      facilities: standings.map(({ coverage }) => coverage),
    },
    standings,
    trend: trendOf(courses, span),
    computedAt: input.now,
  };
}

interface FacilityCourse {
  readonly facility: Facility;
  readonly facts: FacilityFacts;
  /** One per day of the span. */
  readonly days: readonly FacilityDay[];
}

type OpenFacility = FacilityOnDay & Pick<FacilityCourse, 'facility' | 'facts'>;

function openOn(courses: readonly FacilityCourse[], span: DaySpan, day: DayNumber): readonly OpenFacility[] {
  const date = formatDay(day);
  return courses.flatMap(({ facility, facts, days }) => {
    const measured = days[day - span.from];
    if (measured === undefined || !isOpen(facility, date)) return [];
    return [{ ...measured, facility, facts, cohort: facility.cohort, scope: scopeOn(facility, date) }];
  });
}

function trendOf(courses: readonly FacilityCourse[], span: DaySpan): readonly TrendPoint[] {
  const points: TrendPoint[] = [];
  for (let day = span.from; day <= span.to; day += 1) {
    points.push({ day: formatDay(day), ...totalFacilities(openOn(courses, span, day)) });
  }
  return points;
}

function toStanding({ facility, facts, indicators, endurance, ...one }: OpenFacility, now: EpochMs): FacilityStanding {
  const { connected, sending, complete: _, ...published } = indicators;
  const coverage: FacilityCoverage = {
    code: facility.code,
    stage: stageOf(indicators, endurance.proven),
    announced: one.announced,
    sustained: endurance.sustained,
    ...published,
  };
  return {
    facility,
    coverage,
    scope: one.scope,
    connected,
    sending,
    proven: endurance.proven,
    shortfalls: findShortfalls(indicators, endurance),
    completeDays: endurance.completeDays,
    lastAcceptedAt: facts.records.findLast(({ accepted }) => accepted)?.at ?? null,
    silence: assessSilence(facts.records, now),
  };
}
