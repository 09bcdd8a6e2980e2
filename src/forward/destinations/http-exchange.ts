import { buildConnector, type Dispatcher, errors, Pool } from 'undici';
import type { EpochMs } from '../../types/submission.ts';
import type { Failure } from '../destination.ts';
import { parseRetryAfter } from '../retry-after.ts';
import { readExchangeFailure } from './exchange-failure.ts';

const CONNECT_TIMEOUT_MS = 3_000;
const HEADERS_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1_048_576;

/** A complete HTTP answer of any status. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Null when the body of an answer other than 2xx could not be read as a whole: its status speaks for itself. */
  readonly body: string | null;
  /** Milliseconds of a Retry-After header. */
  readonly retryAfterMs: number | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Appended to the path of the base address, with its query; absent for the base address itself as it was given. */
  readonly path?: string;
  /** With `content-type` where there is a body. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Longest answer that is read. Default 1 MiB; more where an answer grows with what is sent. */
  readonly maxAnswerBytes?: number;
}

/** Exchanges with one origin. */
export interface HttpExchange {
  /** The base address without query and trailing slash. */
  readonly base: string;
  /**
   * Sends one request and reads the whole answer until `signal` aborts (default: `timeoutMs` from now). Whatever the
   * network does is a failure by its class; rejects only for bugs. A signal that is aborted already: nothing is sent.
   */
  request(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer | Failure>;
  /** Cuts all connections: exchanges under way end as `unknown`, `stopped`; later ones are not sent. */
  close(): Promise<void>;
}

export interface HttpExchangeOptions {
  /** Base address; its origin is the only one that is ever spoken to. */
  readonly url: string;
  /** Connections at once, at most. */
  readonly connections: number;
  /** Whole exchange. */
  readonly timeoutMs: number;
  /**
   * Whether one connection serves several exchanges. A receiver may close an idle connection just as a request goes out, and
   * then nobody knows whether it was read: false where a message must not be sent twice.
   */
  readonly reuse: boolean;
  /** Wait for the headers of an answer. Default 10,000; more where a receiver asks another one before it answers. */
  readonly headersTimeoutMs?: number;
  readonly clock: () => EpochMs;
}

/**
 * HTTP/1.1 exchanges: connects within 3 s, waits `headersTimeoutMs` for headers, reads at most
 * `maxAnswerBytes` of the answer, follows no redirect. Opens no connection yet. Refuses (throws) a `url` that is not one.
 */
export function createHttpExchange({
  url,
  connections,
  timeoutMs,
  reuse,
  headersTimeoutMs = HEADERS_TIMEOUT_MS,
  clock,
}: HttpExchangeOptions): HttpExchange {
  const { origin, pathname, search } = new URL(url);
  const basePath = pathname.replace(/\/$/, '');
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false });
  /** Errors that came before a connection stood, when no byte of a request can have been written. */
  const connecting = new WeakSet<object>();
  const pool = new Pool(origin, {
    connections,
    connect: (options, done) =>
      connect(options, (...result) => {
        if (result[0] !== null) connecting.add(result[0]);
        done(...result);
      }),
    headersTimeout: headersTimeoutMs,
    pipelining: reuse ? 1 : 0,
    allowH2: false,
  });
  return {
    base: `${origin}${basePath}`,
    async request(
      { method, path, headers = {}, body = null, maxAnswerBytes = MAX_ANSWER_BYTES },
      signal = AbortSignal.timeout(timeoutMs),
    ) {
      if (pool.destroyed || pool.closed) return { kind: 'transient', reason: 'stopped' };
      if (signal.aborted) return { kind: 'transient', reason: 'timeout' };
      try {
        const answer = await pool.request({
          method,
          path: path === undefined ? pathname + search : basePath + path,
          headers,
          body,
          signal,
        });
        return {
          status: answer.statusCode,
          headers: answer.headers,
          retryAfterMs: parseRetryAfter(answer.headers['retry-after'], clock()),
          body: await readBody(answer, maxAnswerBytes),
        };
      } catch (error) {
        return readExchangeFailure(error, connecting.has(error as object));
      }
    },
    close: () => pool.destroy(),
  };
}

/** True for an answer, false for a failure to get one. */
export function isAnswer(exchanged: HttpAnswer | Failure): exchanged is HttpAnswer {
  return 'status' in exchanged;
}

async function readBody({ statusCode, body }: Dispatcher.ResponseData, maxBytes: number): Promise<string | null> {
  try {
    return new TextDecoder().decode(await readUpTo(body, maxBytes));
  } catch (error) {
    if (statusCode >= 200 && statusCode < 300) throw error;
    return null;
  }
}

/** The whole body. One that is longer is cut off, with its connection. */
async function readUpTo(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer> {
  // Being cut off is an error of the stream, too, when nobody listens any more.
  body.on('error', () => undefined);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new errors.ResponseExceededMaxSizeError('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
