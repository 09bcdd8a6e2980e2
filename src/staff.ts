import type { Router } from 'express';
import type { createStaffCheck } from './authenticate/staff.ts';
import { PATHS } from './config/paths.ts';
import { createConsole } from './console/console-router.ts';
import { createFacilityRoutes } from './console/facilities/routes.ts';
import { signOfCoverage, signOfReports } from './console/live/signs.ts';
import { createOverviewRoutes } from './console/overview/routes.ts';
import { createReportRoutes } from './console/reports/routes.ts';
import { readDeliveryTroubles } from './desk/delivery-troubles.ts';
import { createDeskPages, type DeskParts } from './desk/desk-pages.ts';
import { createFacilityPages } from './desk/facility-pages.ts';
import { loadCommunes } from './fhir/communes.ts';
import { identify, type ReadingDeps } from './measure/answers.ts';
import { whenCounted } from './measure/asked-day.ts';
import { createCodeRouter } from './measure/code-routes.ts';
import { CoverageBehindError } from './measure/coverage-state.ts';
import { monthSoFar } from './measure/programmes/month-so-far.ts';
import { createProgrammeRouter } from './measure/programmes/routes.ts';
import { createReconciliationRouter } from './measure/reconciliation-routes.ts';
import { createCoverageRouter } from './measure/routes.ts';
import { createRuleRouter } from './measure/rule-routes.ts';
import { createMeasuring, createMeasuringRouters } from './measuring.ts';
import type { Reconciliation } from './reconciliation.ts';
import { createReporting, type Reporting } from './reporting.ts';
import { createRendering } from './reports/render/rendering.ts';
import { createReportRouter } from './reports/routes.ts';
import type { Config } from './types/config.ts';
import type { CoverageOverview } from './types/coverage.ts';
import type { Store } from './types/store.ts';
import type { RuleDesk } from './validate/policy/rule-desk.ts';

export interface StaffDeps extends ReadingDeps {
  readonly config: Config;
  readonly store: Store;
  readonly desk: RuleDesk;
  readonly reconciliation: Reconciliation;
  readonly line: DeskParts['line'];
  readonly rebuildForm: DeskParts['rebuildForm'];
  readonly standings: DeskParts['standings'];
  readonly staff: ReturnType<typeof createStaffCheck>;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** True for facility codes that are shown as placeholders; none in a real deployment. */
  readonly isPlaceholder: (code: string) => boolean;
  /** Whether anybody works on a day, `YYYY-MM-DD`. */
  readonly isWorkingDay: (day: string) => boolean;
  readonly timed: <Value>(stage: 'measure', work: () => Promise<Value>) => Promise<Value>;
  /** Told why the figures could not be read, for the log. */
  readonly onFailure: (cause: unknown) => void;
}

export interface StaffRouters {
  readonly routers: readonly Router[];
  /** Below /fhir: to be tried before the reading of any resource. */
  readonly readers: readonly Router[];
  /** Coverage as the console shows it. */
  readonly overview: () => Promise<CoverageOverview>;
  readonly reporting: Reporting;
  /** Ends what would keep the gateway from stopping: the console's streams of events. */
  stop(): void;
}

/** What staff are shown: coverage, rules, codes, reconciliation and the console, joined from their stages. */
export function createStaffRouters(deps: StaffDeps): StaffRouters {
  const { store, clock, desk, reconciliation, config, timed } = deps;
  const measuring = createMeasuring({ store, config, rules: deps.rules, policy: deps.line.policy, clock });
  const { coverage, programmes } = measuring;
  const reporting = createReporting({ ...deps, coverage, programmes, render: createRendering(PATHS.communes) });
  const overview = () => timed('measure', () => coverage.overview());
  const shown = { ...deps, overview, targets: config.targets, communes: loadCommunes(PATHS.communes) };
  const desks = createDeskPages({ ...deps, coverage });
  const staffConsole = createConsole({
    ...deps,
    isCounting: (cause) => cause instanceof CoverageBehindError,
    province: config.province,
    routes: [
      ...createOverviewRoutes({
        ...shown,
        programmes: () => monthSoFar(programmes, clock),
        troubles: () => readDeliveryTroubles(deps),
      }),
      ...createFacilityRoutes({ ...shown, ...createFacilityPages({ ...deps, ...measuring }) }),
      ...desks.routes,
      ...createReportRoutes({ reports: reporting.desk, clock }),
    ],
    signs: {
      reports: async () => signOfReports(await store.reports()),
      ...desks.signs,
      coverage: async () => signOfCoverage(await overview()),
    },
  });
  const measured = createMeasuringRouters({ ...deps, ...measuring });
  const routers = [
    createCoverageRouter({ ...deps, coverage }),
    ...measured.routers,
    createReportRouter({
      ...deps,
      desk: reporting.desk,
      identify: (request) => identify(request, deps),
      counted: (find) => whenCounted(deps, find),
    }),
    createProgrammeRouter({ ...deps, programmes }),
    createRuleRouter({ ...deps, ...desk }),
    createCodeRouter(deps),
    createReconciliationRouter({ ...deps, ...reconciliation }),
    staffConsole.router,
  ];
  return { routers, readers: measured.readers, overview, reporting, stop: staffConsole.stop };
}
