import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { JWT_BEARER, signClientAssertion } from '../../src/authenticate/client-assertion.ts';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { type RunningGateway, startGateway } from '../../src/main.ts';
import { createLogger } from '../../src/observe/logger.ts';
import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import type { ProgrammeFigure } from '../../src/types/programme.ts';
import { API, answerSchema, schemaAt } from '../support/api-document.ts';
import { acceptRecords, evidenceOf, facilityOf, NOON, recordOf } from '../support/store-fixtures.ts';

const FACILITY = '99001';
const PUBLIC_URL = 'https://gateway.example';
let now = NOON;
const clock = (): number => now;

let gateway: RunningGateway;
let dataDir: string;
let token: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-contract-'));
  const settings = { PORT: '0', ADMIN_PORT: '0', DATA_DIR: dataDir, PUBLIC_URL, LOG_LEVEL: 'silent' };
  const config = loadConfig(settings, () => '');
  gateway = await startGateway({
    config,
    version: API.info.version,
    logger: createLogger('silent'),
    clock,
    newId: v7,
    isPlaceholder: () => false,
    random: () => 0.5,
  });
  const { privateKey, publicKey } = await generateKeyPair();
  await gateway.store.putFacility(facilityOf(FACILITY));
  await gateway.store.putKeys(FACILITY, [publicKey]);
  // What was computed before the facility was there is not shown any more.
  now += 6_000;
  const assertion = await signClientAssertion({
    facility: FACILITY,
    privateKey,
    audience: `${PUBLIC_URL}/auth/token`,
    now: NOON,
    jti: 'one',
  });
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: JWT_BEARER,
    client_assertion: assertion,
  });
  const answer = await ask('/auth/token', 'post', { body });
  expect(answer.status).toBe(200);
  token = (answer.body as { access_token: string }).access_token;
});

