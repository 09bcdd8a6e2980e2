import { toLocalDay } from '../fhir/local-time.ts';
import type {
  KeptReport,
  MonthlyReport,
  ReportDesk,
  ReportDifference,
  ReportFile,
  ReportFormat,
  ReportLanguage,
  ReportMonth,
  YearlyReport,
} from '../types/report.ts';
import type { EpochMs } from '../types/submission.ts';
import { buildMonthly } from './build-monthly.ts';
import { buildYearly } from './build-yearly.ts';
import { canonicalJson } from './canonical-json.ts';
import { findMissingMonths, isReported } from './due-months.ts';
import { findDifferences } from './find-differences.ts';
import { dueDayOf, freezeDayOf } from './freeze-day.ts';
import { type FreezeDeps, freezeMonth } from './freeze-month.ts';
import { lastDayOf, monthOf } from './months.ts';

export interface ReportDeskDeps extends FreezeDeps {
  readonly isWorkingDay: (day: string) => boolean;
  readonly closedThrough: () => Promise<string | null>;
  /** Makes the bytes of a file; where, is the composition's business. */
  readonly render: (content: string, format: ReportFormat, language: ReportLanguage) => Promise<ReportFile>;
}

interface Made<Report> {
  readonly content: string;
  readonly report: Report;
}

/** A draft is made again after so long. */
const DRAFT_MS = 60_000;
const MAX_TRIES = 5;

/** What can be asked of the reports of a store. */
export function createReportDesk(deps: ReportDeskDeps): ReportDesk {
  const { store, clock, isWorkingDay } = deps;
  const drafts = new Map<string, { readonly at: EpochMs; readonly made: Promise<Made<MonthlyReport>> }>();

  function draftOf(month: string): Promise<Made<MonthlyReport>> {
    const at = clock();
    const known = drafts.get(month);
    if (known !== undefined && at - known.at < DRAFT_MS && at >= known.at) return known.made;
    const made = buildMonthly({ month, at, revision: null, reason: null }, deps.terms, deps.sources).then(toMade);
    drafts.clear();
    drafts.set(month, { at, made });
    made.catch(() => drafts.delete(month));
    return made;
  }

  /** The month that runs, and those that are over and have no report. */
  async function openMonths(): Promise<readonly string[]> {
    const now = clock();
    return [...(await findMissingMonths(now, await store.reports(), deps.sources)), monthOf(toLocalDay(now))];
  }

  async function monthly(month: string, revision?: number): Promise<Made<MonthlyReport> | undefined> {
    const kept = await store.report(month, revision);
    if (kept !== undefined) return { content: kept.content, report: JSON.parse(kept.content) as MonthlyReport };
    return revision === undefined && (await openMonths()).includes(month) ? draftOf(month) : undefined;
  }

  return {
    async months() {
      const kept = await store.reports();
      const open = (await openMonths()).filter((month) => kept.every((one) => one.month !== month));
      const all = [...new Set([...open, ...kept.map(({ month }) => month)])].sort().reverse();
      return all.map((month): ReportMonth => {
        const revisions = kept.filter((one) => one.month === month);
        const due = dueDayOf(month);
        const first = revisions.at(-1);
        const frozenOn = toLocalDay(first?.frozenAt ?? clock());
        return { month, revisions, freezeOn: freezeDayOf(month, isWorkingDay), due, late: frozenOn > due };
      });
    },
    monthly,
    async yearly(year) {
      const frozen = new Set(
        (await store.reports()).map(({ month }) => month).filter((month) => month.startsWith(year)),
      );
      for (const month of await openMonths()) if (month.startsWith(`${year}-`)) frozen.add(month);
      const reports = new Map<string, MonthlyReport>();
      for (const month of frozen) {
        const made = await monthly(month);
        if (made !== undefined) reports.set(month, made.report);
      }
      return reports.size === 0 ? undefined : toMade(buildYearly(year, reports, deps.terms.provinceName));
    },
    file: ({ content }, format, language) => deps.render(content, format, language),
    async revise({ month, by, reason }) {
      const since = await deps.sources.firstTraffic();
      // What lies ahead is not over, also on a gateway that nobody has sent to yet.
      if (lastDayOf(month) < toLocalDay(clock()) && !isReported(month, since))
        return { refused: 'before-traffic', since };
      const closed = await deps.closedThrough();
      if (closed === null || closed < lastDayOf(month)) return { refused: 'not-over', since };
      for (let tries = 1; tries <= MAX_TRIES; tries++) {
        const newest = (await store.reports()).find((one) => one.month === month);
        const kept = await freezeMonth({ month, revision: (newest?.revision ?? 0) + 1, by, reason }, deps);
        if (kept === undefined) continue;
        return kept;
      }
      throw new Error(`the report of ${month} is being revised by others`);
    },
    async recompute(month, revision) {
      const kept = await store.report(month, revision);
      if (kept === undefined) return undefined;
      const { content, ...report } = kept;
      return { report, first: await compareAnew(JSON.parse(content) as MonthlyReport, kept, deps) };
    },
    async differences(month, from, to, limit) {
      const [one, other] = await Promise.all([store.report(month, from), store.report(month, to)]);
      if (one === undefined || other === undefined) return undefined;
      return findDifferences(bodyOf(one.content), bodyOf(other.content), limit);
    },
  };
}

/** The same report from the stored facts, by its own terms and of its own instant; where it is another one first. */
async function compareAnew(
  frozen: MonthlyReport,
  { frozenAt: at, content }: KeptReport & { readonly content: string },
  { sources, terms }: FreezeDeps,
): Promise<ReportDifference | null> {
  const { month, revision, reason, provinceName, programmeSettings, notes } = frozen;
  const days = Object.fromEntries(frozen.targets.map(({ id, day }) => [id, day]));
  const own = {
    ...terms,
    provinceName,
    programmeSettings,
    notes,
    isPlaceholder: () => frozen.madeUp,
    targets: { ...terms.targets, ...days },
  };
  const again = canonicalJson(await buildMonthly({ month, at, revision, reason }, own, sources));
  if (again === content) return null;
  return findDifferences(frozen, JSON.parse(again), 1)[0] ?? { path: [], from: undefined, to: undefined };
}

/** What a report says, without what it says of itself. */
function bodyOf(content: string): unknown {
  const { revision: _, reason: __, madeAt: ___, late: ____, ...body } = JSON.parse(content) as MonthlyReport;
  return body;
}

function toMade<Report extends MonthlyReport | YearlyReport>(report: Report): Made<Report> {
  const content = canonicalJson(report);
  // What is shown is what the file says.
  return { content, report: JSON.parse(content) as Report };
}
