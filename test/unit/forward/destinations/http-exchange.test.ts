import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createHttpExchange,
  type HttpExchange,
  type HttpExchangeOptions,
  isAnswer,
} from '../../../../src/forward/destinations/http-exchange.ts';
import { closeLocalServers, serveLocally, serveSockets } from '../../../support/local-server.ts';

const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const exchanges: HttpExchange[] = [];

afterEach(async () => {
  await Promise.all(exchanges.splice(0).map((exchange) => exchange.close()));
  await closeLocalServers();
});

function exchangeWith(url: string, given: Partial<HttpExchangeOptions> = {}): HttpExchange {
  const exchange = createHttpExchange({
    url,
    connections: 2,
    timeoutMs: 5_000,
    reuse: true,
    clock: () => NOW,
    ...given,
  });
  exchanges.push(exchange);
  return exchange;
}

interface Seen extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string;
}

async function echo(seen: Seen[]): Promise<string> {
  return serveLocally(async (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method: method ?? '', url: url ?? '', headers, body: await text(request) });
    response.writeHead(200, { 'x-one': '1' }).end('vâng');
  });
}

describe('an HTTP exchange', () => {
  it('speaks to several paths of one origin, with and without a body', async () => {
    const seen: Seen[] = [];
    const exchange = exchangeWith(`${await echo(seen)}/kho/?v=4`);
    await exchange.request({ method: 'POST', body: 'a' });
    await exchange.request({ method: 'GET', path: '/api/hoi?a=1' });
    const headers = { 'content-type': 'application/xml' };
    const answer = await exchange.request({ method: 'POST', path: '/api/gui', headers, body: Buffer.from('<à/>') });
    expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/kho/?v=4', 'a'],
      ['GET', '/kho/api/hoi?a=1', ''],
      ['POST', '/kho/api/gui', '<à/>'],
    ]);
    expect(seen[2]?.headers).toMatchObject({ 'content-type': 'application/xml', 'content-length': '5' });
    expect(answer).toMatchObject({ status: 200, body: 'vâng', retryAfterMs: undefined, headers: { 'x-one': '1' } });
    expect(new URL(exchange.base).pathname).toBe('/kho');
  });

  it('follows no redirect and reads a Retry-After', async () => {
    let requests = 0;
    const url = await serveLocally((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: '/moved', 'retry-after': '7' }).end();
    });
    const answer = await exchangeWith(url).request({ method: 'POST', body: 'x' });
    expect(answer).toMatchObject({ status: 307, retryAfterMs: 7_000 });
    expect(requests).toBe(1);
  });

  it.each([
    [true, 1],
    [false, 3],
  ])('with reuse %s serves three requests over %d connections', async (reuse, connections) => {
    const ports = new Set<number | undefined>();
    const url = await serveLocally((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const exchange = exchangeWith(url, { reuse, connections: 1 });
    for (let n = 0; n < 3; n += 1) await exchange.request({ method: 'POST', body: 'x' });
    expect(ports.size).toBe(connections);
  });

  it('takes a status for what it says when its body breaks off, but not a 2xx', async () => {
    const url = await serveLocally((request, response) => {
      response.writeHead(Number(request.url?.slice(1)), { 'content-length': '100' }).write('half');
      setImmediate(() => request.socket.destroy());
    });
    const exchange = exchangeWith(url);
    expect(await exchange.request({ method: 'GET', path: '/503' })).toMatchObject({ status: 503, body: null });
    expect(await exchange.request({ method: 'GET', path: '/200' })).toEqual({ kind: 'unknown', reason: 'reset' });
    expect(await exchange.request({ method: 'GET', path: '/201' })).toEqual({ kind: 'unknown', reason: 'reset' });
  });

  it('ends with its time, and with the time that it is given', async () => {
    const url = await serveLocally(() => undefined);
    const timeout = { kind: 'unknown', reason: 'timeout' };
    expect(await exchangeWith(url, { timeoutMs: 40 }).request({ method: 'GET' })).toEqual(timeout);
    expect(await exchangeWith(url).request({ method: 'GET' }, AbortSignal.timeout(40))).toEqual(timeout);
    expect(await exchangeWith(url, { headersTimeoutMs: 40 }).request({ method: 'GET' })).toEqual(timeout);
  });

  it('knows what was never sent', async () => {
    let requests = 0;
    const url = await serveLocally((_request, response) => {
      requests += 1;
      response.end();
    });
    const exchange = exchangeWith(url);
    const over = AbortSignal.abort(new DOMException('over', 'TimeoutError'));
    expect(await exchange.request({ method: 'POST' }, over)).toEqual({ kind: 'transient', reason: 'timeout' });
    await exchange.close();
    expect(await exchange.request({ method: 'POST' })).toEqual({ kind: 'transient', reason: 'stopped' });
    const closing = await serveSockets((socket) => socket.destroy());
    const secure = exchangeWith(`https://127.0.0.1:${closing}`);
    expect(await secure.request({ method: 'POST' })).toEqual({ kind: 'transient', reason: 'connect-broken' });
    const resetting = await serveSockets((socket) => socket.on('data', () => socket.resetAndDestroy()));
    const reset = exchangeWith(`https://127.0.0.1:${resetting}`);
    expect(await reset.request({ method: 'POST' })).toEqual({ kind: 'transient', reason: 'connect-broken' });
    expect(requests).toBe(0);
  });

  it('does not know what became of a request whose connection breaks', async () => {
    const port = await serveSockets((socket) => socket.on('data', () => socket.destroy()));
    const exchange = exchangeWith(`http://127.0.0.1:${port}`, { reuse: false });
    expect(await exchange.request({ method: 'POST', body: 'x' })).toEqual({ kind: 'unknown', reason: 'reset' });
  });

  it.each([
    [1_048_576, {}, 200, 'a body of 1048576'],
    [1_048_577, {}, 200, 'answer-too-large'],
    [1_048_577, { maxAnswerBytes: 2_000_000 }, 200, 'a body of 1048577'],
    [101, { maxAnswerBytes: 100 }, 200, 'answer-too-large'],
    [101, { maxAnswerBytes: 100 }, 503, 'a status without a body'],
  ])('reads so much of an answer and no more: %i bytes with %j under %i is %s', async (length, bound, status, what) => {
    let cut: Promise<unknown> = Promise.resolve();
    const url = await serveLocally((request, response) => {
      cut = new Promise((resolve) => request.socket.once('close', resolve));
      response.writeHead(status).write(Buffer.alloc(length, 'a'));
      if (what.startsWith('a body')) response.end();
    });
    const answer = await exchangeWith(url).request({ method: 'GET', ...bound });
    if (!isAnswer(answer)) {
      expect(answer).toEqual({ kind: 'unknown', reason: what });
      await cut;
    } else expect(answer.body === null ? 'a status without a body' : `a body of ${answer.body.length}`).toBe(what);
  });

  it('follows no redirect and asks for no compressed answer', async () => {
    const seen: Seen[] = [];
    const elsewhere = await echo(seen);
    const url = await serveLocally((request, response) => {
      expect(request.headers['accept-encoding']).toBeUndefined();
      response.writeHead(307, { location: `${elsewhere}/di` }).end();
    });
    const headers = { authorization: 'Bearer secret' };
    expect(await exchangeWith(url).request({ method: 'POST', headers, body: 'x' })).toMatchObject({ status: 307 });
    expect(seen).toEqual([]);
  });

  it('tells answers from failures', async () => {
    expect(isAnswer({ kind: 'unknown', reason: 'timeout' })).toBe(false);
    expect(isAnswer({ status: 500, headers: {}, body: '', retryAfterMs: undefined })).toBe(true);
  });

  it('refuses an address that is none', () => {
    expect(() => exchangeWith('kho')).toThrow('Invalid URL');
  });
});
