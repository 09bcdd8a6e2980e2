import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_LINES } from '../../../src/reconcile/read-manifest.ts';
import type { ManifestComparison } from '../../../src/types/manifest-desk.ts';
import { exchange, ruleIdsOf } from '../../support/http-exchange.ts';
import { createInMemoryManifests, standingOf } from '../../support/in-memory-manifests.ts';
import { type Door, HOSPITAL_A, HOSPITAL_B, NOW, openDoor } from '../../support/public-door.ts';

const manifests = createInMemoryManifests(() => NOW);
let door: Door;

beforeAll(async () => {
  door = await openDoor({ deps: { manifests } });
});
afterAll(() => door.close());
beforeEach(() => {
  manifests.standings.clear();
  manifests.standings.set('99001', [
    standingOf('LK1'),
    standingOf('LK2', { deliveries: [{ destination: 'province', state: 'queued' }] }),
    standingOf('health-check-xml/LK3', { state: 'refused', deliveries: [] }),
  ]);
});

const post = (body: string, headers: object = HOSPITAL_A, query = '') =>
  exchange(`${door.url}/manifests${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
const list = (...records: readonly object[]): string => JSON.stringify({ day: '2026-11-22', records });
const read = (body: string): ManifestComparison => JSON.parse(body) as ManifestComparison;

describe('POST /manifests', () => {
  it('keeps the list and answers with the comparison: counts first, then what is not as it should be', async () => {
    const answer = await post(list({ key: 'LK1', count: 3 }, { key: 'LK2', count: 4 }, { key: 'LK9' }));
    expect(answer.status).toBe(201);
    const comparison = read(answer.body);
    expect(answer.headers.location).toBe(`/manifests/${comparison.id}`);
    expect(comparison.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(comparison).toMatchObject({
      facility: '99001',
      day: '2026-11-22',
      receivedAt: '2026-11-22T08:00:00+07:00',
      comparedAt: '2026-11-22T08:00:00+07:00',
      summary: {
        listed: 3,
        equal: 1,
        differing: 1,
        missing: 1,
        unlisted: 1,
        states: { accepted: 2, quarantined: 0, refused: 1 },
        deliveries: [
          { destination: 'province', state: 'delivered', count: 1 },
          { destination: 'province', state: 'queued', count: 1 },
        ],
      },
      status: ['differing', 'missing', 'unlisted'],
      page: 1,
      pages: 1,
      records: [
        { key: 'LK2', status: 'differing', differs: ['count'], listed: { count: 4, sha256: null }, here: { count: 3 } },
        { key: 'LK9', status: 'missing', here: null },
        { key: 'LK3', status: 'unlisted', listed: null, here: { state: 'refused' } },
      ],
    });
  });

  it('knows the same list again, however it is written, and compares it anew', async () => {
    const first = await post(list({ key: 'LK5', sha256: 'AB'.repeat(32) }));
    manifests.standings.set('99001', [standingOf('LK5', { sha256: ['ab'.repeat(32)] })]);
    const again = await post(`{"records":[{"sha256":"${'ab'.repeat(32)}","key":"LK5"}],"day":"2026-11-22"}`);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.headers.location).toBe(first.headers.location);
    expect(read(first.body).summary).toMatchObject({ missing: 1, equal: 0 });
    expect(read(again.body).summary).toMatchObject({ missing: 0, equal: 1 });
    expect(manifests.kept.filter(({ id }) => id === read(first.body).id)).toHaveLength(1);
  });

  it.each<[string, string, number, string]>([
    ['no JSON', '{"day":', 400, 'LT-R080'],
    ['a name twice', '{"day":"2026-11-22","day":"2026-11-22","records":[]}', 400, 'LT-R080'],
    ['no list', '[]', 400, 'LT-R081'],
    ['another member', '{"day":"2026-11-22","records":[],"facility":"99002"}', 400, 'LT-R081'],
    ['a misspelt hash', list({ key: 'LK1', sha265: 'a'.repeat(64) }), 400, 'LT-R081'],
    ['no key', list({ count: 1 }), 400, 'LT-R081'],
    ['an empty key', list({ key: '' }), 400, 'LT-R081'],
    ['a key with a line break', list({ key: 'a\nb' }), 400, 'LT-R081'],
    ['a count that is text', list({ key: 'LK1', count: '3' }), 400, 'LT-R081'],
    ['a count below 0', list({ key: 'LK1', count: -1 }), 400, 'LT-R081'],
    ['a short hash', list({ key: 'LK1', sha256: 'abc' }), 400, 'LT-R081'],
    ['no records', '{"day":"2026-11-22"}', 400, 'LT-R081'],
    ['no day of the calendar', '{"day":"2026-02-30","records":[]}', 400, 'LT-R083'],
    ['tomorrow', '{"day":"2026-11-23","records":[]}', 400, 'LT-R083'],
    ['too many lines', list(...Array.from({ length: MAX_LINES + 1 }, () => ({ key: 'a' }))), 413, 'LT-R082'],
  ])('refuses %s', async (_name, body, status, rule) => {
    const answer = await post(body);
    expect([answer.status, ruleIdsOf(answer.body)]).toEqual([status, [rule]]);
    expect(answer.body).not.toContain('sha265');
  });

  it('names the place', async () => {
    expect((await post(list({ key: 'LK1' }, { key: 'LK2', count: 0.5 }))).body).toContain('records[1].count');
  });

  it('refuses other media types, a token that may not write, and strangers', async () => {
    expect((await post('<a/>', { ...HOSPITAL_A, 'Content-Type': 'application/xml' })).status).toBe(415);
    expect((await post(list(), { authorization: 'Bearer reader' })).status).toBe(403);
    expect((await post(list(), { authorization: 'Bearer warehouse' })).status).toBe(403);
    expect((await post(list(), {})).status).toBe(401);
  });

  it('compares 50,000 lines', async () => {
    const keys = Array.from({ length: MAX_LINES }, (_, index) => `K${index}`);
    manifests.standings.set(
      '99001',
      keys.slice(0, -1).map((key) => standingOf(key)),
    );
    const answer = await post(list(...keys.map((key) => ({ key, count: 3 }))));
    expect(read(answer.body).summary).toMatchObject({
      listed: MAX_LINES,
      equal: MAX_LINES - 1,
      missing: 1,
      unlisted: 0,
    });
  });
});

describe('GET /manifests/{id}', () => {
  const get = (id: string, query = '', headers: object = HOSPITAL_A) =>
    exchange(`${door.url}/manifests/${id}${query}`, { headers: { ...headers } });

  it('pages through the records of a status', async () => {
    const { id } = read((await post(list(...['LK7', 'LK8', 'LK9'].map((key) => ({ key }))))).body);
    const pages = await Promise.all(
      ['1', '2', '3'].map(async (page) => read((await get(id, `?status=missing&size=2&page=${page}`)).body)),
    );
    expect(pages.map(({ records }) => records.map(({ key }) => key))).toEqual([['LK7', 'LK8'], ['LK9'], []]);
    expect(pages.map(({ pages: count }) => count)).toEqual([2, 2, 2]);
    const two = read((await get(id, '?status=unlisted&status=equal')).body);
    expect(two.status).toEqual(['equal', 'unlisted']);
    expect(two.records.map(({ key }) => key)).toEqual(['LK1', 'LK2', 'LK3']);
  });

  it("shows nobody another facility's list, and nothing for what is no id", async () => {
    const body = list({ key: 'LK1' });
    const { id } = read((await post(body)).body);
    const ofB = read((await post(body, HOSPITAL_B)).body);
    expect(ofB.id).not.toBe(id);
    expect(ofB.summary).toMatchObject({ missing: 1, equal: 0, unlisted: 0 });
    for (const answer of [await get(id, '', HOSPITAL_B), await get(ofB.id), await get('1'), await get('x')]) {
      expect([answer.status, ruleIdsOf(answer.body)]).toEqual([404, ['LT-R084']]);
    }
  });

  it.each(['?status=same', '?status=', '?page=0', '?size=1001', '?size=x', '?sise=1', '?page=1&page=2'])(
    'refuses %s',
    async (query) => {
      const { id } = read((await post(list({ key: 'LK1' }))).body);
      expect(ruleIdsOf((await get(id, query)).body)).toEqual(['LT-R005']);
    },
  );
});
