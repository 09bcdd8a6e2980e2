import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultOptions } from '../../../../src/simulate/receivers/fault.ts';
import { type Receiver, startReceiver } from '../../../../src/simulate/receivers/receiver.ts';

const BODY = JSON.stringify({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [{ resource: { resourceType: 'Patient', id: 'p1' }, request: { method: 'PUT', url: 'Patient/p1' } }],
});

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ name: 'province', port: 0, clock: () => 0 });
});
afterEach(() => receiver.close());

interface Seen {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly error?: string;
}

/** Sends the transaction and gives what is seen until the answer ends, breaks or `enough` of it is there. */
function send(enough: (body: string) => boolean = () => false, key = 'k1'): Promise<Seen> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/fhir+json', 'idempotency-key': key };
    const outgoing = request(receiver.url, { method: 'POST', headers, agent: false }, (response) => {
      let body = '';
      const seen = () => ({ status: response.statusCode ?? 0, headers: response.headers, body });
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (!enough(body)) return;
        resolve(seen());
        outgoing.destroy();
      });
      response.on('end', () => resolve(seen()));
      response.on('error', () => undefined);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve({ body: '', error: error.code ?? '' }));
    outgoing.end(BODY);
  });
}

/** True when nothing came back within a moment that is long on loopback. */
async function staysSilent(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(receiver.port, '127.0.0.1', () => {
      const head = `POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Type: application/fhir+json\r\nContent-Length: ${BODY.length}\r\n\r\n`;
      socket.write(head + BODY);
    });
    const timer = setTimeout(() => finish(true), 100);
    const finish = (silent: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(silent);
    };
    for (const event of ['data', 'end', 'error']) socket.once(event, () => finish(false));
  });
}

describe('faults of a simulated receiver', () => {
  it.each<[FaultKind, FaultOptions, object]>([
    ['http-500', {}, { status: 500 }],
    ['http-503', {}, { status: 503, headers: expect.objectContaining({ 'retry-after': '1' }) }],
    ['http-429', { retryAfterSeconds: 30 }, { status: 429, headers: expect.objectContaining({ 'retry-after': '30' }) }],
    ['redirect', {}, { status: 307, headers: expect.objectContaining({ location: '/moved' }) }],
    ['html-200', {}, { status: 200, body: expect.stringContaining('<html') }],
    ['outcome-200', {}, { status: 200, body: expect.stringContaining('OperationOutcome') }],
    ['reset-before-reading', {}, { error: 'ECONNRESET' }],
    ['down', {}, { error: 'ECONNREFUSED' }],
  ])('%s commits nothing', async (kind, options, expected) => {
    await receiver.setFault(kind, options);
    expect(await send()).toMatchObject(expected);
    expect(receiver.effects()).toEqual([]);
    await receiver.setFault(null);
    expect(await send()).toMatchObject({ status: 200 });
    expect(receiver.effects()).toHaveLength(1);
  });

  it.each<FaultKind>(['timeout', 'half-open'])(
    '%s takes the connection, stays silent and commits nothing',
    async (kind) => {
      await receiver.setFault(kind);
      expect(await staysSilent()).toBe(true);
      expect(receiver.effects()).toEqual([]);
      await receiver.setFault(null);
      expect(await staysSilent()).toBe(false);
    },
  );

  it('reset-after-commit commits and breaks off', async () => {
    await receiver.setFault('reset-after-commit');
    expect(await send()).toMatchObject({ error: 'ECONNRESET' });
    expect(receiver.effects()).toHaveLength(1);
  });

  it('hang commits, sends half an answer and no more', async () => {
    await receiver.setFault('hang');
    const seen = await send((body) => body.length > 0);
    expect(seen.body.length).toBe(Math.floor(Number(seen.headers?.['content-length']) / 2));
    expect(receiver.effects()).toHaveLength(1);
  });

  it('drip commits and sends the right answer byte by byte', async () => {
    await receiver.setFault('drip', { intervalMs: 1 });
    const { body } = await send();
    expect(JSON.parse(body)).toMatchObject({ type: 'transaction-response' });
    expect(receiver.effects()).toHaveLength(1);
  });

  it('huge commits and sends as much as was asked for', async () => {
    await receiver.setFault('huge', { bytes: 3_000_000 });
    const { body } = await send();
    expect(body.length).toBeGreaterThan(3_000_000);
    expect(receiver.effects()).toHaveLength(1);
  });

  it('flaky fails the share that was asked for, the same with the same seed', async () => {
    async function run(seed: string): Promise<string> {
      await receiver.setFault('flaky', { probability: 0.5, seed });
      let seen = '';
      for (let n = 0; n < 20; n += 1) seen += (await send(undefined, `k${n}`)).status === 200 ? '+' : '-';
      return seen;
    }
    const first = await run('11');
    expect(first).toMatch(/\+/);
    expect(first).toMatch(/-/);
    expect(await run('11')).toBe(first);
    expect(await run('12')).not.toBe(first);
  });

  it('counts the requests that a fault met', async () => {
    await receiver.setFault('http-500');
    await send();
    await receiver.setFault(null);
    await send();
    expect(receiver.stats()).toMatchObject({ requests: 2, faults: 1, committed: 1 });
  });
});

describe('switch of faults over HTTP', () => {
  async function turn(body: object): Promise<number> {
    const url = receiver.url.replace('/fhir', '/_fault');
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  }

  it('turns a fault on and off', async () => {
    expect(await turn({ kind: 'http-503', retryAfterSeconds: 5 })).toBe(204);
    expect(await send()).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(await turn({ kind: null })).toBe(204);
    expect(await send()).toMatchObject({ status: 200 });
  });

  it.each([{ kind: 'down' }, { kind: 'half-open' }, { kind: 'toString' }, {}])('refuses %j', async (body) => {
    expect(await turn(body)).toBe(400);
    expect(await send()).toMatchObject({ status: 200 });
  });
});
