import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHttpExchange, isAnswer } from '../../../src/forward/destinations/http-exchange.ts';
import type { Account } from '../../../src/reconcile/account.ts';
import { createHttpAccount } from '../../../src/reconcile/ask-destination.ts';

const ROOT = 'ab'.repeat(32);
const EMPTY = { prefix: '', count: 0, root: ROOT, leaves: [] };

let server: Server | undefined;
let account: Account | undefined;
afterEach(async () => {
  await account?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A destination that answers by order. */
async function serve(listener: RequestListener): Promise<Account> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(started.address() as AddressInfo).port}/account`;
  const exchange = createHttpExchange({ url, connections: 4, timeoutMs: 5_000, reuse: true, clock: () => 0 });
  account = createHttpAccount({
    close: () => exchange.close(),
    async get(path) {
      const answer = await exchange.request({ method: 'GET', path });
      return isAnswer(answer) ? { status: answer.status, body: answer.body } : { reason: answer.reason };
    },
  });
  return account;
}

const SCOPE = { day: '2026-11-22', facility: null };

describe('asking a destination', () => {
  it('asks by day, prefix and facility', async () => {
    const asked: (string | undefined)[] = [];
    const { ask } = await serve((request, response) => {
      asked.push(request.url);
      const prefix = URL.parse(`http://a${request.url}`)?.searchParams.get('prefix');
      response.end(JSON.stringify({ ...EMPTY, prefix }));
    });
    expect(await ask(SCOPE, '')).toEqual(EMPTY);
    expect(await ask({ ...SCOPE, facility: '99001' }, 'a0')).toEqual({ ...EMPTY, prefix: 'a0' });
    expect(asked).toEqual(['/account/2026-11-22?prefix=', '/account/2026-11-22?prefix=a0&facility=99001']);
  });

  it.each<[string, RequestListener, string]>([
    ['another status', (_, response) => void response.writeHead(404).end('{}'), 'http-404'],
    ['a page', (_, response) => void response.end('<html></html>'), 'not-an-account'],
    ['another prefix', (_, response) => void response.end(JSON.stringify({ ...EMPTY, prefix: 'a' })), 'not-an-account'],
    ['a redirect', (_, response) => void response.writeHead(307, { location: '/x' }).end(), 'http-307'],
    ['far too much', (_, response) => void response.end(' '.repeat(1_048_577)), 'answer-too-large'],
    ['endlessly much', (_, response) => void response.end(' '.repeat(9_000_000)), 'answer-too-large'],
    ['a broken line', (request) => void request.socket.destroy(), 'reset'],
  ])('%s is no account', async (_name, listener, reason) => {
    expect(await (await serve(listener)).ask(SCOPE, '')).toEqual({ reason });
  });

  it('asks once more when a kept connection broke', async () => {
    let count = 0;
    const { ask } = await serve((request, response) => {
      count += 1;
      if (count === 1) request.socket.destroy();
      else response.end(JSON.stringify(EMPTY));
    });
    expect(await ask(SCOPE, '')).toEqual(EMPTY);
  });
});
