import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { digestRecord } from '../../../../src/simulate/receivers/digest.ts';
import { type Receiver, type ReceiverOptions, startReceiver } from '../../../../src/simulate/receivers/receiver.ts';
import { careRecord } from '../../../support/care-record.ts';

const NOW = Date.UTC(2026, 10, 22, 1, 0, 0);
let receiver: Receiver;

async function start(options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
  receiver = await startReceiver({ name: 'province', port: 0, clock: () => NOW, ...options });
  return receiver;
}

beforeEach(() => start());
afterEach(() => receiver.close());

function put(resource: Resource) {
  return { resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } };
}

const remove = (url: string) => ({ request: { method: 'DELETE', url } });

function transaction(...entry: readonly unknown[]) {
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

async function post(body: unknown, key?: string, url = receiver.url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Bundle };
}

const RECORD = careRecord('P1', 'LK1');
const [OBSERVATION, ENCOUNTER, PATIENT] = RECORD as [Resource, Resource, Resource];

/** Refers to nothing and is no one else's. */
const OWN = { resourceType: 'Basic', id: 'b1', code: { text: 'a' } } as Resource;

describe('simulated receiver: transactions', () => {
  it('applies a transaction and answers entry by entry', async () => {
    const { status, body } = await post(transaction(...RECORD.map(put)), 'k1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'transaction-response', id: 'province-00000001' });
    expect(body.entry?.[1]?.response).toEqual({
      status: '201 Created',
      location: 'Encounter/99001-LK1/_history/1',
      etag: 'W/"1"',
      lastModified: '2026-11-22T01:00:00.000Z',
    });
    const read = await fetch(`${receiver.url}/Encounter/99001-LK1`);
    expect(await read.json()).toEqual({ ...ENCOUNTER, meta: { versionId: '1' } });
  });

  it('also takes it at the root, and gives the nation its own form of receipt', async () => {
    await receiver.close();
    await start({ name: 'nation' });
    const { headers, body } = await post(transaction(put(PATIENT)), 'k1', receiver.url.replace('/fhir', '/'));
    expect(headers.get('x-receipt-id')).toBe('VN/00000001');
    expect(body).not.toHaveProperty('id');
  });

  it('makes a new version of what changed only, and deletes', async () => {
    await post(transaction(...RECORD.map(put)), 'k1');
    const [changed] = careRecord('P1', 'LK1', 2) as [Resource];
    const { body } = await post(transaction(put(changed), put(ENCOUNTER), put(PATIENT)), 'k2');
    expect(body.entry?.map(({ response }) => response?.location)).toEqual([
      'Observation/99001-LK1-obs/_history/2',
      'Encounter/99001-LK1/_history/1',
      'Patient/99001-P1/_history/1',
    ]);
    await post(transaction(remove('Observation/99001-LK1-obs'), remove('Claim/never-there')), 'k3');
    expect((await fetch(`${receiver.url}/Observation/99001-LK1-obs`)).status).toBe(404);
    const again = await post(transaction(put(changed)), 'k4');
    expect(again.body.entry?.[0]?.response?.location).toBe('Observation/99001-LK1-obs/_history/4');
    expect(receiver.effects().map((effect) => effect.changed)).toEqual([2, 1, 1, 1]);
  });

  it('does not count what a server sets itself as a change', async () => {
    await post(transaction(put({ ...OWN, meta: { source: 'urn:x' } } as Resource)), 'k1');
    const meta = { source: 'urn:x', versionId: '9', lastUpdated: '2026-01-01T00:00:00Z' };
    await post(transaction(put({ ...OWN, meta } as Resource)), 'k2');
    expect(receiver.effects().map(({ changed }) => changed)).toEqual([1, 0]);
  });

  it('logs effects by key, order and content', async () => {
    await post(transaction(...RECORD.map(put)), 'k1');
    await post(transaction(put(PATIENT)));
    const shared = { at: NOW };
    expect(receiver.effects()).toEqual([
      {
        ...shared,
        key: 'k1',
        order: 1,
        digest: digestRecord(RECORD.toReversed()),
        resources: [
          'Observation/99001-LK1-obs/_history/1',
          'Encounter/99001-LK1/_history/1',
          'Patient/99001-P1/_history/1',
        ],
        changed: 2,
      },
      {
        ...shared,
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        order: 2,
        digest: digestRecord([PATIENT]),
        resources: ['Patient/99001-P1/_history/1'],
        changed: 0,
      },
    ]);
    const overHttp = await fetch(receiver.url.replace('/fhir', '/_effects'));
    expect(await overHttp.json()).toEqual({ effects: receiver.effects(), stats: receiver.stats() });
  });
});

describe('simulated receiver: Idempotency-Key', () => {
  it('answers the same bytes the same and applies them once', async () => {
    const first = await post(transaction(put(OWN)), 'k1');
    const second = await post(transaction(put(OWN)), 'k1');
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(receiver.effects()).toHaveLength(1);
    expect(receiver.stats()).toMatchObject({ requests: 2, committed: 1, replayed: 1 });
  });

  it('refuses other bytes under the same key', async () => {
    await post(transaction(put(OWN)), 'k1');
    expect((await post(transaction(put({ ...OWN, code: { text: 'b' } } as Resource)), 'k1')).status).toBe(409);
    expect(receiver.effects()).toHaveLength(1);
  });

  it('can be without memory for keys: then the PUT by id alone keeps a repeat from doing harm', async () => {
    await receiver.close();
    await start({ keyBlind: true });
    await post(transaction(put(OWN)), 'k1');
    await post(transaction(put(OWN)), 'k1');
    expect(receiver.effects().map(({ changed }) => changed)).toEqual([1, 0]);
  });
});

describe('simulated receiver: what it refuses', () => {
  const unknownType = { resourceType: 'Hospital', id: 'h1' };
  const cases: [string, unknown, number, string][] = [
    ['what is not JSON', '{', 400, 'invalid'],
    ['JSON null', 'null', 400, 'invalid'],
    ['a batch', { ...transaction(put(PATIENT)), type: 'batch' }, 400, 'invalid'],
    ['a POST entry', transaction({ resource: PATIENT, request: { method: 'POST', url: 'Patient' } }), 400, 'invalid'],
    [
      'a POST entry with an id',
      transaction({ resource: PATIENT, request: { method: 'POST', url: 'Patient/1' } }),
      400,
      'invalid',
    ],
    ['an entry without request', transaction({ resource: PATIENT }), 400, 'invalid'],
    [
      'an id that is not the URL’s',
      transaction({ ...put(PATIENT), request: { method: 'PUT', url: 'Patient/x' } }),
      400,
      'invalid',
    ],
    ['a PUT without resource', transaction({ request: { method: 'PUT', url: 'Patient/x' } }), 400, 'invalid'],
    ['an unknown type', transaction(put(unknownType as unknown as Resource)), 400, 'invalid'],
    ['a resource twice', transaction(put(PATIENT), put(PATIENT)), 400, 'duplicate'],
    ['a reference to nothing', transaction(put(PATIENT), put(OBSERVATION)), 422, 'not-found'],
  ];

  it.each(cases)('refuses %s', async (_what, body, status, code) => {
    const answer = await post(body, 'k1');
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
    expect(receiver.effects()).toEqual([]);
    expect(receiver.stats()).toMatchObject({ rejected: 1, resources: 0 });
  });

  it('refuses a reference to what the same transaction deletes, and takes one to what it has', async () => {
    await post(transaction(put(PATIENT)), 'k1');
    expect((await post(transaction(put(ENCOUNTER), remove('Patient/99001-P1')), 'k2')).status).toBe(422);
    expect((await post(transaction(put(ENCOUNTER)), 'k3')).status).toBe(200);
  });

  it('leaves contained and absolute references alone', async () => {
    const coverage = {
      resourceType: 'Coverage',
      id: 'c1',
      status: 'active',
      contained: [{ resourceType: 'Organization', id: 'o' }],
      beneficiary: { reference: 'https://other.example/fhir/Patient/1' },
      payor: [{ reference: '#o' }],
    } as Resource;
    expect((await post(transaction(put(coverage)), 'k1')).status).toBe(200);
  });

  it('applies its own rules, all or nothing', async () => {
    await receiver.close();
    await start({ validate: ({ id }) => (id === '99001-LK1' ? ['period is required here'] : []) });
    const { status, body } = await post(transaction(...RECORD.map(put)), 'k1');
    expect(status).toBe(422);
    expect(body).toMatchObject({
      issue: [{ code: 'business-rule', diagnostics: 'Bundle.entry[1]: period is required here' }],
    });
    expect(receiver.stats()).toMatchObject({ resources: 0, committed: 0 });
  });

  it('refuses another media type', async () => {
    const response = await fetch(receiver.url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(response.status).toBe(415);
  });
});

describe('simulated receiver: its file of effects', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lt-receiver-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('brings effects, versions and keys back after a restart, without the line that a kill cut short', async () => {
    const effectsFile = join(directory, 'effects.ndjson');
    await receiver.close();
    await start({ effectsFile });
    const first = await post(transaction(...RECORD.map(put)), 'k1');
    await post(transaction(put({ ...PATIENT, gender: 'male' } as Resource), remove('Observation/99001-LK1-obs')), 'k2');
    const before = receiver.effects();
    await receiver.close();
    const whole = await readFile(effectsFile);
    await appendFile(effectsFile, whole.subarray(0, 100));

    await start({ effectsFile });
    expect(receiver.effects()).toEqual(before);
    expect(receiver.stats()).toMatchObject({ resources: 2 });
    expect(await readFile(effectsFile)).toEqual(whole);
    const repeated = await post(transaction(...RECORD.map(put)), 'k1');
    expect(repeated.body).toEqual(first.body);
    expect(receiver.effects()).toHaveLength(2);
    await post(transaction(put(PATIENT)), 'k3');
    expect(receiver.effects()[2]).toMatchObject({ order: 3, resources: ['Patient/99001-P1/_history/3'] });
  });

  it('begins anew when the only line was cut short', async () => {
    const effectsFile = join(directory, 'effects.ndjson');
    await writeFile(effectsFile, '{"key":"k1"');
    await receiver.close();
    await start({ effectsFile });
    expect(receiver.effects()).toEqual([]);
    await post(transaction(put(PATIENT)), 'k1');
    expect(receiver.effects()).toHaveLength(1);
  });
});