afterAll(async () => {
  await gateway.stop();
  await rm(dataDir, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Calls the running gateway and holds the answer against the document: status, media type and shape must be in it. */
async function ask(
  path: string,
  method: string,
  { at = path, ...init }: RequestInit & { at?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${gateway.url}${at}`, { method: method.toUpperCase(), ...init });
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const body: unknown = mediaType.endsWith('json') ? await response.json() : await response.text();
  const pointer = answerSchema(path, method, response.status, mediaType);
  if (pointer === undefined)
    throw new Error(`${method} ${path} ${response.status} ${mediaType} is not in the document`);
  const validate = schemaAt(pointer);
  validate(body);
  expect({ path, errors: validate.errors }).toEqual({ path, errors: null });
  return { status: response.status, headers: response.headers, body };
}

const bearer = (): Record<string, string> => ({ authorization: `Bearer ${token}` });
const hospital = createHospital({ facility: FACILITY, seed: 'contract', clock });
/** Staff are strangers on this machine: what they read has to be there. */
const KNOWN: Readonly<Record<string, string>> = {
  '/fhir/Measure/{id}': 'emr-coverage',
  '/fhir/MeasureReport/{id}': 'emr-coverage-province-20261122',
};
const withoutParameters = Object.entries(API.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ path, method })),
);

describe('answers of the running gateway stand in docs/openapi.yaml', () => {
  it.each(withoutParameters)('$method $path from a stranger', async ({ path, method }) => {
    const at = path
      .replace('{id}', KNOWN[path] ?? v7())
      .replace('{code}', FACILITY)
      .replace('{type}', 'Patient')
      .replace('{file}', path.includes('yearly') ? '2026.json' : '2026-11.json');
    const answer = await ask(path, method, { at, ...(method === 'post' ? { body: '{}' } : {}) });
    expect(answer.status).not.toBe(404);
  });

  it.each(['claimEnvelope', 'fhirBundle'] as const)(
    'a submission by %s: taken, replayed, refused under its key, and its receipt',
    async (way) => {
      const path = way === 'claimEnvelope' ? '/submissions' : '/fhir';
      const sent = hospital[way]();
      const headers = { ...bearer(), 'content-type': sent.contentType, 'idempotency-key': way };
      const taken = await ask(path, 'post', { headers, body: sent.bytes });
      expect(taken.status).toBe(201);
      const replayed = await ask(path, 'post', { headers, body: sent.bytes });
      expect([replayed.status, replayed.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
      expect(replayed.body).toEqual(taken.body);
      expect((await ask(path, 'post', { headers, body: hospital[way]().bytes })).status).toBe(409);

      const at = taken.headers.get('location') ?? '';
      const receipt = await ask('/submissions/{id}', 'get', { at, headers: bearer() });
      expect(receipt.body).toMatchObject({
        facility: FACILITY,
        state: 'accepted',
        records: [{ key: sent.keys[0], state: 'accepted' }],
      });
      const ofEncounter = await ask('/submissions', 'get', {
        at: `/submissions?encounter=${sent.keys[0]}`,
        headers: bearer(),
      });
      expect(ofEncounter.body).toEqual([receipt.body]);
    },
  );

  it.each(['claimEnvelope', 'fhirBundle'] as const)('202 for a sender of %s that prefers it', async (way) => {
    const sent = hospital[way]();
    const headers = { ...bearer(), 'content-type': sent.contentType, prefer: 'respond-async' };
    const path = way === 'claimEnvelope' ? '/submissions' : '/fhir';
    const answer = await ask(path, 'post', { headers, body: sent.bytes });
    expect(answer.status).toBe(202);
    const at = answer.headers.get('content-location') ?? '';
    const receipt = await ask('/submissions/{id}', 'get', { at, headers: bearer() });
    expect(receipt.body).toMatchObject({ state: 'accepted', records: [{ key: sent.keys[0] }] });
  });

  it('a dry run stores nothing', async () => {
    const sent = hospital.claimEnvelope();
    const headers = { ...bearer(), 'content-type': sent.contentType };
    expect(
      (await ask('/submissions', 'post', { at: '/submissions?dryRun=true', headers, body: sent.bytes })).status,
    ).toBe(200);
    const found = await ask('/submissions', 'get', { at: `/submissions?encounter=${sent.keys[0]}`, headers: bearer() });
    expect(found.body).toEqual([]);
  });

  it.each([
    ['unreadable', 400, () => hospital.faulty('cut-off').bytes, 'application/xml'],
    ['another facility', 403, () => hospital.faulty('wrong-facility').bytes, 'application/xml'],
    ['another media type', 415, () => Buffer.from('x'), 'text/plain'],
    ['all refused', 422, () => hospital.faulty('no-record-key').bytes, 'application/xml'],
  ] as const)('%s: %i', async (_name, status, bytes, contentType) => {
    const answer = await ask('/submissions', 'post', {
      headers: { ...bearer(), 'content-type': contentType },
      body: bytes(),
    });
    expect(answer.status).toBe(status);
  });

  it('the rules that hold for a facility, and the report of what would be refused', async () => {
    const own = await ask('/rules', 'get', { headers: bearer() });
    expect(own.body).toMatchObject({ facility: FACILITY, asOf: '2026-11-22', phase: 'enforced' });
    const at = '/rules?facility=99002';
    expect((await ask('/rules', 'get', { at, headers: bearer() })).status).toBe(403);
    expect((await ask('/rules', 'get', { at: '/rules?asOf=tomorrow' })).status).toBe(400);

    const wrong = hospital.faulty('end-before-start');
    const headers = { ...bearer(), 'content-type': wrong.contentType };
    expect((await ask('/submissions', 'post', { headers, body: wrong.bytes })).status).toBe(201);
    const report = await ask('/reports/enforced', 'get', { at: '/reports/enforced?from=2026-11-22&to=2026-11-22' });
    expect(report.body).toMatchObject({
      from: '2026-11-22',
      facilities: [
        { facility: FACILITY, rules: expect.arrayContaining([{ rule: 'LT-B030', action: 'quarantine', records: 1 }]) },
      ],
    });
    expect(JSON.stringify(report.body)).not.toContain(wrong.keys[0]);
    expect((await ask('/reports/enforced', 'get', { headers: bearer() })).status).toBe(403);
    expect((await ask('/reports/enforced', 'get', { at: '/reports/enforced?from=2026-11-23' })).status).toBe(400);
  });

  it('a day list: kept, known again, compared, refused', async () => {
    const headers = { ...bearer(), 'content-type': 'application/json' };
    await acceptRecords(gateway.store, [recordOf({ key: 'listed' })], { facility: FACILITY });
    const body = '{"day":"2026-11-22","records":[{"key":"listed","count":1},{"key":"nowhere"}]}';
    const kept = await ask('/manifests', 'post', { headers, body });
    expect([kept.status, (await ask('/manifests', 'post', { headers, body })).status]).toEqual([201, 200]);
    const at = `${kept.headers.get('location')}?status=differing&status=missing&size=10`;
    const compared = await ask('/manifests/{id}', 'get', { at, headers: bearer() });
    expect(compared.body).toMatchObject({ records: [{ status: 'differing' }, { status: 'missing' }] });
    expect((await ask('/manifests', 'post', { headers, body: '{"day":1}' })).status).toBe(400);
    const missing = await ask('/manifests/{id}', 'get', { at: `/manifests/${v7()}`, headers: bearer() });
    expect(missing.status).toBe(404);
  });

  it('measures, and the reports of a facility for itself', async () => {
    const headers = bearer();
    const measures = await ask('/fhir/Measure', 'get', { headers });
    expect(measures.body).toMatchObject({ resourceType: 'Bundle', total: 13 });
    const at = '/fhir/MeasureReport?measure=Measure/emr-facility&period=ge2026-11-20&period=le2026-11-22&_count=2';
    const page = await ask('/fhir/MeasureReport', 'get', { at, headers });
    const { link, entry } = page.body as {
      link: readonly { relation: string; url: string }[];
      entry: readonly { fullUrl: string }[];
    };
    expect(entry.map(({ fullUrl }) => fullUrl)).toEqual(
      ['22', '21'].map((day) => `${PUBLIC_URL}/fhir/MeasureReport/emr-facility-${FACILITY}-202611${day}`),
    );
    const next = link.find(({ relation }) => relation === 'next')?.url.slice(PUBLIC_URL.length) ?? '';
    expect((await ask('/fhir/MeasureReport', 'get', { at: next, headers })).body).toMatchObject({ entry: [{}] });
    const province = { at: '/fhir/MeasureReport/emr-coverage-province-20261121', headers };
    expect((await ask('/fhir/MeasureReport/{id}', 'get', province)).status).toBe(404);
    const wrong = { at: '/fhir/MeasureReport?period=today', headers };
    expect((await ask('/fhir/MeasureReport', 'get', wrong)).status).toBe(400);
  });

  it('the further indicators, and encounters without a number', async () => {
    const programme = { care: 'outpatient', drugs: true } as const;
    const evidence = evidenceOf({ encounter: 'nameless', identity: false });
    await acceptRecords(gateway.store, [recordOf({ key: 'nameless', programme, evidence })], { facility: FACILITY });
    const month = await ask('/coverage/programmes', 'get');
    type Answer = { readonly from: string; readonly to: string; readonly programmes: readonly ProgrammeFigure[] };
    const { from, to, programmes } = month.body as Answer;
    expect([from, to, programmes.length]).toEqual(['2026-11-01', '2026-11-22', 9]);
    expect(programmes.find(({ id }) => id === 'e-prescription')?.denominator).toBeGreaterThan(0);
    const before = await ask('/coverage/programmes', 'get', { at: '/coverage/programmes?to=2026-10-31' });
    const figures = (before.body as Answer).programmes;
    expect(new Set(figures.map(({ numerator }) => numerator))).toEqual(new Set([null]));
    expect((await ask('/coverage/programmes', 'get', { headers: bearer() })).status).toBe(403);
    for (const period of ['to=2026-11-23', 'from=2026-11-22&to=2026-11-21', 'from=2025-11-21', 'from=x']) {
      expect((await ask('/coverage/programmes', 'get', { at: `/coverage/programmes?${period}` })).status).toBe(400);
    }
    const days = await ask('/coverage/programmes/identity', 'get', { headers: bearer() });
    expect(days.body).toMatchObject({ days: [{ facility: FACILITY, day: '2026-11-22' }] });
    const unidentified = '/coverage/programmes/unidentified';
    const at = `${unidentified}?facility=${FACILITY}&day=2026-11-22`;
    const list = await ask(unidentified, 'get', { at, headers: bearer() });
    expect((list.body as { encounters: readonly string[] }).encounters).toContain('nameless');
    const foreign = `${unidentified}?facility=99002&day=2026-11-22`;
    expect((await ask(unidentified, 'get', { at: foreign, headers: bearer() })).status).toBe(404);
    expect((await ask(unidentified, 'get', { at: unidentified })).status).toBe(400);
  });

  it('reports as files, for staff', async () => {
    const [monthly, yearly] = ['/reports/monthly/{file}', '/reports/yearly/{file}'] as const;
    const draft = await ask(monthly, 'get', { at: '/reports/monthly/2026-11.json' });
    expect(draft.body).toMatchObject({ state: 'draft', asOf: '2026-11-22', revision: null });
    for (const format of ['csv', 'xlsx', 'pdf']) {
      const file = await ask(monthly, 'get', { at: `/reports/monthly/2026-11.${format}?lang=en` });
      expect(file.headers.get('content-disposition')).toBe(
        `attachment; filename="bao-cao-benh-an-dien-tu-2026-11-nhap.${format}"`,
      );
    }
    expect((await ask(yearly, 'get', { at: '/reports/yearly/2026.csv' })).status).toBe(200);
    expect((await ask(yearly, 'get', { at: '/reports/yearly/2025.csv' })).status).toBe(404);
    for (const [at, status] of [
      ['2026-12.json', 404],
      ['2026-11.json?revision=1', 404],
      ['2026-13.json', 400],
      ['2026.json', 400],
      ['2026-11.doc', 400],
      ['2026-11.json?revision=x', 400],
      ['2026-11.json?lang=fr', 400],
    ] as const) {
      expect((await ask(monthly, 'get', { at: `/reports/monthly/${at}` })).status).toBe(status);
    }
    expect((await ask(monthly, 'get', { at: '/reports/monthly/2026-11.json', headers: bearer() })).status).toBe(403);
  });

  it('a day at destinations, for staff', async () => {
    const day = await ask('/reconciliation', 'get', { at: '/reconciliation?day=2026-11-22' });
    expect(day.body).toEqual({ day: '2026-11-22', facility: null, destinations: [] });
    const none = await ask('/reconciliation', 'get', { at: '/reconciliation?day=2026-11-22&destination=moon' });
    expect(none.status).toBe(404);
    expect((await ask('/reconciliation', 'get', { at: '/reconciliation?day=today' })).status).toBe(400);
  });

  it('the code worklist, for staff', async () => {
    const sighting = { form: 'XML3', field: 'MA_KHOA', reason: 'not-in-list', day: null } as const;
    const unmapped = ['K97', '~x x'].map((code, at) => ({ ...sighting, list: 'TEST', code, count: 1_002 - at }));
    await acceptRecords(gateway.store, [recordOf({ key: 'worklist', unmapped })], { facility: FACILITY });
    const page = await ask('/codes/unmapped', 'get', { at: '/codes/unmapped?list=TEST&limit=1' });
    expect(page.body).toMatchObject({ codes: [{ code: 'K97', facility: FACILITY }], next: expect.any(String) });
    const { next } = page.body as { next: string };
    const last = await ask('/codes/unmapped', 'get', { at: `/codes/unmapped?list=TEST&after=${next}` });
    expect(last.body).toMatchObject({ codes: [{ code: '~x x', masked: true }], next: null });
    expect((await ask('/codes/unmapped', 'get', { headers: bearer() })).status).toBe(403);
    expect((await ask('/codes/unmapped', 'get', { at: '/codes/unmapped?limit=0' })).status).toBe(400);
  });

  it.each([
    ['/fhir/$validate', '/fhir/$validate', 200],
    ['/fhir/{type}/$validate', '/fhir/Patient/$validate?mode=create', 200],
    ['/fhir/{type}/$validate', '/fhir/Person2/$validate', 404],
    ['/fhir/$validate', '/fhir/$validate?mode=delete', 400],
  ])('%s at %s: %i', async (path, at, status) => {
    const headers = { ...bearer(), 'content-type': 'application/fhir+json' };
    const body = '{"resourceType": "Patient", "birthDate": "2026-02-30"}';
    const answer = await ask(path, 'post', { at, headers, body });
    expect(answer.status).toBe(status);
    if (status !== 200) return;
    expect(answer.body).toMatchObject({
      issue: [{ severity: 'error', expression: ['Patient.birthDate'], diagnostics: 'line 1, column 42' }],
    });
  });

  it("a facility's own row, and nobody else's", async () => {
    const own = await ask('/coverage/facilities/{code}', 'get', {
      at: `/coverage/facilities/${FACILITY}`,
      headers: bearer(),
    });
    expect(own.body).toMatchObject({ asOf: '2026-11-22', code: FACILITY });
    expect(
      (await ask('/coverage/facilities/{code}', 'get', { at: '/coverage/facilities/99002', headers: bearer() })).status,
    ).toBe(404);
    expect((await ask('/coverage', 'get', { headers: bearer() })).status).toBe(403);
  });
});
