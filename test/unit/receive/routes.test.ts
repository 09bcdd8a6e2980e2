import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { exchange, openConnection, ruleIdsOf } from '../../support/http-exchange.ts';
import { type Door, HOSPITAL_A, openDoor, withDoor } from '../../support/public-door.ts';

const teapot = express.Router();
teapot.get('/pot', (_request, response) => void response.set('Cache-Control', 'max-age=60').send('tea'));
teapot.get('/spill', () => {
  throw new Error('canary-tea');
});
teapot.get('/drip', (_request, response) => {
  response.write('half');
  throw new Error('canary-tea');
});

let ready = true;
let door: Door;
beforeAll(async () => {
  door = await openDoor({ deps: { ready: async () => ready, mounts: [{ path: '/tea', router: teapot }] } });
});
afterAll(() => door.close());

const call = (method: string, path: string) => exchange(`${door.url}${path}`, { method, headers: HOSPITAL_A });

describe('addresses', () => {
  it.each([
    '/',
    '/fhir/Patient',
    '/fhir/Patient/1/$validate',
    '/fhir/Observation/1/$summary',
    '/Submissions',
    '/submissions/a/b',
    '/metrics',
    '/tea/cup',
  ])('nothing stands at %s', async (path) => {
    const { status, headers, body } = await call('GET', path);
    expect([status, ...ruleIdsOf(body)]).toEqual([404, 'LT-R001']);
    expect(headers['content-type']).toBe('application/fhir+json');
  });

  it.each([
    ['PUT', '/submissions', 'GET, HEAD, POST'],
    ['DELETE', '/submissions/1', 'GET, HEAD'],
    ['GET', '/fhir', 'POST'],
    ['POST', '/fhir/metadata', 'GET, HEAD'],
    ['GET', '/auth/token', 'POST'],
    ['GET', '/fhir/$validate', 'POST'],
    ['GET', '/fhir/Patient/$validate', 'POST'],
    ['POST', '/fhir/Patient/1', 'GET, HEAD'],
    ['POST', '/fhir/Patient/1/$summary', 'GET, HEAD'],
    ['POST', '/livez', 'GET, HEAD'],
    ['OPTIONS', '/submissions', 'GET, HEAD, POST'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const { status, headers, body } = await call(method, path);
    expect([status, headers.allow, ...ruleIdsOf(body)]).toEqual([405, allow, 'LT-R002']);
    expect(body).toContain(`nhận: ${allow}.`);
  });

  it('HEAD answers like GET, without a body', async () => {
    const { status, headers, body } = await call('HEAD', '/fhir/metadata');
    expect([status, body]).toEqual([200, '']);
    expect(Number(headers['content-length'])).toBeGreaterThan(1_000);
  });

  it.each([
    [`/livez?${'x'.repeat(4_089)}`, 200, undefined],
    [`/livez?${'x'.repeat(4_090)}`, 414, 'LT-R003'],
    [`/livez?${Array(100).fill('a=1').join('&')}`, 200, undefined],
    [`/livez?${Array(101).fill('a=1').join('&')}`, 400, 'LT-R004'],
    ['/submissions/%E0%A4%A', 400, 'LT-R006'],
  ])('has limits: %s', async (path, wanted, rule) => {
    const { status, body } = await call('GET', path);
    expect(status).toBe(wanted);
    if (rule !== undefined) expect(ruleIdsOf(body)).toEqual([rule]);
  });
});

describe('what never becomes a request', () => {
  const send = async (content: string) => {
    const connection = await openConnection(door.port);
    connection.send(content);
    return connection.untilClosed();
  };

  it.each([
    ['headers over 16 KiB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431, 'LT-R041'],
    ['no HTTP', 'HELO mail\r\n\r\n', 400, 'LT-R040'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'LT-R040'],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      ...([400, 'LT-R040'] as const),
    ],
  ])('%s', async (_name, content, status, rule) => {
    const answer = await send(content);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(`HTTP/1.1 ${status} `);
    expect(head).toMatch('Content-Type: application/fhir+json');
    expect(ruleIdsOf(body)).toEqual([rule]);
  });

  it('headers that do not come in time', async () => {
    await withDoor({ limits: { headersTimeoutMs: 100 } }, async ({ port }) => {
      const connection = await openConnection(port);
      connection.send('GET /livez HTTP/1.1\r\nHost:');
      const answer = await connection.untilClosed();
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain('LT-R033');
    });
  });

  it('a body that turns out not to be HTTP, after the answer: no second answer', async () => {
    const connection = await openConnection(door.port);
    connection.send('POST /submissions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    await connection.until(/LT-A001/);
    connection.send('not a chunk\r\n');
    expect((await connection.untilClosed()).match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});

describe('every answer', () => {
  it.each(['/livez', '/fhir/metadata', '/nothing', '/submissions'])(
    'of %s carries the security headers',
    async (path) => {
      const { headers } = await call('GET', path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'strict-transport-security': 'max-age=31536000',
      });
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );

  it('promises no transport security over plain http', async () => {
    await withDoor({ deps: { publicUrl: 'http://127.0.0.1:8080' } }, async ({ url }) => {
      expect((await exchange(`${url}/livez`)).headers['strict-transport-security']).toBeUndefined();
    });
  });
});

describe('readiness', () => {
  it('is 503 with Retry-After while the gateway cannot take records', async () => {
    ready = false;
    const { status, headers, body } = await call('GET', '/readyz');
    ready = true;
    expect([status, headers['retry-after'], ...ruleIdsOf(body)]).toEqual([503, '5', 'LT-R052']);
    expect((await call('GET', '/readyz')).status).toBe(200);
  });
});

describe('a mounted router', () => {
  it('answers in its own way', async () => {
    const { status, headers, body } = await call('GET', '/tea/pot');
    expect([status, headers['cache-control'], body]).toEqual([200, 'max-age=60', 'tea']);
  });

  it('that throws is answered 503, with one log line without the words thrown', async () => {
    const { status, body } = await call('GET', '/tea/spill');
    expect([status, ...ruleIdsOf(body)]).toEqual([503, 'LT-R050']);
    expect(JSON.parse(door.log.at(-1) ?? '')).toMatchObject({ route: '/tea', err: { type: 'Error' } });
    expect(body + door.log.join()).not.toContain('canary');
  });

  it('that throws in the middle of its answer is cut off', async () => {
    await expect(call('GET', '/tea/drip')).rejects.toThrow();
  });
});

describe('requests are measured', () => {
  it('by route pattern, method and status', async () => {
    let body = '';
    await withDoor({ deps: { mounts: [{ path: '/tea', router: teapot }] } }, async ({ url, close, metrics }) => {
      for (const path of ['/submissions/1', '/submissions/2', '/nothing-1', '/nothing-2', '/tea/pot', '/tea/none']) {
        await exchange(`${url}${path}`, { headers: HOSPITAL_A });
      }
      await exchange(`${url}/livez?${'x'.repeat(5_000)}`);
      await close();
      ({ body } = await metrics.render());
    });
    expect(body.match(/^lienthong_http_request_duration_seconds_count.*$/gm)).toEqual([
      'lienthong_http_request_duration_seconds_count{route="/submissions/:id",method="GET",status="404"} 2',
      'lienthong_http_request_duration_seconds_count{route="unmatched",method="GET",status="404"} 3',
      'lienthong_http_request_duration_seconds_count{route="/tea",method="GET",status="200"} 1',
      'lienthong_http_request_duration_seconds_count{route="unmatched",method="GET",status="414"} 1',
    ]);
    expect(body).toContain('lienthong_stage_duration_seconds_count{stage="authenticate",outcome="ok"} 2');
  });
});
