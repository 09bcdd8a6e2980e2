import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { PATHS } from '../../../src/config/paths.ts';
import { loadIdentifierSystems } from '../../../src/fhir/identifier-systems.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { createReconciliationRouter } from '../../../src/measure/reconciliation-routes.ts';
import type { Result } from '../../../src/types/issue.ts';
import type { Principal } from '../../../src/types/principal.ts';

const LATE = Date.parse('2026-11-22T23:59:00+07:00');
const rules = loadRuleCatalogue(PATHS.rules);
const NOBODY: Result<Principal> = { ok: false, refusal: { status: 401, issues: [rules.issue('LT-A015')] } };
const differences = Array.from({ length: 1_001 }, (_, index) => ({ key: `LK${index}` }));

let server: Server;
let base: string;

beforeAll(async () => {
  const app = express();
  app.use(
    createReconciliationRouter({
      digests: async (scope) => [
        { confirmedAt: LATE, ...scope },
        { confirmedAt: null, ...scope },
      ],
      compare: async (destination, scope) => {
        if (destination === 'moon') return undefined;
        return {
          destination,
          scope,
          isComplete: true,
          differences: differences.slice(destination === 'few' ? 1_000 : 0),
        };
      },
      authenticate: async ({ authorization = [] }) =>
        authorization.join() === 'Bearer 99001'
          ? { ok: true, value: { kind: 'facility', facility: '99001', scopes: ['system/*.cruds'] } }
          : NOBODY,
      staff: ({ headers }) =>
        headers['x-test-staff'] === undefined ? NOBODY : { ok: true, value: { kind: 'staff', via: 'loopback' } },
      clock: () => LATE,
      rules,
      systems: loadIdentifierSystems(PATHS.identifiers),
    }),
  );
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

/** The body of a success; status and rule of a refusal. */
async function ask(query: string, headers: Record<string, string> = { 'x-test-staff': '1' }): Promise<unknown> {
  const response = await fetch(`${base}/reconciliation${query}`, { headers });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const body = (await response.json()) as { issue?: { details: { coding: { code: string }[] } }[] };
  return body.issue === undefined ? body : `${response.status} ${body.issue[0]?.details.coding[0]?.code}`;
}

describe('GET /reconciliation', () => {
  it('shows a day at every destination', async () => {
    const scope = { day: '2026-11-22', facility: null };
    expect(await ask('?day=2026-11-22')).toEqual({
      ...scope,
      destinations: [
        { ...scope, confirmedAt: '2026-11-22T23:59:00+07:00' },
        { ...scope, confirmedAt: null },
      ],
    });
    expect(await ask('?day=2026-11-21&facility=99002')).toMatchObject({ destinations: [{ facility: '99002' }, {}] });
  });

  it('asks one destination, and says when it shows only part of the differences', async () => {
    expect(await ask('?day=2026-11-22&destination=few')).toEqual({
      day: '2026-11-22',
      facility: null,
      destination: 'few',
      scope: { day: '2026-11-22', facility: null },
      isComplete: true,
      differences: [{ key: 'LK1000' }],
    });
    const many = (await ask('?day=2026-11-22&destination=many')) as { isComplete: boolean; differences: object[] };
    expect([many.isComplete, many.differences.length]).toEqual([false, 1_000]);
  });

  it.each([
    ['', '400 LT-C008'],
    ['?day=today', '400 LT-C008'],
    ['?day=2026-02-30', '400 LT-C008'],
    ['?day=2026-11-23', '400 LT-C008'],
    ['?day=2026-11-22&day=2026-11-21', '400 LT-C008'],
    ['?day=2026-11-22&facility=..%2F..', '400 LT-C008'],
    ['?day=2026-11-22&destination=a&destination=b', '400 LT-C008'],
    ['?day=2026-11-22&destinaton=a', '400 LT-C008'],
    ['?day=2026-11-22&destination=moon', '404 LT-C009'],
  ])('refuses %j', async (query, refusal) => expect(await ask(query)).toBe(refusal));

  it('is for staff alone', async () => {
    expect(await ask('?day=2026-11-22', {})).toBe('401 LT-A015');
    expect(await ask('?day=2026-11-22', { authorization: 'Bearer 99001' })).toBe('403 LT-C003');
    expect(await ask('?day=2026-11-22', { authorization: 'Bearer x', 'x-test-staff': '1' })).toBe('401 LT-A015');
  });
});
