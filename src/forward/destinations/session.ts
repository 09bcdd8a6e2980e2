import type { EpochMs } from '../../types/submission.ts';
import type { Failure } from '../destination.ts';
import { type HttpAnswer, isAnswer } from './http-exchange.ts';

/** What a login gave. `Token`: whatever the protocol's requests carry. */
export interface SignedIn<Token> {
  readonly token: Token;
  /** Milliseconds from the answer that it is good for; undefined when the receiver does not say. */
  readonly lifetimeMs: number | undefined;
}

/** A signed-in session with a receiver, shared by all exchanges of one destination (or of one of its users). */
export interface Session<Token> {
  /**
   * Makes one exchange with a token, within `timeoutMs` together with what signing in takes; `signal` aborts then. When the
   * receiver no longer takes the token, signs in again once and makes the exchange once more: it was not processed.
   * Without a token it is a failure in which nothing was sent: `transient`, or `misconfigured` when the login was refused.
   */
  run(exchange: (token: Token, signal: AbortSignal) => Promise<HttpAnswer | Failure>): Promise<HttpAnswer | Failure>;
}

export interface SessionOptions<Token> {
  /** Signs in. A failure by its class: `misconfigured` for a name or password that is not taken. */
  readonly login: (signal: AbortSignal) => Promise<SignedIn<Token> | Failure>;
  readonly timeoutMs: number;
  readonly clock: () => EpochMs;
  /** False for a session of one of several accounts: a refused login then holds back only the deliveries of this one. */
  readonly isOnlyAccount?: boolean;
  /** Whether an answer says that the token is not (no longer) good. Default: status 401. */
  readonly isTokenRefused?: (answer: HttpAnswer) => boolean;
}

/** A token is renewed so long before its end, or a tenth of its life if that is shorter. */
const RENEWAL_MARGIN_MS = 30_000;
/** After a login that failed nobody tries again for so long; doubling while it is refused, so that no account is locked. */
const FAILED_WAIT_MS = 1_000;
const REFUSED_WAIT_MS = 60_000;
const MAX_REFUSED_WAIT_MS = 900_000;

interface Held<Token> {
  readonly token: Token;
  readonly until: EpochMs;
}

/**
 * A session that signs in when first needed, once for all who wait. The failure of a login is everybody's until its
 * `retryAfterMs` is over, so a queue behind it asks once and not once a delivery; the relay pauses for as long.
 */
export function createSession<Token>(options: SessionOptions<Token>): Session<Token> {
  const { login, timeoutMs, clock, isOnlyAccount = true, isTokenRefused = ({ status }) => status === 401 } = options;
  let held: Held<Token> | undefined;
  let failed: { readonly failure: Failure; readonly until: EpochMs } | undefined;
  let refusals = 0;
  let underWay: Promise<Held<Token> | Failure> | undefined;

  function fail(cause: Failure): Failure {
    const isRefused = cause.kind === 'misconfigured';
    const failure: Failure = isRefused && !isOnlyAccount ? { ...cause, concerns: 'account' } : cause;
    const leastMs = isRefused ? Math.min(MAX_REFUSED_WAIT_MS, REFUSED_WAIT_MS * 2 ** refusals) : FAILED_WAIT_MS;
    refusals = isRefused ? refusals + 1 : 0;
    const waitMs = Math.max(failure.retryAfterMs ?? 0, leastMs);
    failed = { failure, until: clock() + waitMs };
    return { ...failure, retryAfterMs: waitMs };
  }

  async function signIn(): Promise<Held<Token> | Failure> {
    const answer = await login(AbortSignal.timeout(timeoutMs));
    if ('kind' in answer) return fail(asNotSent(answer));
    const { token, lifetimeMs } = answer;
    failed = undefined;
    held = { token, until: clock() + usableMs(lifetimeMs) };
    return held;
  }

  function current(): Promise<Held<Token> | Failure> | Held<Token> | Failure {
    const now = clock();
    if (held !== undefined && now < held.until) return held;
    if (failed !== undefined && now < failed.until) return { ...failed.failure, retryAfterMs: failed.until - now };
    underWay ??= signIn().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return {
    async run(exchange) {
      const signal = AbortSignal.timeout(timeoutMs);
      const first = await before(signal, current());
      if ('kind' in first) return first;
      const answer = await exchange(first.token, signal);
      if (!isAnswer(answer) || !isTokenRefused(answer)) return keep(answer);
      if (held === first) held = undefined;
      const second = await before(signal, current());
      if ('kind' in second) return second;
      const again = await exchange(second.token, signal);
      if (!isAnswer(again) || !isTokenRefused(again)) return keep(again);
      if (held !== second) return tokenRefused(again);
      held = undefined;
      return fail(tokenRefused(again));
    },
  };

  /** A token that is taken ends the row of refusals. */
  function keep(answer: HttpAnswer | Failure): HttpAnswer | Failure {
    if (isAnswer(answer)) refusals = 0;
    return answer;
  }
}

function usableMs(lifetimeMs: number | undefined): number {
  if (lifetimeMs === undefined) return Number.POSITIVE_INFINITY;
  return lifetimeMs - Math.min(RENEWAL_MARGIN_MS, lifetimeMs / 10);
}

/** Whatever became of the login, the message itself was not sent. */
function asNotSent(failure: Failure): Failure {
  const isRefused = failure.kind === 'misconfigured' || failure.kind === 'refused';
  return { ...failure, kind: isRefused ? 'misconfigured' : 'transient' };
}

function tokenRefused({ status }: HttpAnswer): Failure {
  return { kind: 'misconfigured', reason: 'token-refused', httpStatus: status };
}

/** What comes first: the work, or the end of the time for it. */
async function before<T extends object>(signal: AbortSignal, work: Promise<T> | T): Promise<T | Failure> {
  if (!(work instanceof Promise)) return work;
  const cut = Promise.withResolvers<Failure>();
  const onAbort = () => cut.resolve({ kind: 'transient', reason: 'timeout' });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, cut.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
