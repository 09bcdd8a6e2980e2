import type { Failure } from '../destination.ts';
import type { Credentials } from './account-sessions.ts';
import { amountAt, objectAt, parseObject, textAt } from './answer-json.ts';
import { type HttpAnswer, type HttpExchange, isAnswer } from './http-exchange.ts';
import { codeOf } from './receiver-code.ts';
import type { SignedIn } from './session.ts';
import { outcomeOfStatus } from './status-class.ts';

/** What one sign-in call is like: its path, and the names of what its answer holds. */
export interface LoginStyle {
  readonly path: string;
  /** Member with the token: of `data`, or of the answer itself. */
  readonly token: string;
  /** Member with its life in seconds, and that life when there is none. */
  readonly seconds: string;
  readonly usualSeconds: number;
}

/** b64token: nothing else can stand in the header. @source https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
/** Without a Retry-After of its own, a receiver that limits sign-ins is left alone for so long. */
const LIMITED_WAIT_MS = 60_000;

/**
 * Signs in with `{username, password}` as JSON. 401 and 403, and a code of a wrong account, are `misconfigured`: nobody tries
 * again soon, so that no account is locked. 429 is left alone for a minute.
 */
export async function signIn(
  http: Pick<HttpExchange, 'request'>,
  { path, token: tokenName, seconds, usualSeconds }: LoginStyle,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<SignedIn<string> | Failure> {
  const answer = await http.request(
    {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(credentials),
    },
    signal,
  );
  if (!isAnswer(answer)) return { ...answer, reason: `login-${answer.reason}` };
  const body = parseObject(answer.body);
  const told = textAt(objectAt(body, 'data'), tokenName) === '' ? body : objectAt(body, 'data');
  const token = textAt(told, tokenName);
  if (answer.status !== 200 || !BEARER_TOKEN.test(token)) return loginFailure(answer);
  return { token, lifetimeMs: (amountAt(told, seconds) ?? usualSeconds) * 1_000 };
}

const WRONG_ACCOUNT = new Set([401, 403]);
/** The hub says it with HTTP 200, too. */
const ACCOUNT_FAIL = 'CM_AUTH_ACCOUNT_FAIL';

function loginFailure(answer: HttpAnswer): Failure {
  const { status, retryAfterMs } = answer;
  const body = parseObject(answer.body);
  const code = codeOf(textAt(objectAt(body, 'header'), 'res_code') || textAt(body, 'code'));
  if (WRONG_ACCOUNT.has(status) || code === ACCOUNT_FAIL) {
    return { kind: 'misconfigured', reason: code || 'login-refused', httpStatus: status };
  }
  if (status === 200) return { kind: 'transient', reason: 'login-not-an-answer', httpStatus: status };
  const failure = { ...outcomeOfStatus(answer), reason: `login-http-${status}` };
  return status === 429 ? { ...failure, retryAfterMs: retryAfterMs ?? LIMITED_WAIT_MS } : failure;
}
