import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { PATHS } from '../../../src/config/paths.ts';
import { loadIdentifierSystems } from '../../../src/fhir/identifier-systems.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { createCoverageService } from '../../../src/measure/coverage-service.ts';
import { createCoverageRouter } from '../../../src/measure/routes.ts';
import type { Result } from '../../../src/types/issue.ts';
import type { Principal } from '../../../src/types/principal.ts';
import { atWork, facility } from '../../support/coverage-facts.ts';
import { closedCoverageOf } from '../../support/coverage-store.ts';

const NOON = Date.parse('2026-11-22T12:00:00+07:00');
const rules = loadRuleCatalogue(PATHS.rules);
const UNAUTHENTICATED: Result<Principal> = {
  ok: false,
  refusal: { status: 401, issues: [rules.issue('LT-A015')], headers: { 'WWW-Authenticate': 'Bearer' } },
};

/** `Bearer 99001` is that facility, `Bearer warehouse` a client; staff have no token and say so in a header. */
const PRINCIPALS: ReadonlyMap<string | undefined, Principal> = new Map<string, Principal>([
  ['Bearer 99001', { kind: 'facility', facility: '99001', scopes: ['system/*.cruds'] }],
  ['Bearer 99404', { kind: 'facility', facility: '99404', scopes: ['system/*.cruds'] }],
  ['Bearer warehouse', { kind: 'client', client: 'warehouse', scopes: ['system/*.rs'] }],
]);

let server: Server;
let base: string;

beforeAll(async () => {
  const coverage = createCoverageService({
    registry: async () => [facility(), facility({ code: '99002' }), facility({ code: '99003', openTo: '2026-11-20' })],
    store: await closedCoverageOf(atWork('2026-10-01', '2026-11-22'), NOON),
    clock: () => NOON,
  });
  const app = express();
  app.use(
    createCoverageRouter({
      coverage,
      authenticate: async ({ authorization }) => {
        const value = PRINCIPALS.get(authorization?.join());
        return value === undefined ? UNAUTHENTICATED : { ok: true, value };
      },
      staff: ({ headers }) =>
        headers['x-test-staff'] === undefined
          ? UNAUTHENTICATED
          : { ok: true, value: { kind: 'staff', via: 'loopback' } },
      clock: () => NOON,
      rules,
      systems: loadIdentifierSystems(PATHS.identifiers),
    }),
  );
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const STAFF = { 'x-test-staff': '1' };
const token = (name: string) => ({ authorization: `Bearer ${name}` });

async function ask(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${base}${path}`, { headers });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, type: response.headers.get('content-type'), headers: response.headers, body };
}

function ruleOf(body: Record<string, unknown>): unknown {
  const { issue } = body as { issue: { details: { coding: { code: string }[] } }[] };
  return issue[0]?.details.coding[0]?.code;
}

describe('GET /coverage', () => {
  it('gives staff the whole report of today', async () => {
    const { status, type, headers, body } = await ask('/coverage', STAFF);
    expect([status, type, headers.get('cache-control')]).toEqual([200, 'application/json; charset=utf-8', 'no-store']);
    expect(body).toMatchObject({ asOf: '2026-11-22', province: { open: 2, proven: 1, provenShare: 0.5 } });
    expect(body['facilities']).toHaveLength(2);
  });

  it('gives a past day as it was known then', async () => {
    const { body } = await ask('/coverage?asOf=2026-10-10', STAFF);
    expect(body).toMatchObject({ asOf: '2026-10-10', province: { open: 3, proven: 0, emr: 10 } });
  });

  it.each(['2026-02-30', 'yesterday', '2026-11-23', '', '2026-11-22&asOf=2026-11-21'])(
    'refuses asOf=%s with LT-C001',
    async (asOf) => {
      const { status, type, body } = await ask(`/coverage?asOf=${asOf}`, STAFF);
      expect([status, type, ruleOf(body)]).toEqual([400, 'application/fhir+json; charset=utf-8', 'LT-C001']);
    },
  );

  it('refuses everybody else', async () => {
    const stranger = await ask('/coverage');
    expect([stranger.status, ruleOf(stranger.body)]).toEqual([401, 'LT-A015']);
    expect(stranger.headers.get('www-authenticate')).toBe('Bearer');
    // A token that is sent counts, even on a machine whose requests are otherwise staff's.
    for (const path of ['/coverage', '/coverage/facilities']) {
      const own = await ask(path, { ...STAFF, ...token('99001') });
      expect([own.status, ruleOf(own.body)]).toEqual([403, 'LT-C003']);
      expect((await ask(path, token('warehouse'))).status).toBe(403);
    }
    expect((await ask('/coverage', { ...STAFF, ...token('forged') })).status).toBe(401);
  });
});

describe('GET /coverage/facilities', () => {
  it('gives staff the rows', async () => {
    const { body } = await ask('/coverage/facilities?asOf=2026-11-22', STAFF);
    expect(Object.keys(body)).toEqual(['asOf', 'facilities']);
    expect(body['facilities']).toMatchObject([
      { code: '99001', stage: 'proven' },
      { code: '99002', expected: null },
    ]);
  });

  it('gives a facility its own row', async () => {
    const { status, body } = await ask('/coverage/facilities/99001', token('99001'));
    expect([status, body['asOf'], body['code'], body['emr']]).toEqual([200, '2026-11-22', '99001', 30]);
    expect((await ask('/coverage/facilities/99002', STAFF)).status).toBe(200);
  });

  it('answers for another facility as for one that does not exist', async () => {
    const answers = await Promise.all([
      ask('/coverage/facilities/99002', token('99001')),
      ask('/coverage/facilities/99999', token('99001')),
      ask('/coverage/facilities/99001', token('warehouse')),
      ask('/coverage/facilities/99404', token('99404')),
      ask('/coverage/facilities/99003', STAFF),
    ]);
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect([answers[0].status, ruleOf(answers[0].body)]).toEqual([404, 'LT-C002']);
    expect((await ask('/coverage/facilities/99001')).status).toBe(401);
    expect((await ask('/coverage/facilities/99003?asOf=2026-11-20', STAFF)).status).toBe(200);
  });
});

describe('GET /open/coverage.json', () => {
  it('gives everybody totals without facilities and without small counts', async () => {
    const { status, headers, body } = await ask('/open/coverage.json');
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=60']);
    expect(body).toMatchObject({ asOf: '2026-11-22', province: { open: null, proven: null, emr: 30 } });
    expect(body['facilities']).toBeUndefined();
  });
});
