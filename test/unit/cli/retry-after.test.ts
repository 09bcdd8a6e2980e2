import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { createExchange } from '../../../src/cli/gateway-exchange.ts';

/** The waits themselves, with a clock that is told, against a real server. */
describe('createExchange', () => {
  const now = Date.UTC(2026, 10, 22, 1);
  const agent = new Agent();
  const answers: { readonly status: number; readonly retryAfter?: string }[] = [];
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    const { status, retryAfter } = answers.shift() ?? { status: 200 };
    if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
    response.writeHead(status).end('{"done":true}');
  });
  let origin = '';
  const waits: number[] = [];
  const io = { clock: () => now, stderr: { write: () => true }, sleep: async (ms: number) => void waits.push(ms) };

  beforeEach(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    waits.length = 0;
    paths.length = 0;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const get = async () => ({ method: 'GET', path: '/x' }) as const;

  it.each([
    ['seconds', '7', 7_000],
    ['a date', 'Sun, 22 Nov 2026 01:00:30 GMT', 30_000],
    ['a date gone by', 'Sun, 22 Nov 2026 00:00:00 GMT', 0],
    ['more than an hour', '86400', 3_600_000],
    ['words', 'soon', 1_000],
  ])('waits as Retry-After tells in %s', async (_, retryAfter, waitMs) => {
    answers.push({ status: 503, retryAfter });
    expect(await createExchange(agent, origin, io)(get)).toMatchObject({ status: 200, body: { done: true } });
    expect(waits).toEqual([waitMs]);
  });

  it('waits twice as long each time otherwise, and fails after six tries', async () => {
    answers.push(...Array.from({ length: 6 }, () => ({ status: 502 })));
    await expect(createExchange(agent, origin, io)(get)).rejects.toThrow(`no answer from ${origin}: HTTP 502`);
    expect(paths).toHaveLength(6);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it('decides at once on every other answer', async () => {
    for (const status of [200, 400, 401, 403, 409, 413, 422, 500]) {
      answers.push({ status });
      expect((await createExchange(agent, origin, io)(get)).status).toBe(status);
    }
    expect(waits).toEqual([]);
  });

  it('keeps the path of an address below a prefix', async () => {
    await createExchange(agent, `${origin}/lien-thong`, io)(get);
    expect(paths).toEqual(['/lien-thong/x']);
  });

  it('says that a gateway cannot be reached', async () => {
    const { port } = new URL(origin);
    server.close();
    await once(server, 'close');
    const exchange = createExchange(new Agent(), origin, io);
    await expect(exchange(get)).rejects.toThrow(`no answer from ${origin}: connect ECONNREFUSED 127.0.0.1:${port}`);
    expect(waits).toHaveLength(5);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
});
