import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { PATHS } from '../../src/config/paths.ts';
import { createConsole } from '../../src/console/console-router.ts';
import type { EventStreamDeps } from '../../src/console/live/event-stream.ts';
import type { ConsoleRoute } from '../../src/console/page.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import { CoverageBehindError } from '../../src/measure/coverage-state.ts';

/** What a test may change while the console runs. */
export interface FrameWorld {
  now: number;
  isStaff: boolean;
  /** What the console told of failures. */
  readonly failures: unknown[];
}

export interface ServedConsole {
  readonly url: string;
  close(): Promise<void>;
}

/** The console's frame around any routes, on a free port of this machine. News are looked for 20 times a second. */
export async function serveConsole(
  routes: readonly ConsoleRoute[],
  world: FrameWorld,
  signs: EventStreamDeps['signs'] = {},
): Promise<ServedConsole> {
  const rules = loadRuleCatalogue(PATHS.rules);
  const staffConsole = createConsole({
    routes,
    signs,
    everyMs: 50,
    rules,
    clock: () => world.now,
    staff: () =>
      world.isStaff
        ? { ok: true, value: { kind: 'staff', via: 'loopback' } }
        : { ok: false, refusal: { status: 401, issues: [rules.issue('LT-A015')] } },
    province: { vi: 'tỉnh Quảng Ngãi', en: 'Quảng Ngãi province' },
    isCounting: (cause) => cause instanceof CoverageBehindError,
    onFailure: (cause) => world.failures.push(cause),
  });
  const server = createServer(express().use(staffConsole.router)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      staffConsole.stop();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
