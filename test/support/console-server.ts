import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { PATHS } from '../../src/config/paths.ts';
import { createConsoleRouter } from '../../src/console/console-router.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import { createCoverageService } from '../../src/measure/coverage-service.ts';
import { buildDemoRegistry, isPlaceholderCode } from '../../src/simulate/registry.ts';
import type { Fact } from '../../src/types/measure.ts';
import type { Facility } from '../../src/types/registry.ts';
import { provinceTraffic } from './province-traffic.ts';

/** What the console is shown; a test may change it while the server runs. */
export interface ConsoleWorld {
  now: number;
  registry: readonly Facility[];
  facts: readonly Fact[];
  /** Null while the store answers. */
  storeFailure: Error | null;
  isStaff: boolean;
  /** What the console told of failures. */
  readonly failures: unknown[];
}

export interface ConsoleServer {
  readonly url: string;
  readonly world: ConsoleWorld;
  close(): Promise<void>;
}

const DAY = '2026-11-22';
/** Made once: it is the same each time and takes a while. */
let traffic: readonly Fact[] | undefined;

/** The console over the demo's registry and a made-up province's traffic, on the morning of 22 November 2026. */
export async function startConsoleServer(): Promise<ConsoleServer> {
  const registry = buildDemoRegistry();
  traffic ??= provinceTraffic(registry, DAY);
  const world: ConsoleWorld = {
    now: Date.parse(`${DAY}T08:15:00+07:00`),
    registry,
    facts: traffic,
    storeFailure: null,
    isStaff: true,
    failures: [],
  };
  const app = express().use(createRouter(world));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function createRouter(world: ConsoleWorld) {
  const rules = loadRuleCatalogue(PATHS.rules);
  const coverage = createCoverageService({
    registry: async () => {
      if (world.storeFailure !== null) throw world.storeFailure;
      return world.registry;
    },
    facts: async function* (until) {
      yield* world.facts.filter(({ at }) => Date.parse(at) <= Math.min(until, world.now));
    },
    clock: () => world.now,
  });
  return createConsoleRouter({
    overview: () => coverage.overview(),
    staff: () =>
      world.isStaff
        ? { ok: true, value: { kind: 'staff', via: 'loopback' } }
        : { ok: false, refusal: { status: 401, issues: [rules.issue('LT-A015')] } },
    province: { vi: 'tỉnh Quảng Ngãi', en: 'Quảng Ngãi province' },
    targets: { province: '2026-12-30', hospital: '2025-09-30', other: '2026-12-31' },
    isPlaceholder: isPlaceholderCode,
    onFailure: (cause) => world.failures.push(cause),
  });
}
