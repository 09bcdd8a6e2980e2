import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, openConnection, ruleIdsOf } from '../../support/http-exchange.ts';
import { RECORD_KEY } from '../../support/in-memory-gateway.ts';
import { type Door, HOSPITAL_A, HOSPITAL_B, openDoor, PUBLIC_URL, withDoor } from '../../support/public-door.ts';

const XML = { 'Content-Type': 'application/xml' };

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const call = (method: string, path: string, authorization?: string) =>
  exchange(`${door.url}${path}`, {
    method,
    headers: { ...XML, ...(authorization === undefined ? {} : { authorization }) },
    ...(method === 'POST' ? { body: '<a/>' } : {}),
  });

/** `POST` and `GET` of the contract's table "Who may call what" that belong to facilities. */
const FACILITY_CALLS = [
  ['POST', '/submissions'],
  ['POST', '/fhir'],
  ['GET', '/submissions?encounter=x'],
  ['GET', '/submissions/0198f000-0000-7000-8000-000000000000'],
  ['GET', '/fhir/Patient/99001-p1'],
  ['GET', '/fhir/Patient/99001-p1/$summary'],
] as const;

describe('who may call what', () => {
  it.each(['/livez', '/readyz', '/.well-known/smart-configuration', '/fhir/metadata'])('anybody: %s', async (path) => {
    expect((await call('GET', path)).status).toBe(200);
  });

  it.each(FACILITY_CALLS)('nobody without a token: %s %s', async (method, path) => {
    for (const authorization of [undefined, 'Bearer forged', 'Basic hospital-a']) {
      const { status, headers, body } = await call(method, path, authorization);
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(headers['content-type']).toBe('application/fhir+json');
      expect(ruleIdsOf(body)).toHaveLength(1);
    }
  });

  it.each(FACILITY_CALLS)('no warehouse and no staff: %s %s', async (method, path) => {
    for (const authorization of ['Bearer warehouse', 'Bearer staff']) {
      const { status, body } = await call(method, path, authorization);
      expect([status, ...ruleIdsOf(body)]).toEqual([403, 'LT-R010']);
    }
  });

  it.each(FACILITY_CALLS)('no facility without the scope: %s %s', async (method, path) => {
    const { status, headers, body } = await call(method, path, method === 'POST' ? 'Bearer reader' : 'Bearer writer');
    expect([status, ...ruleIdsOf(body)]).toEqual([403, 'LT-R011']);
    expect(headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('a facility with the scope', async () => {
    expect((await call('POST', '/submissions', 'Bearer writer')).status).toBe(201);
    expect((await call('GET', `/submissions?encounter=${RECORD_KEY}`, 'Bearer reader')).status).toBe(200);
    expect((await call('GET', '/fhir/Patient/99001-p1', 'Bearer reader')).status).toBe(200);
  });

  it('a facility that may read patients: patients and their summaries, and nothing else', async () => {
    const status = async (path: string) => (await call('GET', path, 'Bearer patients')).status;
    expect(await status('/fhir/Patient/99001-p1')).toBe(200);
    expect(await status('/fhir/Patient/99001-p1/$summary')).toBe(200);
    expect(await status('/fhir/Observation/99001-o1')).toBe(403);
    expect(await status('/submissions?encounter=x')).toBe(403);
    expect((await call('POST', '/fhir', 'Bearer patients')).status).toBe(403);
  });

  it('503 when authentication loses its infrastructure', async () => {
    const authenticate = () => Promise.reject(new Error('store down'));
    await withDoor({ deps: { authenticate } }, async ({ url, gateway }) => {
      const { status, body } = await exchange(`${url}/submissions`, { method: 'POST', headers: XML, body: 'x' });
      expect([status, ...ruleIdsOf(body)]).toEqual([503, 'LT-R050']);
      expect(gateway.received).toEqual([]);
    });
  });
});

describe('authentication is decided before a body byte', () => {
  const head = (lines: string[]) => ['POST /submissions HTTP/1.1', 'Host: x', ...lines, '', ''].join('\r\n');

  it('is sent: 401 while the announced body never comes', async () => {
    const connection = await openConnection(door.port);
    connection.send(head(['Content-Type: application/xml', 'Content-Length: 40000000']));
    const answer = await connection.until(/LT-A001/);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
    connection.destroy();
  });

  it('is asked for: 401 and no 100 Continue', async () => {
    const connection = await openConnection(door.port);
    connection.send(head(['Expect: 100-continue', 'Content-Type: application/xml', 'Content-Length: 4']));
    const answer = await connection.until(/LT-A001/);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).not.toContain('100 Continue');
    connection.destroy();
  });

  it('is refused for its media type or length: no 100 Continue either', async () => {
    for (const line of ['Content-Type: text/plain', 'Content-Type: application/xml\r\nContent-Length: 99999999']) {
      const connection = await openConnection(door.port);
      connection.send(head(['Authorization: Bearer hospital-a', 'Expect: 100-continue', line]));
      expect(await connection.until(/LT-R0/)).toMatch(/^HTTP\/1\.1 41[35] /);
      connection.destroy();
    }
  });

  it('and a sender with a token is told to continue', async () => {
    const connection = await openConnection(door.port);
    const lines = ['Expect: 100-continue', 'Content-Type: application/xml', 'Content-Length: 4', 'Connection: close'];
    connection.send(head(['Authorization: Bearer hospital-a', ...lines]));
    await connection.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    connection.send('<a/>');
    expect(await connection.untilClosed()).toMatch(/\r\nHTTP\/1\.1 201 /);
  });

  it('a sender that pushes a large body before it reads anything still reads its 401', async () => {
    const connection = await openConnection(door.port);
    const body = Buffer.alloc(20_000_000, 'x');
    await connection.push(Buffer.concat([Buffer.from(head(['Content-Length: 20000000'])), body]));
    expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('receipts', () => {
  it('are read by their own facility alone', async () => {
    const { headers } = await exchange(`${door.url}/submissions`, {
      method: 'POST',
      headers: { ...XML, ...HOSPITAL_A },
      body: '<b/>',
    });
    const address = `${door.url}${headers.location}`;
    const own = await exchange(address, { headers: HOSPITAL_A });
    expect(own.status).toBe(200);
    expect(JSON.parse(own.body).id).toBe(headers['submission-id']);
    const foreign = await exchange(address, { headers: HOSPITAL_B });
    const none = await exchange(`${address.slice(0, -4)}0000`, { headers: HOSPITAL_B });
    expect(foreign.status).toBe(404);
    expect(foreign.body).toBe(none.body);
  });

  it('of an encounter come newest first, of this facility only', async () => {
    const path = `${door.url}/submissions?encounter=${RECORD_KEY}`;
    const own = JSON.parse((await exchange(path, { headers: HOSPITAL_A })).body);
    expect(own.length).toBeGreaterThan(1);
    expect(own.map(({ id }: { id: string }) => id)).toEqual(
      own
        .map(({ id }: { id: string }) => id)
        .toSorted()
        .reverse(),
    );
    expect(JSON.parse((await exchange(path, { headers: HOSPITAL_B })).body)).toEqual([]);
  });

  it.each([
    '',
    '?encounter=',
    '?encounter=a&encounter=b',
    '?encounter=a&x=1',
    '?id=1',
    `?encounter=${'k'.repeat(256)}`,
  ])('are not guessed at: /submissions%s', async (query) => {
    const { status, body } = await call('GET', `/submissions${query}`, 'Bearer hospital-a');
    expect([status, ...ruleIdsOf(body)]).toEqual([400, 'LT-R005']);
  });

  it.each(['/submissions/abc', '/submissions/..%2F..%2Fetc', '/submissions/%00', "/submissions/'%20OR%201=1"])(
    'are not found at %s',
    async (path) => {
      const { status, body } = await call('GET', path, 'Bearer hospital-a');
      expect([status, ...ruleIdsOf(body)]).toEqual([404, 'LT-R012']);
    },
  );
});

describe('the token endpoint', () => {
  it('is handed on as it is', async () => {
    const { status, body } = await call('POST', '/auth/token');
    expect([status, body]).toEqual([200, '{"token_type":"bearer"}']);
  });

  it('is announced where clients look', async () => {
    const [root, base] = await Promise.all([
      call('GET', '/.well-known/smart-configuration'),
      call('GET', '/fhir/.well-known/smart-configuration'),
    ]);
    expect(base.body).toBe(root.body);
    expect(JSON.parse(root.body)).toMatchObject({
      token_endpoint: `${PUBLIC_URL}/auth/token`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    });
  });
});
