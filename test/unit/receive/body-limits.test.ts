import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, openConnection, ruleIdsOf } from '../../support/http-exchange.ts';
import { type Door, HOSPITAL_A, openDoor, withDoor } from '../../support/public-door.ts';

const LIMITS = { maxBodyBytes: 1_000, maxEnvelopeBytes: 2_000, requestTimeoutMs: 150 };

let door: Door;
beforeAll(async () => {
  door = await openDoor({ limits: LIMITS });
});
afterAll(() => door.close());

type Body = string | Buffer | readonly Buffer[];

async function post(body: Body, headers: Record<string, string | string[]> = {}) {
  const before = door.gateway.received.length;
  const answer = await exchange(`${door.url}/submissions`, {
    method: 'POST',
    headers: { ...HOSPITAL_A, 'Content-Type': 'application/xml', ...headers },
    body,
  });
  return { ...answer, taken: door.gateway.received.length - before };
}

const refusal = ({ status, body, taken }: Awaited<ReturnType<typeof post>>) => [status, ...ruleIdsOf(body), taken];
const zip = { 'Content-Encoding': 'gzip' };
const json = { 'Content-Type': 'application/json' };
const head = (lines: string[]) =>
  ['POST /submissions HTTP/1.1', 'Host: x', 'Authorization: Bearer hospital-a', ...lines, '', ''].join('\r\n');

describe('size', () => {
  it('takes a body of exactly the limit: JSON and XML have their own', async () => {
    expect((await post('x'.repeat(1_000), json)).status).toBe(201);
    expect((await post('x'.repeat(2_000))).status).toBe(201);
    expect((await post(gzipSync('x'.repeat(2_000)), zip)).status).toBe(201);
    expect((await post([Buffer.alloc(1_000, 'x'), Buffer.alloc(1_000, 'x')])).status).toBe(201);
  });

  it('refuses one byte more by Content-Length', async () => {
    expect(refusal(await post('x'.repeat(1_001), json))).toEqual([413, 'LT-R030', 0]);
    const answer = await post('x'.repeat(2_001));
    expect(refusal(answer)).toEqual([413, 'LT-R030', 0]);
    expect(answer.headers.connection).toBe('close');
  });

  it('answers a Content-Length over the limit at once, before any of the body', async () => {
    const connection = await openConnection(door.port);
    connection.send(head(['Content-Type: application/xml', 'Content-Length: 500000000']));
    const answer = await connection.until(/LT-R030/);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\nConnection: close\r\n/);
    connection.destroy();
  });

  it('refuses one byte more in chunks', async () => {
    expect(refusal(await post([Buffer.alloc(2_000, 'x'), Buffer.from('x')]))).toEqual([413, 'LT-R030', 0]);
  });

  it('counts a gzip body after decompression, and stops a bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const headers = { ...HOSPITAL_A, ...zip, 'Content-Type': 'application/xml' };
    await withDoor({ limits: { maxEnvelopeBytes: 1_000_000 } }, async ({ url, gateway }) => {
      const { status, body } = await exchange(`${url}/submissions`, { method: 'POST', headers, body: bomb });
      expect([status, ...ruleIdsOf(body)]).toEqual([413, 'LT-R030']);
      expect(gateway.received).toEqual([]);
    });
    expect(refusal(await post([gzipSync('x'.repeat(2_001))], zip))).toEqual([413, 'LT-R030', 0]);
  });

  it('serves the next request after each refusal', async () => {
    await post('x'.repeat(9_999));
    expect((await post('<a/>')).status).toBe(201);
  });
});

