import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAdvisor } from '../../../src/measure/advice/advise.ts';
import { createAdviceRouter } from '../../../src/measure/advice-routes.ts';
import { createCoverageService } from '../../../src/measure/coverage-service.ts';
import { CoverageBehindError } from '../../../src/measure/coverage-state.ts';
import { createEncounterRouter } from '../../../src/measure/encounter-routes.ts';
import { createEncounterReader } from '../../../src/measure/encounters-behind.ts';
import { createGroupRouter } from '../../../src/measure/group-routes.ts';
import { adviceWords } from '../../support/advised-standing.ts';
import { atWork, claim, facility } from '../../support/coverage-facts.ts';
import { closedCoverageOf } from '../../support/coverage-store.ts';
import { type ReadingServer, ruleOf, STAFF, serveReading, token } from '../../support/reading-server.ts';

const NOON = Date.parse('2026-11-22T12:00:00+07:00');
const REGISTRY = [
  facility(),
  facility({ code: '99002', ownership: 'private', commune: 'Xã Bình Sơn', announced: '2026-11-01' }),
  facility({ code: '99003', scope: [] }),
  facility({ code: '99004', openTo: '2026-11-20' }),
];

let server: ReadingServer;

beforeAll(async () => {
  const unseen = ['A', 'B'].map((name) => claim(name, '2026-11-20T09:00:00+07:00'));
  const store = await closedCoverageOf([...atWork('2026-10-01', '2026-11-22'), ...unseen], NOON);
  const advise = createAdvisor(adviceWords());
  const coverage = createCoverageService({ registry: async () => REGISTRY, store, clock: () => NOON, advise });
  const readEncounters = createEncounterReader({ store, emrLevel: 1 });
  server = await serveReading(NOON, (deps) => [
    createGroupRouter({ ...deps, coverage }),
    createAdviceRouter({ ...deps, coverage }),
    createEncounterRouter({ ...deps, coverage, readEncounters }),
  ]);
});

afterAll(() => server.stop());

describe('GET /coverage/groups', () => {
  it.each([
    ['ownership', ['private', 'public'], [1, 2]],
    ['level', ['province'], [3]],
    ['commune', ['Phường Nghĩa Lộ', 'Xã Bình Sơn'], [2, 1]],
  ])('by %s gives each group its totals', async (by, names, open) => {
    const { status, body } = await server.ask(`/coverage/groups?by=${by}`, STAFF);
    expect([status, body['asOf'], body['by']]).toEqual([200, '2026-11-22', by]);
    const groups = body['groups'] as { name: string; totals: { open: number; inScope: number } }[];
    expect(groups.map(({ name }) => name)).toEqual(names);
    expect(groups.map(({ totals }) => totals.open)).toEqual(open);
    expect(groups.reduce((sum, { totals }) => sum + totals.inScope, 0)).toBe(2);
  });

  it('gives a past day as it was', async () => {
    const { body } = await server.ask('/coverage/groups?by=level&asOf=2026-11-20', STAFF);
    expect(body['groups']).toMatchObject([{ totals: { open: 4 } }]);
  });

  it('refuses what it does not understand, and everybody but staff', async () => {
    const refused = async (path: string, headers = {}) => {
      const { status, body } = await server.ask(path, headers);
      return [status, ruleOf(body)];
    };
    expect(await refused('/coverage/groups', STAFF)).toEqual([400, 'LT-C025']);
    expect(await refused('/coverage/groups?by=name', STAFF)).toEqual([400, 'LT-C025']);
    expect(await refused('/coverage/groups?by=level&asOf=2026-11-23', STAFF)).toEqual([400, 'LT-C001']);
    expect(await refused('/coverage/groups?by=level')).toEqual([401, 'LT-A015']);
    expect(await refused('/coverage/groups?by=level', token('99001'))).toEqual([403, 'LT-C003']);
  });
});

