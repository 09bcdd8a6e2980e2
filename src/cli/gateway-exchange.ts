import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { CliIo } from './command.ts';
import { messageOf, OperationFailed } from './failures.ts';

export interface GatewayRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** An answer whose body was read; null when it is not JSON. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Sends a request and reads its answer. The request is made anew for every try, as tokens and assertions grow old. */
export type Exchange = (makeRequest: () => Promise<GatewayRequest>) => Promise<GatewayAnswer>;

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_TRIES = 6;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 3_600_000;
const BUSY = new Set([429, 502, 503, 504]);

/**
 * Sends requests until the gateway has decided: a broken connection and 429, 502, 503, 504 are tried again, after
 * `Retry-After` (up to an hour) or 1, 2, 4… seconds, six times in all. Safe for everything that a facility sends,
 * since the same bytes again change nothing. Fails (OperationFailed) after the last try.
 */
export function createExchange(
  dispatcher: Dispatcher,
  origin: string,
  io: Pick<CliIo, 'sleep' | 'clock' | 'stderr'>,
): Exchange {
  return async (makeRequest) => {
    for (let tries = 1; ; tries += 1) {
      const answer = await tryOnce(dispatcher, origin, await makeRequest());
      if ('status' in answer && !BUSY.has(answer.status)) return answer;
      if (tries === MAX_TRIES)
        throw new OperationFailed(`no answer from ${origin}: ${describe(answer)}; try again later`);
      const waitMs = retryAfterMs(answer, io.clock()) ?? FIRST_WAIT_MS * 2 ** (tries - 1);
      io.stderr.write(`${origin}: ${describe(answer)}; trying again in ${Math.ceil(waitMs / 1000)} s\n`);
      await io.sleep(waitMs);
    }
  };
}

interface NoAnswer {
  readonly failure: string;
}

async function tryOnce(
  dispatcher: Dispatcher,
  origin: string,
  request: GatewayRequest,
): Promise<GatewayAnswer | NoAnswer> {
  const { pathname } = new URL(origin);
  const path = `${pathname === '/' ? '' : pathname}${request.path}`;
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      ...request,
      origin: new URL(origin).origin,
      path,
    });
    return { status: statusCode, headers, body: parseJson(await readText(body)) };
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('the answer is larger than 16 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function describe(answer: GatewayAnswer | NoAnswer): string {
  return 'status' in answer ? `HTTP ${answer.status}` : answer.failure;
}

/** `Retry-After` in milliseconds, at most an hour; undefined when there is none. @source RFC 9110 10.2.3 */
function retryAfterMs(answer: GatewayAnswer | NoAnswer, now: number): number | undefined {
  const value = 'status' in answer ? answer.headers['retry-after'] : undefined;
  if (typeof value !== 'string') return undefined;
  const waitMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_WAIT_MS);
}