describe('bodies at one time', () => {
  it('are limited together: 503 with Retry-After, and room again afterwards', async () => {
    await withDoor({ limits: { maxBodyBytes: 1_000, maxEnvelopeBytes: 1_000 } }, async ({ url, gateway }) => {
      const gate = Promise.withResolvers<void>();
      const entered = Promise.withResolvers<void>();
      let inside = 0;
      gateway.answerWith(async (_raw, receipt) => {
        inside += 1;
        if (inside === 4) entered.resolve();
        await gate.promise;
        return { kind: 'stored', status: 201, receipt };
      });
      const headers = { ...HOSPITAL_A, 'Content-Type': 'application/xml' };
      const send = (size: number) =>
        exchange(`${url}/submissions`, { method: 'POST', headers, body: 'x'.repeat(size) });
      const four = [send(1_000), send(1_000), send(1_000), send(1_000)];
      await entered.promise;
      const fifth = await send(1);
      gate.resolve();
      expect([fifth.status, ...ruleIdsOf(fifth.body), fifth.headers['retry-after']]).toEqual([503, 'LT-R051', '5']);
      expect((await Promise.all(four)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect((await send(1_000)).status).toBe(201);
    });
  });

  it('have room again after bodies that were refused or broken off', async () => {
    const refused = Array.from({ length: 6 }, () => post([Buffer.alloc(1_500, 'x'), Buffer.alloc(1_500, 'x')]));
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual(Array(6).fill(413));
    const broken = await openConnection(door.port);
    broken.send(`${head(['Content-Type: application/xml', 'Content-Length: 2000'])}${'x'.repeat(1_900)}`);
    broken.destroy();
    const four = Array.from({ length: 4 }, () => post('x'.repeat(2_000)));
    expect((await Promise.all(four)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });
});

describe('what is not a body', () => {
  it.each<[string, Body, Record<string, string>]>([
    ['nothing', '', {}],
    ['no chunk', [], { 'Transfer-Encoding': 'chunked' }],
    ['compressed nothing', gzipSync(''), zip],
  ])('%s', async (_name, body, headers) => {
    expect(refusal(await post(body, headers))).toEqual([400, 'LT-R031', 0]);
  });

  it.each<[string, Buffer]>([
    ['not gzip', Buffer.from('<a/>')],
    ['cut short', gzipSync('<a/>'.repeat(100)).subarray(0, -9)],
    ['damaged', Buffer.concat([gzipSync('<a/>').subarray(0, -8), Buffer.alloc(8)])],
  ])('gzip that is %s', async (_name, body) => {
    expect(refusal(await post(body, zip))).toEqual([400, 'LT-R032', 0]);
  });

  it('a body that stops coming', async () => {
    const connection = await openConnection(door.port);
    connection.send(`${head(['Content-Type: application/xml', 'Content-Length: 100'])}<a>`);
    const answer = await connection.until(/LT-R033/);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*\r\nConnection: close\r\n/);
    connection.destroy();
  });

  it('a body whose sender goes away: nothing is handed on', async () => {
    const before = door.gateway.received.length;
    const connection = await openConnection(door.port);
    connection.send(`${head(['Content-Type: application/xml', 'Content-Length: 100'])}<a>`);
    connection.destroy();
    expect((await post('<a/>')).taken).toBe(1);
    expect(door.gateway.received).toHaveLength(before + 1);
  });
});

describe('media type and coding', () => {
  it.each<[string, Record<string, string>, string]>([
    ['no media type', { 'Content-Type': '' }, 'LT-R020'],
    ['another one', { 'Content-Type': 'text/plain' }, 'LT-R020'],
    ['FHIR as XML', { 'Content-Type': 'application/fhir+xml' }, 'LT-R020'],
    ['half a media type', { 'Content-Type': 'application' }, 'LT-R020'],
    ['two media types', { 'Content-Type': 'application/xml, application/json' }, 'LT-R020'],
    ['a form', { 'Content-Type': 'multipart/form-data; boundary=x' }, 'LT-R020'],
    ['another charset', { 'Content-Type': 'application/xml; charset=windows-1258' }, 'LT-R021'],
    ['UTF-16', { 'Content-Type': 'application/json; charset=utf-16' }, 'LT-R021'],
    ['another coding', { 'Content-Encoding': 'br' }, 'LT-R022'],
    ['two codings', { 'Content-Encoding': 'gzip, gzip' }, 'LT-R022'],
  ])('%s is 415', async (_name, headers, rule) => {
    expect(refusal(await post('<a/>', headers))).toEqual([415, rule, 0]);
  });

  it('says what would be taken', async () => {
    const type = await post('<a/>', { 'Content-Type': 'text/plain' });
    expect(type.headers['accept-post']).toBe('application/xml, text/xml, application/fhir+json, application/json');
    expect((await post('<a/>', { 'Content-Encoding': 'br' })).headers['accept-encoding']).toBe('gzip');
  });

  it('the media type is judged before the length', async () => {
    expect(refusal(await post('x'.repeat(3_000), { 'Content-Type': 'text/plain' }))).toEqual([415, 'LT-R020', 0]);
  });
});

describe('the idempotency key', () => {
  const lastKey = () => door.gateway.received.at(-1)?.raw.idempotencyKey;

  it.each([
    [{ 'Idempotency-Key': 'k'.repeat(255) }, 'k'.repeat(255)],
    [{ 'X-Request-Id': '!~' }, '!~'],
    [{ 'Idempotency-Key': 'mine', 'X-Request-Id': 'of-a-proxy' }, 'mine'],
    [{}, null],
  ])('%j', async (headers, key) => {
    expect((await post('<a/>', headers)).status).toBe(201);
    expect(lastKey()).toBe(key);
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['empty', { 'Idempotency-Key': '' }],
    ['too long', { 'Idempotency-Key': 'k'.repeat(256) }],
    ['with a blank', { 'Idempotency-Key': 'a b' }],
    ['not ASCII', { 'Idempotency-Key': 'é' }],
    ['given twice', { 'Idempotency-Key': ['a', 'a'] }],
    ['given twice under its other name', { 'X-Request-Id': ['a', 'b'] }],
    ['empty, beside a good X-Request-Id', { 'Idempotency-Key': '', 'X-Request-Id': 'a' }],
  ])('%s is 400', async (_name, headers) => {
    expect(refusal(await post('<a/>', headers))).toEqual([400, 'LT-R023', 0]);
  });
});

describe('answers', () => {
  it('never repeat what was sent', async () => {
    const canary = 'canary-Nguyễn-Thị-Ánh';
    const bodies = [`<${canary}/>`.padEnd(3_000, canary), gzipSync(canary).subarray(0, -4)];
    for (const body of bodies) {
      for (const headers of [{}, zip, json, { 'Content-Type': 'text/plain' }]) {
        const answer = await post(body, headers);
        expect(JSON.stringify(answer)).not.toContain('canary');
      }
    }
    expect(door.log.join()).not.toContain('canary');
  });
});
