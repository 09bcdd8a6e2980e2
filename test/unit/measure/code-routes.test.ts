import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { PATHS } from '../../../src/config/paths.ts';
import { loadIdentifierSystems } from '../../../src/fhir/identifier-systems.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { createCodeRouter } from '../../../src/measure/code-routes.ts';
import type { WorklistEntry, WorklistFilter } from '../../../src/types/code-worklist.ts';
import type { Result } from '../../../src/types/issue.ts';
import type { Principal } from '../../../src/types/principal.ts';

const NOON = Date.parse('2026-11-22T12:00:00+07:00');
const rules = loadRuleCatalogue(PATHS.rules);
const NOBODY: Result<Principal> = { ok: false, refusal: { status: 401, issues: [rules.issue('LT-A015')] } };

const entry = (id: number, code: string): WorklistEntry => ({
  id,
  facility: '99001',
  list: 'MA_KHOA',
  code,
  form: 'XML3',
  field: 'MA_KHOA',
  reason: 'not-in-list',
  day: '2026-11-20',
  count: 10 - id,
  firstSeen: NOON,
  lastSeen: NOON + 1_000,
});

let server: Server;
let base: string;
const asked: WorklistFilter[] = [];

beforeAll(async () => {
  const app = express();
  app.use(
    createCodeRouter({
      store: {
        worklist: async (filter) => {
          asked.push(filter);
          return [entry(1, 'K97'), entry(2, '~x x'), entry(3, 'K98')].slice(0, filter.limit);
        },
      },
      authenticate: async () => ({ ok: true, value: { kind: 'facility', facility: '99001', scopes: [] } }),
      staff: ({ headers }) =>
        headers['x-test-staff'] === undefined ? NOBODY : { ok: true, value: { kind: 'staff', via: 'loopback' } },
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

/** The body of a success; status and rule of a refusal. */
async function ask(query: string, headers: Record<string, string> = STAFF): Promise<unknown> {
  const response = await fetch(`${base}/codes/unmapped${query}`, { headers });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const body = (await response.json()) as { issue?: { details: { coding: { code: string }[] } }[] };
  return body.issue === undefined ? body : `${response.status} ${body.issue[0]?.details.coding[0]?.code}`;
}

describe('GET /codes/unmapped', () => {
  it('shows the worklist to staff, in local time, shapes marked', async () => {
    const row = { list: 'MA_KHOA', facility: '99001', form: 'XML3', field: 'MA_KHOA', reason: 'not-in-list' };
    const seen = { firstSeen: '2026-11-22T12:00:00+07:00', lastSeen: '2026-11-22T12:00:01+07:00' };
    expect(await ask('')).toEqual({
      codes: [
        { ...row, code: 'K97', masked: false, count: 9, ...seen },
        { ...row, code: '~x x', masked: true, count: 8, ...seen },
        { ...row, code: 'K98', masked: false, count: 7, ...seen },
      ],
      next: null,
    });
  });

  it('says where the next page begins, and goes on there', async () => {
    expect(await ask('?limit=2')).toMatchObject({ codes: [{ count: 9 }, { count: 8 }], next: '8-2' });
    await ask('?limit=2&after=8-2&list=MA_KHOA&facility=99001&form=4210.XML3&reason=list-not-loaded');
    expect(asked.at(-1)).toEqual({
      list: 'MA_KHOA',
      facility: '99001',
      form: '4210.XML3',
      reason: 'list-not-loaded',
      limit: 3,
      after: { count: 8, id: 2 },
    });
  });

  it.each([
    ['nobody', '', {}, '401 LT-A015'],
    ["a facility's token, even on the machine of staff", '', { ...STAFF, authorization: 'Bearer x' }, '403 LT-C003'],
    ['a list that is none', '?list=ma%20khoa', STAFF, '400 LT-C007'],
    ['a list given twice', '?list=A&list=B', STAFF, '400 LT-C007'],
    ['a facility that is none', '?facility=1', STAFF, '400 LT-C007'],
    ['a reason that is none', '?reason=x', STAFF, '400 LT-C007'],
    ['no entries', '?limit=0', STAFF, '400 LT-C007'],
    ['too many entries', '?limit=1001', STAFF, '400 LT-C007'],
    ['a place that no page gave', '?after=x', STAFF, '400 LT-C007'],
    ['two places', '?after=1-1&after=1-2', STAFF, '400 LT-C007'],
  ])('refuses %s', async (_name, query, headers, refusal) => {
    expect(await ask(query, headers as Record<string, string>)).toBe(refusal);
  });
});
