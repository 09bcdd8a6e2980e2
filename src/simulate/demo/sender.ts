import type { JWK } from 'jose';
import { Pool } from 'undici';
import { JWT_BEARER, signClientAssertion } from '../../authenticate/client-assertion.ts';
import type { Receipt } from '../../types/receipt.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Sent } from '../hospitals/hospital.ts';

export interface SenderParts {
  /** The gateway's public address. */
  readonly url: string;
  readonly facility: FacilityCode;
  readonly privateKey: JWK;
  readonly clock: () => EpochMs;
  readonly newId: () => string;
}

export interface Answered {
  readonly status: number;
  /** Undefined when the whole was refused. */
  readonly receipt: Receipt | undefined;
  /** Seconds after which to come again, when the answer says so. */
  readonly retryAfter: string | undefined;
}

/** A hospital's own sending program: takes tokens, posts what the hospital exports. */
export interface Sender {
  signIn(): Promise<void>;
  send(sent: Sent): Promise<Answered>;
  close(): Promise<void>;
}

/** A token is renewed so long before it ends. */
const RENEW_MS = 30_000;

/** Sends through the gateway's real door: SMART Backend Services, then `POST /submissions`. */
export function createSender({ url, facility, privateKey, clock, newId }: SenderParts): Sender {
  const pool = new Pool(url, { connections: 4 });
  let token: { readonly text: string; readonly endsAt: EpochMs } | undefined;

  async function signIn(): Promise<string> {
    const audience = `${url}/auth/token`;
    const assertion = await signClientAssertion({ facility, privateKey, audience, now: clock(), jti: newId() });
    const form = { grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: assertion };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await pool.request({
      path: '/auth/token',
      method: 'POST',
      headers,
      body: new URLSearchParams(form).toString(),
    });
    if (answer.statusCode !== 200)
      throw new Error(`${facility} got no token: ${answer.statusCode} ${await answer.body.text()}`);
    const { access_token: text, expires_in: seconds } = (await answer.body.json()) as {
      access_token: string;
      expires_in: number;
    };
    token = { text, endsAt: clock() + seconds * 1_000 };
    return text;
  }

  const currentToken = async () => {
    const isGood = token !== undefined && clock() < token.endsAt - RENEW_MS && clock() > token.endsAt - 300_000;
    return isGood && token !== undefined ? token.text : signIn();
  };
  return {
    async signIn() {
      await signIn();
    },
    async send({ bytes, contentType }) {
      const headers = { authorization: `Bearer ${await currentToken()}`, 'content-type': contentType };
      const answer = await pool.request({ path: '/submissions', method: 'POST', headers, body: bytes });
      const body = await answer.body.json();
      const isReceipt = typeof body === 'object' && body !== null && 'records' in body;
      const retryAfter = answer.headers['retry-after'];
      return {
        status: answer.statusCode,
        receipt: isReceipt ? (body as Receipt) : undefined,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      };
    },
    close: () => pool.close(),
  };
}
