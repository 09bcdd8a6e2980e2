import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import { PATHS } from '../../src/config/paths.ts';
import { loadIdentifierSystems } from '../../src/fhir/identifier-systems.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import type { ReadingDeps } from '../../src/measure/answers.ts';
import type { Result } from '../../src/types/issue.ts';
import type { Principal } from '../../src/types/principal.ts';

const rules = loadRuleCatalogue(PATHS.rules);
const UNAUTHENTICATED: Result<Principal> = {
  ok: false,
  refusal: { status: 401, issues: [rules.issue('LT-A015')], headers: { 'WWW-Authenticate': 'Bearer' } },
};

/** `Bearer 99001` is that facility, `Bearer 99001-writes` the same without a scope to read, `Bearer warehouse` a client. */
const PRINCIPALS: ReadonlyMap<string | undefined, Principal> = new Map<string, Principal>([
  ['Bearer 99001', { kind: 'facility', facility: '99001', scopes: ['system/*.cruds'] }],
  ['Bearer 99001-writes', { kind: 'facility', facility: '99001', scopes: ['system/*.c'] }],
  ['Bearer warehouse', { kind: 'client', client: 'warehouse', scopes: ['system/*.rs'] }],
]);

export const STAFF = { 'x-test-staff': '1' };
export const token = (name: string) => ({ authorization: `Bearer ${name}` });

export interface ReadingServer {
  readonly base: string;
  ask(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly type: string | null; readonly body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

/** Serves routers that show figures; staff say so in a header. @param make the routers, from what every such router needs */
export async function serveReading(
  now: number,
  make: (deps: ReadingDeps) => readonly Router[],
): Promise<ReadingServer> {
  const app = express();
  const deps: ReadingDeps = {
    authenticate: async ({ authorization }) => {
      const value = PRINCIPALS.get(authorization?.join());
      return value === undefined ? UNAUTHENTICATED : { ok: true, value };
    },
    staff: ({ headers }) =>
      headers['x-test-staff'] === undefined ? UNAUTHENTICATED : { ok: true, value: { kind: 'staff', via: 'loopback' } },
    clock: () => now,
    rules,
    systems: loadIdentifierSystems(PATHS.identifiers),
  };
  for (const router of make(deps)) app.use(router);
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    async ask(path, headers = {}) {
      const response = await fetch(`${base}${path}`, { headers });
      const body = (await response.json()) as Record<string, unknown>;
      return { status: response.status, type: response.headers.get('content-type'), body };
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Id of the rule that a refusal names. */
export function ruleOf(body: Record<string, unknown>): unknown {
  const { issue } = body as { issue?: { details: { coding: { code: string }[] } }[] };
  return issue?.[0]?.details.coding[0]?.code;
}
