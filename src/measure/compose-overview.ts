import type {
  Advice,
  CoverageOverview,
  FacilityQueue,
  FacilityStanding,
  Forecast,
  TrendPoint,
} from '../types/coverage.ts';
import type { Facility } from '../types/registry.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { type DayStanding, findChanges } from './changes.ts';
import { composeReport, type OpenFacility, openOn, toRow } from './compose-report.ts';
import { type DayNumber, formatDay } from './days.ts';
import type { FacilityDay } from './facility-course.ts';
import type { KeptFigures } from './figures.ts';
import { forecastShare } from './forecast.ts';
import { groupTotals } from './groups.ts';
import { totalFacilities } from './province.ts';
import { findShortfalls } from './shortfalls.ts';

/** Days of the trend: a quarter of a year. */
export const TREND_DAYS = 90;

/** A province on a day, and how it came there. */
export interface ProvinceOnDay {
  readonly day: DayNumber;
  readonly registry: readonly Facility[];
  /** A facility's days of the trend, the last one is `day`. */
  readonly follow: (facility: Facility) => readonly FacilityDay[];
  readonly figures: (code: FacilityCode) => KeptFigures;
  readonly figuresBefore: (code: FacilityCode) => KeptFigures;
  readonly queues: ReadonlyMap<FacilityCode, FacilityQueue>;
  readonly advise: (standing: Omit<FacilityStanding, 'advice'>, asOf: string) => readonly Advice[];
  /** Last day of the province's target, `YYYY-MM-DD`; null: there is none. */
  readonly target: string | null;
  readonly closedThrough: string | null;
  readonly computedAt: EpochMs;
}

const NO_QUEUE: FacilityQueue = Object.freeze({ queued: 0, parked: 0, refused: 0, late: 0 });

/** Everything that is shown of a day. */
export function composeOverview(province: ProvinceOnDay): CoverageOverview {
  const { day, registry, figuresBefore, target, closedThrough, computedAt } = province;
  const courses = new Map(registry.map((facility) => [facility.code, province.follow(facility)]));
  const from = day - TREND_DAYS + 1;
  const measureOn = (on: DayNumber) => (facility: Facility) => courses.get(facility.code)?.[on - from] as FacilityDay;
  const open = openOn(registry, day, measureOn(day));
  const standings = open.map((one) => toStanding(one, province));
  const before = openOn(registry, day - 1, measureOn(day - 1)).map((one) => toDayStanding(one, figuresBefore));
  const trend: TrendPoint[] = [];
  for (let on = from; on <= day; on += 1) {
    trend.push({ day: formatDay(on), ...totalFacilities(openOn(registry, on, measureOn(on))) });
  }
  return {
    report: composeReport(registry, day, measureOn(day)),
    standings,
    trend,
    groups: groupTotals(open),
    changes: findChanges(before, standings),
    forecast: { announced: forecast(trend, 'announced', target), proven: forecast(trend, 'proven', target) },
    closedThrough,
    computedAt,
  };
}

function toStanding(one: OpenFacility, { day, figures, queues, advise }: ProvinceOnDay): FacilityStanding {
  const { facility, indicators, endurance, scope } = one;
  const { silence, firstAcceptedAt: _, lastAcceptedAt, ...sums } = figures(facility.code);
  const standing = {
    facility,
    coverage: toRow(one),
    scope,
    connected: indicators.connected,
    sending: indicators.sending,
    proven: endurance.proven,
    shortfalls: findShortfalls(indicators, endurance),
    completeDays: endurance.completeDays,
    lastAcceptedAt,
    silence,
    figures: sums,
    queue: queues.get(facility.code) ?? NO_QUEUE,
  };
  return { ...standing, advice: advise(standing, formatDay(day)) };
}

function toDayStanding(one: OpenFacility, figures: ProvinceOnDay['figures']): DayStanding {
  return {
    facility: one.facility,
    scope: one.scope,
    silence: figures(one.facility.code).silence,
    coverage: toRow(one),
  };
}

/** Without a target no number a week is needed to make it. */
function forecast(trend: readonly TrendPoint[], count: 'announced' | 'proven', target: string | null): Forecast {
  const points = trend.map((point) => ({ day: point.day, reached: point[count], of: point.inScope }));
  const found = forecastShare(points, target ?? trend.at(-1)?.day ?? '');
  return target === null ? { ...found, neededPerWeek: null } : found;
}
