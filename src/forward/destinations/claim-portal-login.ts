import { hash } from 'node:crypto';
import type { ClaimPortalDestinationConfig } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Failure } from '../destination.ts';
import type { Credentials } from './account-sessions.ts';
import { amountAt, type JsonObject, objectAt, parseObject, textAt } from './answer-json.ts';
import { resultOf } from './claim-portal-result.ts';
import { contentTypeOf, writeBody } from './form-body.ts';
import { type HttpAnswer, type HttpExchange, isAnswer } from './http-exchange.ts';
import type { SignedIn } from './session.ts';
import { outcomeOfStatus } from './status-class.ts';

/** What a request to the portal carries. Nothing of it is ever kept. */
export interface PortalToken {
  readonly accessToken: string;
  readonly idToken: string;
  readonly username: string;
  /** MD5 of the password in hex. */
  readonly passwordHash: string;
}

/** Results of the token call that say that the account is not let in: unknown account or password, wrong facility, locked. */
const REFUSED = new Set(['401', '402', '403']);
/** What can stand in a header. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;
/** `2026-11-22T09:00:00.1234567Z`; without a zone it is UTC, as the guide says. */
const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?Z?$/;

/** Takes a token: user name and MD5 of the password, answered by an APIKey. */
export async function takeToken(
  http: HttpExchange,
  config: Pick<ClaimPortalDestinationConfig, 'paths' | 'passwordHashCase' | 'bodyEncoding'>,
  { username, password }: Credentials,
  { signal, now }: { readonly signal: AbortSignal; readonly now: EpochMs },
): Promise<SignedIn<PortalToken> | Failure> {
  const digest = hash('md5', password);
  const passwordHash = config.passwordHashCase === 'upper' ? digest.toUpperCase() : digest;
  const answer = await http.request(
    {
      method: 'POST',
      path: config.paths.token,
      headers: { 'content-type': contentTypeOf(config.bodyEncoding), accept: 'application/json' },
      body: writeBody({ username, password: passwordHash }, config.bodyEncoding),
    },
    signal,
  );
  if (!isAnswer(answer)) return answer;
  const key = objectAt(parseObject(answer.body), 'APIKey');
  const [accessToken, idToken] = [textAt(key, 'access_token'), textAt(key, 'id_token')];
  if (answer.status !== 200 || !TOKEN.test(accessToken) || !TOKEN.test(idToken)) return readRefusal(answer);
  return { token: { accessToken, idToken, username, passwordHash }, lifetimeMs: lifetimeOf(key, now) };
}

function readRefusal(answer: HttpAnswer): Failure {
  const { status } = answer;
  if (status === 401 || status === 403) return { kind: 'misconfigured', reason: 'login-refused', httpStatus: status };
  if (status !== 200) return outcomeOfStatus(answer);
  const result = resultOf(parseObject(answer.body));
  if (result === undefined) return { kind: 'transient', reason: 'not-an-answer', httpStatus: 200 };
  if (REFUSED.has(result)) return { kind: 'misconfigured', reason: 'login-refused', httpStatus: 200 };
  return { kind: result === '500' ? 'transient' : 'misconfigured', reason: `login-${result}`, httpStatus: 200 };
}

/** expires_in is an instant in one guide, seconds in OAuth's own words; what is neither says nothing. */
function lifetimeOf(key: JsonObject, now: EpochMs): number | undefined {
  const seconds = amountAt(key, 'expires_in');
  if (seconds !== undefined) return seconds * 1_000;
  const instant = INSTANT.exec(textAt(key, 'expires_in'))?.[1];
  const lifetimeMs = instant === undefined ? Number.NaN : Date.parse(`${instant}Z`) - now;
  return lifetimeMs > 0 ? lifetimeMs : undefined;
}
