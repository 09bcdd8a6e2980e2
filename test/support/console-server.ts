import { v7 } from 'uuid';
import { PATHS } from '../../src/config/paths.ts';
import { createFacilityRoutes } from '../../src/console/facilities/routes.ts';
import { signOfCoverage } from '../../src/console/live/signs.ts';
import { createOverviewRoutes } from '../../src/console/overview/routes.ts';
import { createFacilityPages } from '../../src/desk/facility-pages.ts';
import { loadCommunes } from '../../src/fhir/communes.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import { monthSoFar } from '../../src/measure/programmes/month-so-far.ts';
import { createMeasuring } from '../../src/measuring.ts';
import { buildDemoRegistry, isPlaceholderCode } from '../../src/simulate/registry.ts';
import type { CoverageOverview } from '../../src/types/coverage.ts';
import type { CoveragePort } from '../../src/types/coverage-ledger.ts';
import type { Fact } from '../../src/types/measure.ts';
import type { Facility } from '../../src/types/registry.ts';
import type { Store } from '../../src/types/store.ts';
import { loadPolicy } from '../../src/validate/policy/load-policy.ts';
import { loadYaml } from './config-text.ts';
import { type FrameWorld, type ServedConsole, serveConsole } from './console-frame.ts';
import { closedCoverageOf, type MemoryCoverage } from './coverage-store.ts';
import { provinceTraffic } from './province-traffic.ts';
import { openTemporaryStore } from './temporary-store.ts';

/** What the console is shown; a test may change it while the server runs. */
export interface ConsoleWorld extends FrameWorld {
  facts: readonly Fact[];
  /** Null while the store answers. */
  storeFailure: Error | null;
  /** The registry instead of that of the store, and the other way round after null. */
  registry: readonly Facility[] | null;
}

export interface ConsoleServer extends ServedConsole {
  readonly world: ConsoleWorld;
  /** The registry with notes and the audit log; traffic is in `world.facts`. */
  readonly store: Store;
  /** Today's coverage, as pages are shown it. */
  readonly overview: () => Promise<CoverageOverview>;
}

const DAY = '2026-11-22';
/** Made once: it is the same each time and takes a while. */
let traffic: readonly Fact[] | undefined;

/** The console over the demo's registry and a made-up province's traffic, on the morning of 22 November 2026. */
export async function startConsoleServer(): Promise<ConsoleServer> {
  const opened = await openTemporaryStore();
  const { store } = opened;
  const registry = buildDemoRegistry();
  await store.putFacilities(registry, { by: 'operator:test', reason: 'import' });
  traffic ??= provinceTraffic(registry, DAY);
  const start = Date.parse(`${DAY}T08:15:00+07:00`);
  const memory = await closedCoverageOf(traffic, start);
  const world: ConsoleWorld = {
    now: start,
    registry: null,
    storeFailure: null,
    isStaff: true,
    failures: [],
    get facts() {
      return memory.facts;
    },
    set facts(facts) {
      memory.facts = facts;
    },
  };
  const clock = () => world.now;
  const rules = loadRuleCatalogue(PATHS.rules);
  const registered = async () => {
    if (world.storeFailure !== null) throw world.storeFailure;
    return world.registry ?? store.facilities();
  };
  const targets = { province: '2026-12-30', hospital: '2025-09-30', other: '2026-12-31' };
  const measuring = createMeasuring({
    store: { ...store, ...portOf(memory), facilities: registered },
    config: { targets, programmes: loadYaml('').programmes },
    rules,
    policy: loadPolicy(PATHS.policy, PATHS.policySchema, rules.rules),
    clock,
  });
  const overview = () => measuring.coverage.overview();
  const deps = { overview, targets, communes: loadCommunes(PATHS.communes), isPlaceholder: isPlaceholderCode };
  const pages = createFacilityPages({ ...measuring, store, rules, clock, newId: v7 });
  const programmes = () => monthSoFar(measuring.programmes, clock);
  const routes = [...createOverviewRoutes({ ...deps, programmes }), ...createFacilityRoutes({ ...deps, ...pages })];
  const served = await serveConsole(routes, world, { coverage: async () => signOfCoverage(await overview()) });
  return {
    ...served,
    world,
    store,
    overview,
    close: async () => {
      await served.close();
      await opened.cleanup();
    },
  };
}

/** The traffic alone, without what a test changes it by. */
function portOf(memory: MemoryCoverage): CoveragePort {
  const { facts: _, kept: __, reads: ___, ...port } = memory;
  return port;
}
