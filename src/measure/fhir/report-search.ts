import type { MeasureReport } from '@medplum/fhirtypes';
import { toLocalDay } from '../../fhir/local-time.ts';
import type { ProgrammePeriod } from '../../types/programme.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type DayNumber, parseDay } from '../days.ts';
import { type AskedPeriods, listPeriods } from './asked-periods.ts';
import { type BuildReportDeps, buildReport } from './build-report.ts';
import { facilityValues, type MeasuredDay, provinceValues } from './coverage-values.ts';
import type { ReportValues } from './group-values.ts';
import type { ReportedMeasure } from './measures.ts';
import { type ReportPeriod, readPeriod, readReportId } from './report-names.ts';

export interface ReportSearchDeps extends BuildReportDeps {
  readonly measures: ReadonlyMap<string, ReportedMeasure>;
  readonly clock: () => EpochMs;
  /** Coverage of a day (`YYYY-MM-DD`). */
  readonly measuredDay: (asOf: string) => Promise<MeasuredDay>;
  /** The reports of each programme's measure, by its id, over days, both included. */
  readonly measuredProgrammes: (period: ProgrammePeriod) => Promise<ReadonlyMap<string, readonly ReportValues[]>>;
}

/** Which reports are asked for. */
export interface ReportQuery {
  /** Ids of measures; undefined: all. */
  readonly measures?: readonly string[] | undefined;
  readonly periods: AskedPeriods;
  /** This facility only; undefined: the province and all facilities. */
  readonly facility?: FacilityCode | undefined;
  /** Where the page before ended; undefined for the first page. */
  readonly after?: ReportCursor | undefined;
  readonly limit: number;
}

/** A place in the order of reports: measures by id, their periods newest first, the province before the facilities. */
export interface ReportCursor {
  readonly measure: string;
  readonly period: string;
  /** Last one given of the period; empty when none of it was given yet. */
  readonly about: string;
}

export interface ReportPage {
  readonly reports: readonly MeasureReport[];
  /** `after` of the next page; null when this is the last. A page may be short, and still not be the last. */
  readonly next: ReportCursor | null;
}

/** No report of a period was given yet. */
const NOTHING_YET = '';
/** Periods that are computed for one page at most. */
const PERIODS_A_PAGE = 62;

/** Reports are made when they are asked for: the same facts give the same report. */
export function createReportSearch(deps: ReportSearchDeps): {
  page(query: ReportQuery): Promise<ReportPage>;
  /** One report by its id; undefined when there is none. */
  read(id: string): Promise<MeasureReport | undefined>;
} {
  const today = () => parseDay(toLocalDay(deps.clock())) ?? 0;

  /** One day or month is computed once for all measures of a page. */
  function createValues() {
    const dayOf = once(deps.measuredDay);
    const programmesOf = once((month: string) => {
      const [from = '', to = ''] = month.split('/');
      return deps.measuredProgrammes({ from, to });
    });
    return async ({ measure, every, ofProvince }: ReportedMeasure, { from, to }: ReportPeriod) => {
      if (every === 'month') return (await programmesOf(`${from}/${to}`)).get(measure.id) ?? [];
      const measured = await dayOf(to);
      return ofProvince ? provinceValues(measured) : facilityValues(measured);
    };
  }

  return {
    async page(query) {
      const valuesOf = createValues();
      const reports: MeasureReport[] = [];
      for (const [computed, { reported, period, given }] of listSlots(query, deps.measures, today()).entries()) {
        const place = { measure: reported.measure.id, period: period.name };
        if (computed === PERIODS_A_PAGE) return { reports, next: { ...place, about: NOTHING_YET } };
        const values = dropGiven(await valuesOf(reported, period), given);
        const asked = values.filter((one) => query.facility === undefined || nameOf(one) === query.facility);
        const room = query.limit - reports.length;
        reports.push(...asked.slice(0, room).map((one) => buildReport(reported, one, period, deps)));
        const last = asked[room - 1];
        if (asked.length > room) {
          return { reports, next: { ...place, about: last === undefined ? given : nameOf(last) } };
        }
      }
      return { reports, next: null };
    },
    async read(id) {
      const name = readReportId(id);
      const reported = name === undefined ? undefined : deps.measures.get(name.measure);
      if (name === undefined || reported === undefined) return undefined;
      const period = readPeriod(name.period, reported.every, today());
      if (period === undefined) return undefined;
      const values = await createValues()(reported, period);
      const one = values.find((each) => nameOf(each) === name.about);
      return one === undefined ? undefined : buildReport(reported, one, period, deps);
    },
  };
}

/** A measure over a period, in the order of reports; `given`: the last report of it that a page before gave. */
interface Slot {
  readonly reported: ReportedMeasure;
  readonly period: ReportPeriod;
  readonly given: string;
}

function listSlots(
  { measures: wanted, periods, facility, after }: ReportQuery,
  measures: ReportSearchDeps['measures'],
  today: DayNumber,
): readonly Slot[] {
  const asked = [...measures.values()].filter(
    ({ measure, ofFacilities }) =>
      (wanted === undefined || wanted.includes(measure.id)) && (facility === undefined || ofFacilities),
  );
  const slots = asked.flatMap((reported) =>
    listPeriods(periods, reported.every, today).map((period) => ({ reported, period, given: NOTHING_YET })),
  );
  if (after === undefined) return slots;
  return slots
    .filter(({ reported, period }) => !isBefore(reported.measure.id, period.name, after))
    .map((slot) => (isAt(slot, after) ? { ...slot, given: after.about } : slot));
}

function isBefore(measure: string, period: string, after: ReportCursor): boolean {
  return measure === after.measure ? period > after.period : measure < after.measure;
}

function isAt({ reported, period }: Slot, after: ReportCursor): boolean {
  return reported.measure.id === after.measure && period.name === after.period;
}

/** What stands after the last one given; all when it is not there any more. */
function dropGiven(values: readonly ReportValues[], last: string): readonly ReportValues[] {
  return values.slice(values.findIndex((one) => nameOf(one) === last) + 1);
}

function nameOf({ about }: ReportValues): string {
  return about === 'province' ? about : about.code;
}

function once<Value>(make: (name: string) => Promise<Value>): (name: string) => Promise<Value> {
  const made = new Map<string, Promise<Value>>();
  return (name) => {
    const value = made.get(name) ?? make(name);
    made.set(name, value);
    return value;
  };
}
