import type { Logger } from 'pino';
import { buildOperatorAudit } from './audit/operator-audit.ts';
import { toLocalDay } from './fhir/local-time.ts';
import { sleep } from './forward/sleep.ts';
import type { CoverageService } from './measure/coverage-service.ts';
import type { ReportSources, ReportTerms } from './reports/build-monthly.ts';
import type { FreezingDeps } from './reports/freezing.ts';
import { REPORT_NOTES } from './reports/notes.ts';
import type { Render } from './reports/render/rendering.ts';
import { createReportDesk } from './reports/report-desk.ts';
import type { Config } from './types/config.ts';
import type { ProgrammeService } from './types/programme.ts';
import type { KeptReport, ReportDesk } from './types/report.ts';
import type { Store } from './types/store.ts';
import type { EpochMs } from './types/submission.ts';

export interface ReportingDeps {
  readonly config: Pick<Config, 'province' | 'targets' | 'programmes' | 'reports'>;
  readonly store: Store;
  readonly coverage: Pick<CoverageService, 'overview' | 'course' | 'closedThrough' | 'definitions'>;
  readonly programmes: Pick<ProgrammeService, 'figures' | 'close'>;
  /** True for facility codes that are shown as placeholders; none in a real deployment. */
  readonly isPlaceholder: (code: string) => boolean;
  /** Whether anybody works on a day, `YYYY-MM-DD`. */
  readonly isWorkingDay: (day: string) => boolean;
  readonly render: Render;
  readonly clock: () => EpochMs;
}

export interface Reporting {
  readonly desk: ReportDesk;
  /** What freezes by itself; undefined when the configuration says that nothing is to be. */
  freezing(logger: Pick<Logger, 'info' | 'error'>): FreezingDeps | undefined;
}

/** Monthly reports over a store: coverage, the further indicators and the registry joined; what was frozen is kept in it. */
export function createReporting(deps: ReportingDeps): Reporting {
  const { config, store, coverage, clock, isWorkingDay, render } = deps;
  const terms: ReportTerms = {
    definitions: coverage.definitions,
    provinceName: config.province,
    targets: config.targets,
    programmeSettings: config.programmes,
    notes: REPORT_NOTES,
    isPlaceholder: deps.isPlaceholder,
  };
  const audit = async ({ month, revision, frozenAt, by, reason, sha256 }: KeptReport) => {
    const details = { month, revision, sha256, ...(reason === null ? {} : { reason }) };
    const event = { at: frozenAt, by, event: 'archive', object: 'report', details } as const;
    await store.appendAudit(frozenAt, JSON.stringify(buildOperatorAudit(event)));
  };
  const freezing = { store, sources: sourcesOf(deps), terms, clock, audit };
  const { closedThrough } = coverage;
  return {
    desk: createReportDesk({ ...freezing, isWorkingDay, closedThrough, render }),
    freezing(logger) {
      const { dailyAt } = config.reports;
      if (dailyAt === null) return undefined;
      return { ...freezing, dailyAt, isWorkingDay, closedThrough, sleep, logger };
    },
  };
}

function sourcesOf({ store, coverage, programmes, clock }: ReportingDeps): ReportSources {
  return {
    registryAt: store.registryAt,
    async firstTraffic() {
      for await (const { at } of store.facts(clock())) return toLocalDay(Date.parse(at));
      return null;
    },
    overview: (asOf, registry) => coverage.overview(asOf, { registry }),
    course: async (registry, code, from, to) => (await coverage.course(code, from, to, { registry })) ?? [],
    async programmes(period, { registry, settings }) {
      await programmes.close();
      return programmes.figures(period, settings === null ? { registry } : { registry, settings });
    },
  };
}
