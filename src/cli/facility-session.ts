import type { JWK } from 'jose';
import { Agent } from 'undici';
import { JWT_BEARER, signClientAssertion } from '../authenticate/client-assertion.ts';
import type { FacilityCode } from '../types/submission.ts';
import type { CliIo } from './command.ts';
import { OperationFailed } from './failures.ts';
import { parseGatewayAddress } from './gateway-address.ts';
import { createExchange, type Exchange, type GatewayAnswer, type GatewayRequest } from './gateway-exchange.ts';
import { required } from './parse-options.ts';
import { readPrivateKey } from './private-key-file.ts';
import { isJsonObject } from './read-json-file.ts';

/** The three options by which a facility speaks to a gateway. */
export const SESSION_OPTIONS = {
  url: { type: 'string' },
  facility: { type: 'string' },
  key: { type: 'string' },
} as const;

/** @source https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
interface AccessToken {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

/** A facility signed in at a gateway. */
export interface FacilitySession {
  /** A fresh access token. */
  requestToken(): Promise<AccessToken>;
  /** Sends a request with a token, a new one when the last is about to end or was refused. */
  call(request: GatewayRequest): Promise<GatewayAnswer>;
}

/** A large envelope may take the gateway its whole minute. */
const ANSWER_TIMEOUT_MS = 90_000;

/** A token is renewed so long before its end. */
const RENEW_BEFORE_MS = 30_000;

/** Works in a session for the given `--url`, `--facility` and `--key`, and closes its connections afterwards. */
export async function withFacilitySession<T>(
  options: { readonly url?: string; readonly facility?: string; readonly key?: string },
  io: CliIo,
  work: (session: FacilitySession) => Promise<T>,
): Promise<T> {
  const url = parseGatewayAddress(required(options.url, '--url'));
  const facility = required(options.facility, '--facility');
  const privateKey = await readPrivateKey(required(options.key, '--key'), io);
  const agent = new Agent({ headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: ANSWER_TIMEOUT_MS });
  try {
    return await work(createFacilitySession({ url, facility, privateKey }, createExchange(agent, url, io), io));
  } finally {
    await agent.close();
  }
}

interface Identity {
  readonly url: string;
  readonly facility: FacilityCode;
  readonly privateKey: JWK;
}

function createFacilitySession(
  { url, facility, privateKey }: Identity,
  exchange: Exchange,
  { clock, newId }: Pick<CliIo, 'clock' | 'newId'>,
): FacilitySession {
  let current = { token: '', renewAt: 0 };

  const audience = `${url}/auth/token`;
  const requestToken = async (): Promise<AccessToken> => {
    const answer = await exchange(async () =>
      tokenRequest(await signClientAssertion({ facility, privateKey, audience, now: clock(), jti: newId() })),
    );
    if (!isAccessToken(answer.body)) throw new OperationFailed(describeRefusal(answer));
    return answer.body;
  };
  const renewToken = async (): Promise<void> => {
    const { access_token: token, expires_in: seconds } = await requestToken();
    current = { token, renewAt: clock() + Math.max(seconds * 1000 - RENEW_BEFORE_MS, 0) };
  };
  const send = (request: GatewayRequest): Promise<GatewayAnswer> =>
    exchange(async () => {
      if (clock() >= current.renewAt) await renewToken();
      return { ...request, headers: { ...request.headers, authorization: `Bearer ${current.token}` } };
    });
  return {
    requestToken,
    async call(request) {
      const answer = await send(request);
      if (answer.status !== 401) return answer;
      await renewToken();
      return send(request);
    },
  };
}

function tokenRequest(assertion: string): GatewayRequest {
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: JWT_BEARER,
    client_assertion: assertion,
  };
  return {
    method: 'POST',
    path: '/auth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
}

function isAccessToken(body: unknown): body is AccessToken {
  return isJsonObject(body) && typeof body['access_token'] === 'string' && typeof body['expires_in'] === 'number';
}

function describeRefusal({ status, body }: GatewayAnswer): string {
  const words = isJsonObject(body) ? [body['error'], body['error_description']] : [];
  return ['no token', `HTTP ${status}`, ...words.filter((word) => typeof word === 'string')].join(': ');
}
