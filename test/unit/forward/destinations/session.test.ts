import { describe, expect, it } from '@jest/globals';
import type { Failure } from '../../../../src/forward/destination.ts';
import type { HttpAnswer } from '../../../../src/forward/destinations/http-exchange.ts';
import { createSession, type SessionOptions, type SignedIn } from '../../../../src/forward/destinations/session.ts';

const OK = answer(200);
const UNAUTHORIZED = answer(401);
const REFUSED: Failure = { kind: 'misconfigured', reason: 'login-refused', httpStatus: 401 };

function answer(status: number): HttpAnswer {
  return { status, headers: {}, body: '', retryAfterMs: undefined };
}

/** A receiver that takes only the newest token, and a session with it. `now` is its clock. */
function setUp(given: Partial<SessionOptions<string>> = {}, lifetimeMs?: number) {
  const receiver = { now: 1_000_000, logins: 0, valid: '', exchanges: [] as string[], failure: null as Failure | null };
  const session = createSession<string>({
    async login(): Promise<SignedIn<string> | Failure> {
      receiver.logins += 1;
      await Promise.resolve();
      if (receiver.failure !== null) return receiver.failure;
      receiver.valid = `token-${receiver.logins}`;
      return { token: receiver.valid, lifetimeMs };
    },
    timeoutMs: 5_000,
    clock: () => receiver.now,
    ...given,
  });
  const send = () =>
    session.run(async (token) => {
      receiver.exchanges.push(token);
      await Promise.resolve();
      return token === receiver.valid ? OK : UNAUTHORIZED;
    });
  return { receiver, session, send };
}

const times = <T>(count: number, run: () => Promise<T>) => Promise.all(Array.from({ length: count }, run));

describe('a signed-in session', () => {
  it('signs in once for all who wait, and keeps the token', async () => {
    const { receiver, send } = setUp();
    expect(await times(20, send)).toEqual(Array(20).fill(OK));
    await send();
    expect([receiver.logins, receiver.exchanges.length]).toEqual([1, 21]);
  });

  it('renews the token shortly before its end', async () => {
    const { receiver, send } = setUp({}, 3_600_000);
    await send();
    receiver.now += 3_600_000 - 30_001;
    await send();
    expect(receiver.logins).toBe(1);
    receiver.now += 1;
    await send();
    expect(receiver.logins).toBe(2);
  });

  it('renews a short-lived token after nine tenths of its life', async () => {
    const { receiver, send } = setUp({}, 10_000);
    await send();
    receiver.now += 8_999;
    await send();
    expect(receiver.logins).toBe(1);
    receiver.now += 1;
    await send();
    expect(receiver.logins).toBe(2);
  });

  it('signs in again once when the token is no longer taken, and repeats each exchange once', async () => {
    const { receiver, send } = setUp();
    await send();
    receiver.valid = 'revoked';
    expect(await times(20, send)).toEqual(Array(20).fill(OK));
    expect(receiver.logins).toBe(2);
    expect(receiver.exchanges.filter((token) => token === 'token-2')).toHaveLength(20);
  });

  it('knows a refused token as its protocol says it', async () => {
    const { receiver, session } = setUp({ isTokenRefused: ({ body }) => body === '{"maKetQua":"401"}' });
    let calls = 0;
    const exchanged = await session.run(async () => {
      calls += 1;
      return { ...OK, body: calls === 1 ? '{"maKetQua":"401"}' : '{"maKetQua":"200"}' };
    });
    expect(exchanged).toMatchObject({ body: '{"maKetQua":"200"}' });
    expect(receiver.logins).toBe(2);
  });

  it('gives a failure of the exchange as it is', async () => {
    const { session } = setUp();
    const reset: Failure = { kind: 'unknown', reason: 'reset' };
    expect(await session.run(async () => reset)).toEqual(reset);
  });
});

describe('a login that fails', () => {
  it('is not repeated by each who waits, nor before its time is over, which doubles', async () => {
    const { receiver, send } = setUp();
    receiver.failure = REFUSED;
    expect(await times(20, send)).toEqual(Array(20).fill({ ...REFUSED, retryAfterMs: 60_000 }));
    receiver.now += 59_999;
    expect(await send()).toEqual({ ...REFUSED, retryAfterMs: 1 });
    expect([receiver.logins, receiver.exchanges]).toEqual([1, []]);
    const waits: unknown[] = [];
    for (let n = 0; n < 6; n += 1) {
      receiver.now += 3_600_000;
      const failure = await send();
      waits.push('retryAfterMs' in failure && failure.retryAfterMs);
    }
    expect(waits).toEqual([120_000, 240_000, 480_000, 900_000, 900_000, 900_000]);
    receiver.failure = null;
    receiver.now += 900_000;
    expect(await send()).toEqual(OK);
    receiver.valid = 'revoked';
    receiver.failure = REFUSED;
    expect(await send()).toMatchObject({ retryAfterMs: 60_000 });
  });

  it('is passing for us whatever became of it: the message was not sent', async () => {
    const { receiver, send } = setUp();
    receiver.failure = { kind: 'unknown', reason: 'timeout' };
    expect(await send()).toEqual({ kind: 'transient', reason: 'timeout', retryAfterMs: 1_000 });
    receiver.now += 1_000;
    receiver.failure = { kind: 'transient', reason: 'http-429', httpStatus: 429, retryAfterMs: 30_000 };
    expect(await send()).toEqual(receiver.failure);
    receiver.now += 29_999;
    expect(await send()).toMatchObject({ retryAfterMs: 1 });
    receiver.now += 1;
    receiver.failure = { kind: 'refused', reason: 'http-413' };
    expect(await send()).toMatchObject({ kind: 'misconfigured', reason: 'http-413' });
    expect(receiver.logins).toBe(3);
  });

  it('concerns its account alone where there are several', async () => {
    const { receiver, send } = setUp({ isOnlyAccount: false });
    receiver.failure = REFUSED;
    expect(await send()).toMatchObject({ ...REFUSED, concerns: 'account' });
    receiver.failure = { kind: 'transient', reason: 'dns' };
    receiver.now += 60_000;
    expect(await send()).not.toHaveProperty('concerns');
  });

  it('is also a login whose token is not taken', async () => {
    const { receiver, session } = setUp();
    let calls = 0;
    const run = () =>
      session.run(async () => {
        calls += 1;
        return UNAUTHORIZED;
      });
    const refused = { kind: 'misconfigured', reason: 'token-refused', httpStatus: 401 };
    expect(await run()).toEqual({ ...refused, retryAfterMs: 60_000 });
    expect(await run()).toEqual({ ...refused, retryAfterMs: 60_000 });
    expect([receiver.logins, calls]).toEqual([2, 2]);
    receiver.now += 60_000;
    expect(await run()).toEqual({ ...refused, retryAfterMs: 120_000 });
    expect([receiver.logins, calls]).toEqual([4, 4]);
  });

  it('is waited for no longer than an exchange may take', async () => {
    const { receiver, session } = setUp({ timeoutMs: 30, login: () => new Promise(() => undefined) });
    expect(await session.run(async () => OK)).toEqual({ kind: 'transient', reason: 'timeout' });
    expect(receiver.exchanges).toEqual([]);
  });

  it('lets a bug be seen by all who wait, and is tried again afterwards', async () => {
    let calls = 0;
    const { session } = setUp({
      async login() {
        calls += 1;
        if (calls === 1) throw new TypeError('a bug');
        return { token: 't', lifetimeMs: undefined };
      },
    });
    const run = () => session.run(async () => OK);
    expect(await Promise.allSettled([run(), run()])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect(await run()).toEqual(OK);
  });
});
