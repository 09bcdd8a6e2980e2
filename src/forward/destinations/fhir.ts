import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Dispatcher, Pool } from 'undici';
import type { DestinationConfig } from '../../types/config.ts';
import type { LeasedDelivery } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { AttemptOutcome, Destination } from '../destination.ts';
import { parseRetryAfter } from '../retry-after.ts';
import { readExchangeFailure } from './exchange-failure.ts';
import { readTransactionAnswer } from './transaction-answer.ts';
import { buildTransaction } from './transaction-bundle.ts';

const CONNECT_TIMEOUT_MS = 3_000;
const HEADERS_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 8_388_608;
/** b64token: nothing else can stand in the header. @source https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/**
 * A FHIR R4 server: every record version is one transaction at the base URL, with an Idempotency-Key. Connects in 3 s, waits 10 s for headers and `timeoutMs` for the whole,
 * reads at most 8 MiB of the answer and follows no redirect. The bearer token is read from `tokenFile` when first
 * needed and again after a 401 or 403. Refuses (throws) a `url` that is not one.
 */
export function createFhirDestination(
  config: DestinationConfig,
  { clock }: { readonly clock: () => EpochMs },
): Destination {
  const url = new URL(config.url);
  const base = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  const pool = new Pool(url.origin, {
    connections: config.concurrency,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: HEADERS_TIMEOUT_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
    allowH2: false,
  });
  let authorization: Promise<Readonly<Record<string, string>> | undefined> | undefined;

  async function send(
    delivery: LeasedDelivery,
    credentials: Readonly<Record<string, string>>,
  ): Promise<AttemptOutcome> {
    const bundle = buildTransaction(delivery, base);
    const body = JSON.stringify(bundle);
    const response = await pool.request({
      method: 'POST',
      path: url.pathname + url.search,
      headers: {
        'content-type': 'application/fhir+json',
        accept: 'application/fhir+json',
        prefer: 'return=minimal',
        'idempotency-key': idempotencyKey(delivery.recordId, body),
        ...credentials,
      },
      body,
      signal: AbortSignal.timeout(config.timeoutMs),
    });
    const { statusCode: status, headers } = response;
    const retryAfterMs = parseRetryAfter(headers['retry-after'], clock());
    return readTransactionAnswer(
      { status, headers, body: await readBody(response), retryAfterMs },
      bundle.entry.length,
    );
  }

  return {
    id: config.id,
    async deliver(delivery) {
      authorization ??= readAuthorization(config.tokenFile);
      const credentials = await authorization;
      if (credentials === undefined) {
        authorization = undefined;
        return { kind: 'misconfigured', reason: 'token-unreadable' };
      }
      try {
        const outcome = await send(delivery, credentials);
        if (outcome.httpStatus === 401 || outcome.httpStatus === 403) authorization = undefined;
        return outcome;
      } catch (error) {
        return readExchangeFailure(error);
      }
    },
    close: () => pool.destroy(),
  };
}

/**
 * The record version's id and a digest of what is sent, so the same content has the same key at every attempt. The id
 * alone would not do: an attempt may carry newer content of a shared resource (a Patient), or come from a newer release
 * that writes other bytes, and a receiver has to refuse (409) other bytes under a known key.
 */
function idempotencyKey(recordId: string, body: string): string {
  return `${recordId}-${hash('sha256', body).slice(0, 16)}`;
}

/** The headers that carry the token; undefined when the file has none. */
async function readAuthorization(tokenFile: string | null): Promise<Readonly<Record<string, string>> | undefined> {
  if (tokenFile === null) return {};
  try {
    const token = (await readFile(tokenFile, 'utf8')).trim();
    return BEARER_TOKEN.test(token) ? { authorization: `Bearer ${token}` } : undefined;
  } catch {
    return undefined;
  }
}

/** The whole body. A status other than 200 speaks for itself, also when its body breaks off (null). */
async function readBody({ statusCode, body }: Dispatcher.ResponseData): Promise<string | null> {
  try {
    return await body.text();
  } catch (error) {
    if (statusCode === 200) throw error;
    return null;
  }
}
