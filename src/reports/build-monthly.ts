import { toLocalDay, toLocalInstant } from '../fhir/local-time.ts';
import type { CoverageOverview } from '../types/coverage.ts';
import type { ProgrammeFigure, ProgrammePeriod, ProgrammeSettings } from '../types/programme.ts';
import type { Facility } from '../types/registry.ts';
import type { MonthlyReport, MonthPoint, ReportTarget } from '../types/report.ts';
import type { EpochMs } from '../types/submission.ts';
import { dueDayOf } from './freeze-day.ts';
import { knownSince } from './known-since.ts';
import { findMonthlyChanges } from './monthly-changes.ts';
import { listFacilities, type ReadCourse } from './monthly-lists.ts';
import { daysBetween, earlier, firstDayOf, lastDayOf, monthOf, monthsFrom, plusMonths } from './months.ts';
import { toReportFacility } from './report-facility.ts';

/** Where the figures of a report come from; each with the registry that counts. */
export interface ReportSources {
  /** The registry as it was at an instant. */
  readonly registryAt: (at: EpochMs) => Promise<readonly Facility[]>;
  /** The day of the first fact, `YYYY-MM-DD`; null when there is none. */
  readonly firstTraffic: () => Promise<string | null>;
  /** A day with what was known at its end. */
  readonly overview: (asOf: string, registry: readonly Facility[]) => Promise<CoverageOverview>;
  readonly course: (registry: readonly Facility[], ...days: Parameters<ReadCourse>) => ReturnType<ReadCourse>;
  readonly programmes: (
    period: ProgrammePeriod,
    given: { readonly registry: readonly Facility[]; readonly settings: ProgrammeSettings | null },
  ) => Promise<readonly ProgrammeFigure[]>;
}

/** What a report says of itself and by what it goes: when it is made again, taken from the one that was frozen. */
export interface ReportTerms
  extends Pick<MonthlyReport, 'definitions' | 'provinceName' | 'programmeSettings' | 'notes'> {
  readonly targets: Readonly<Record<ReportTarget['id'], string>>;
  /** True for facility codes that are placeholders; none in a real deployment. */
  readonly isPlaceholder: (code: string) => boolean;
}

/** Which report is to be made. */
export interface ReportOccasion {
  readonly month: string;
  /** The instant at which it is made: the registry is that of it. */
  readonly at: EpochMs;
  /** Null for a draft. */
  readonly revision: number | null;
  readonly reason: string | null;
}

const MONTHS = 12;

/**
 * The report of a month, as of its last day; of a month that is not over, as of today, and that only as a draft. The same
 * facts, registry and terms give the same report.
 */
export async function buildMonthly(
  { month, at, revision, reason }: ReportOccasion,
  terms: ReportTerms,
  sources: ReportSources,
): Promise<MonthlyReport> {
  const today = toLocalDay(at);
  const asOf = earlier(lastDayOf(month), today);
  const registry = await sources.registryAt(at);
  const overview = await sources.overview(asOf, registry);
  const facilities = overview.standings.map(toReportFacility);
  const known = knownSince(await sources.firstTraffic());
  const { months, before } = await readMonths(month, registry, overview, sources);
  const due = dueDayOf(month);
  const { targets, definitions, provinceName, programmeSettings, notes } = terms;
  return {
    kind: 'monthly-coverage',
    version: 1,
    month,
    asOf,
    state: revision === null ? 'draft' : 'frozen',
    revision,
    reason,
    madeAt: toLocalInstant(at),
    due,
    late: revision === 1 && today > due,
    madeUp: facilities.some(({ code }) => terms.isPlaceholder(code)),
    definitions,
    provinceName,
    targets: (['province', 'hospital', 'other'] as const).map((id) => ({
      id,
      day: targets[id],
      daysLeft: daysBetween(asOf, targets[id]),
    })),
    province: known.province(asOf, overview.report.province),
    before: {
      month: plusMonths(month, -1),
      province: known.province(lastDayOf(plusMonths(month, -1)), before.report.province),
    },
    groups: known.groups(asOf, overview.groups),
    trend: {
      days: overview.trend.filter(({ day }) => monthOf(day) === month).map((one) => known.totals(one.day, one)),
      months: months.map((one) => known.totals(earlier(lastDayOf(one.month), asOf), one)),
    },
    forecast: overview.forecast,
    facilities,
    lists: await listFacilities(facilities, asOf, (...days) => sources.course(registry, ...days)),
    changes: findMonthlyChanges(before.standings, overview.standings),
    programmes: await sources.programmes(
      { from: firstDayOf(month), to: asOf },
      { registry, settings: programmeSettings },
    ),
    programmeSettings,
    notes,
  };
}

/** The ends of 12 months, this one last, and the whole of the one before. */
async function readMonths(
  month: string,
  registry: readonly Facility[],
  overview: CoverageOverview,
  { overview: read }: ReportSources,
): Promise<{ readonly months: readonly MonthPoint[]; readonly before: CoverageOverview }> {
  const ends: MonthPoint[] = [];
  let before = overview;
  for (const each of monthsFrom(plusMonths(month, 1 - MONTHS), plusMonths(month, -1))) {
    before = await read(lastDayOf(each), registry);
    ends.push(toMonthPoint(each, before));
  }
  return { months: [...ends, toMonthPoint(month, overview)], before };
}

function toMonthPoint(month: string, { report }: CoverageOverview): MonthPoint {
  const { byCohort: _, ...totals } = report.province;
  return { month, ...totals };
}
