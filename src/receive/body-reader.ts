import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { BodyBudget } from './body-budget.ts';

export interface BodyReading {
  /** Limit of the decoded body. */
  readonly maxBytes: number;
  /** The whole body has to be there within this time. */
  readonly timeoutMs: number;
  readonly gzip: boolean;
  readonly budget: BodyBudget;
}

/** How reading ended. `read` holds part of the budget until `release` is called. */
export type BodyOutcome =
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly sha256: string; readonly release: () => void }
  | { readonly kind: FailedReading };

export type FailedReading = 'empty' | 'too-large' | 'too-slow' | 'too-busy' | 'bad-gzip' | 'aborted';

/**
 * Reads a request body into memory: decoded, counted and hashed as it arrives, and not parsed.
 * Reading stops at the first byte over a limit, so that a compressed bomb costs no more than the limit.
 */
export function readBody(request: IncomingMessage, reading: BodyReading): Promise<BodyOutcome> {
  if (request.destroyed) return Promise.resolve({ kind: 'aborted' });
  const { promise, resolve } = Promise.withResolvers<BodyOutcome>();
  const gunzip = reading.gzip ? createGunzip() : undefined;
  const source = gunzip ?? request;
  const body = createCollector(reading);
  const timer = setTimeout(() => fail('too-slow'), reading.timeoutMs);
  const onAbort = () => fail('aborted');

  function settle(outcome: BodyOutcome): void {
    clearTimeout(timer);
    source.off('data', onData).off('end', onEnd);
    request.off('error', onAbort);
    gunzip?.destroy();
    resolve(outcome);
  }
  function fail(kind: FailedReading): void {
    body.release();
    settle({ kind });
  }
  function onData(chunk: Buffer): void {
    const failure = body.add(chunk);
    if (failure !== undefined) fail(failure);
  }
  function onEnd(): void {
    if (body.isEmpty()) fail('empty');
    else settle({ kind: 'read', ...body.finish(), release: body.release });
  }

  request.on('error', onAbort);
  source.on('data', onData).on('end', onEnd);
  if (gunzip !== undefined) request.pipe(gunzip.on('error', () => fail('bad-gzip')));
  return promise;
}

/** The bytes so far. `add` says why a chunk is not taken. */
function createCollector({ maxBytes, budget }: BodyReading) {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk: Buffer): 'too-large' | 'too-busy' | undefined {
      if (size + chunk.length > maxBytes) return 'too-large';
      if (!budget.take(chunk.length)) return 'too-busy';
      size += chunk.length;
      hash.update(chunk);
      chunks.push(chunk);
      return undefined;
    },
    isEmpty: () => size === 0,
    finish: () => ({ bytes: Buffer.concat(chunks, size), sha256: hash.digest('hex') }),
    release() {
      budget.give(size);
      size = 0;
    },
  };
}