describe('GET /coverage/facilities/{code}/encounters', () => {
  const PATH = '/coverage/facilities/99001/encounters';

  it('lists what stands behind a figure, page by page', async () => {
    const { body } = await server.ask(`${PATH}?show=no-emr&limit=1`, STAFF);
    expect(body).toEqual({
      asOf: '2026-11-22',
      code: '99001',
      show: 'no-emr',
      encounters: [
        {
          encounter: 'A',
          endOfCare: '2026-11-20T09:00:00+07:00',
          claimed: true,
          level: 0,
          missing: [],
          firstEmrAt: null,
          identity: false,
          signed: false,
        },
      ],
      next: 'A',
    });
    const second = await server.ask(`${PATH}?show=no-emr&limit=1&after=A`, STAFF);
    expect(second.body).toMatchObject({ encounters: [{ encounter: 'B' }], next: null });
    const all = await server.ask(PATH, STAFF);
    expect((all.body['encounters'] as unknown[]).length).toBe(32);
  });

  it('shows a facility its own, as of the day that is asked', async () => {
    const { status, body } = await server.ask(`${PATH}?asOf=2026-11-19&show=all`, token('99001'));
    expect(status).toBe(200);
    expect((body['encounters'] as { encounter: string }[]).map(({ encounter }) => encounter)).not.toContain('A');
  });

  it.each([
    ['?show=everything', 400, 'LT-C026'],
    ['?show=missing-section', 400, 'LT-C026'],
    ['?show=late&section=laboratory', 400, 'LT-C026'],
    ['?show=missing-section&section=%3Cb%3E', 400, 'LT-C026'],
    ['?limit=0', 400, 'LT-C026'],
    ['?limit=1001', 400, 'LT-C026'],
    [`?after=${'x'.repeat(101)}`, 400, 'LT-C026'],
    ['?asOf=2026-13-01', 400, 'LT-C001'],
  ])('refuses %s', async (query, status, rule) => {
    const answer = await server.ask(`${PATH}${query}`, STAFF);
    expect([answer.status, ruleOf(answer.body)]).toEqual([status, rule]);
  });

  it('does not tell another facility from one that does not exist', async () => {
    const stranger = await server.ask(PATH);
    expect(stranger.status).toBe(401);
    const paths = ['99002', '99999'].map((code) => `/coverage/facilities/${code}/encounters`);
    const [other, nobody] = await Promise.all(paths.map((path) => server.ask(path, token('99001'))));
    expect([other?.status, ruleOf(other?.body ?? {})]).toEqual([404, 'LT-C002']);
    expect(other?.body).toEqual(nobody?.body);
    expect((await server.ask('/coverage/facilities/99004/encounters', STAFF)).status).toBe(404);
    expect((await server.ask(PATH, token('warehouse'))).status).toBe(404);
  });
});

describe('GET /coverage/facilities/{code}/advice', () => {
  it('tells staff and the facility itself what to mend first', async () => {
    const { status, body } = await server.ask('/coverage/facilities/99001/advice', token('99001'));
    expect([status, body]).toEqual([
      200,
      {
        asOf: '2026-11-22',
        code: '99001',
        stage: 'sending',
        shortfalls: ['volume'],
        silence: 'none',
        advice: [expect.objectContaining({ kind: 'volume', affected: 2, behind: { encounters: { show: 'no-emr' } } })],
      },
    ]);
    const silent = await server.ask('/coverage/facilities/99002/advice?asOf=2026-11-21', STAFF);
    expect(silent.body).toMatchObject({ stage: 'registered', advice: [{ kind: 'sign-in' }, { kind: 'records' }] });
  });

  it('shows nobody anything of another facility', async () => {
    const paths = ['99002', '99999'].map((code) => `/coverage/facilities/${code}/advice`);
    const [other, nobody] = await Promise.all(paths.map((path) => server.ask(path, token('99001'))));
    expect([other?.status, ruleOf(other?.body ?? {})]).toEqual([404, 'LT-C002']);
    expect(other?.body).toEqual(nobody?.body);
    expect((await server.ask('/coverage/facilities/99999/advice', STAFF)).status).toBe(404);
    expect((await server.ask('/coverage/facilities/99001/advice')).status).toBe(401);
  });
});

describe('a day that is not counted yet', () => {
  it('is answered with LT-C020 and when to come back', async () => {
    const behind = { overview: () => Promise.reject(new CoverageBehindError('2026-11-19')) };
    const readEncounters = createEncounterReader({ store: await closedCoverageOf([], NOON), emrLevel: 1 });
    const busy = await serveReading(NOON, (deps) => [
      createGroupRouter({ ...deps, coverage: behind }),
      createEncounterRouter({ ...deps, coverage: behind, readEncounters }),
    ]);
    for (const path of ['/coverage/groups?by=level', '/coverage/facilities/99001/encounters']) {
      const response = await fetch(`${busy.base}${path}`, { headers: STAFF });
      const body = (await response.json()) as Record<string, unknown>;
      expect([response.status, response.headers.get('retry-after'), ruleOf(body)]).toEqual([503, '60', 'LT-C020']);
      expect(JSON.stringify(body)).toContain('2026-11-19');
    }
    await busy.stop();
  });
});
