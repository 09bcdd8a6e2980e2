import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { PATHS } from '../../../src/config/paths.ts';
import { loadIdentifierSystems } from '../../../src/fhir/identifier-systems.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { createRuleRouter } from '../../../src/measure/rule-routes.ts';
import type { Result } from '../../../src/types/issue.ts';
import type { Principal } from '../../../src/types/principal.ts';

const LATE = Date.parse('2026-11-22T23:59:00+07:00');
const rules = loadRuleCatalogue(PATHS.rules);
const NOBODY: Result<Principal> = { ok: false, refusal: { status: 401, issues: [rules.issue('LT-A015')] } };
const PRINCIPALS: Readonly<Record<string, Principal>> = {
  'Bearer 99001': { kind: 'facility', facility: '99001', scopes: [] },
  'Bearer warehouse': { kind: 'client', client: 'warehouse', scopes: [] },
};

let server: Server;
let base: string;

beforeAll(async () => {
  const app = express();
  app.use(
    createRuleRouter({
      catalogue: (facility, day) => ({ facility, day }),
      enforced: async (period) => period,
      authenticate: async ({ authorization = [] }) => {
        const value = PRINCIPALS[authorization.join()];
        return value === undefined ? NOBODY : { ok: true, value };
      },
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

const STAFF = { 'x-test-staff': '1' };
const token = (name: string) => ({ authorization: `Bearer ${name}` });

/** The body of a success; status and rule of a refusal. */
async function ask(path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${base}${path}`, { headers });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const body = (await response.json()) as { issue?: { details: { coding: { code: string }[] } }[] };
  return body.issue === undefined ? body : `${response.status} ${body.issue[0]?.details.coding[0]?.code}`;
}

describe('GET /rules', () => {
  it('shows a facility what holds for itself today', async () => {
    const own = { facility: '99001', day: '2026-11-22' };
    expect(await ask('/rules', token('99001'))).toEqual(own);
    expect(await ask('/rules?facility=99001', token('99001'))).toEqual(own);
  });

  it('shows staff what holds for anybody, on any day', async () => {
    expect(await ask('/rules', STAFF)).toEqual({ facility: null, day: '2026-11-22' });
    expect(await ask('/rules?facility=99002&asOf=2027-01-01', STAFF)).toEqual({ facility: '99002', day: '2027-01-01' });
  });

  it.each([
    ['nobody', '/rules', {}, '401 LT-A015'],
    ['an unknown token, even for staff', '/rules', { ...STAFF, ...token('x') }, '401 LT-A015'],
    ["another facility's rules", '/rules?facility=99002', token('99001'), '403 LT-C006'],
    ['a facility named twice', '/rules?facility=99001&facility=99002', token('99001'), '403 LT-C006'],
    ['a client that is no facility', '/rules', token('warehouse'), '403 LT-C006'],
    ['a day that is none', '/rules?asOf=2026-02-30', STAFF, '400 LT-C004'],
    ['two days', '/rules?asOf=2026-11-01&asOf=2026-11-02', STAFF, '400 LT-C004'],
  ])('refuses %s', async (_name, path, headers, refusal) => {
    expect(await ask(path, headers as Record<string, string>)).toBe(refusal);
  });
});

describe('GET /reports/enforced', () => {
  const at = (instant: string) => Date.parse(instant);

  it('is about the last 30 days', async () => {
    expect(await ask('/reports/enforced', STAFF)).toEqual({
      from: '2026-10-24',
      to: '2026-11-22',
      start: at('2026-10-24T00:00:00.000+07:00'),
      end: at('2026-11-22T23:59:59.999+07:00'),
    });
  });

  it('is about the days that are asked for', async () => {
    expect(await ask('/reports/enforced?from=2026-11-01&to=2026-11-01', STAFF)).toEqual({
      from: '2026-11-01',
      to: '2026-11-01',
      start: at('2026-11-01T00:00:00.000+07:00'),
      end: at('2026-11-01T23:59:59.999+07:00'),
    });
    expect(await ask('/reports/enforced?to=2026-01-30', STAFF)).toMatchObject({ from: '2026-01-01' });
    expect(await ask('/reports/enforced?from=2025-11-22', STAFF)).toMatchObject({ from: '2025-11-22' });
  });

  it.each([
    ['nobody', '', {}, '401 LT-A015'],
    ['a facility', '', token('99001'), '403 LT-C003'],
    ['a day to come', '?to=2026-11-23', STAFF, '400 LT-C005'],
    ['an end before the start', '?from=2026-11-02&to=2026-11-01', STAFF, '400 LT-C005'],
    ['more than 366 days', '?from=2025-11-21', STAFF, '400 LT-C005'],
    ['a day that is none', '?from=yesterday', STAFF, '400 LT-C005'],
  ])('refuses %s', async (_name, query, headers, refusal) => {
    expect(await ask(`/reports/enforced${query}`, headers as Record<string, string>)).toBe(refusal);
  });
});
