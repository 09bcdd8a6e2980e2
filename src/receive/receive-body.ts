import type { IncomingMessage } from 'node:http';
import type { Metrics } from '../observe/metrics.ts';
import type { Limits } from '../types/config.ts';
import type { Refusal } from '../types/issue.ts';
import type { BodyBudget } from './body-budget.ts';
import type { BodyHeaders } from './body-headers.ts';
import { type BodyOutcome, type FailedReading, readBody } from './body-reader.ts';
import { RETRY_AFTER, type Refusals } from './refusals.ts';

/** What reading bodies takes. */
export interface BodyDeps {
  readonly limits: Limits;
  /** Shared by all routes. */
  readonly budget: BodyBudget;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
}

type ReceivedBody =
  | Extract<BodyOutcome, { kind: 'read' }>
  | { readonly kind: 'aborted' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads a body whose headers were found good. Refuses with LT-R030 (too large), LT-R031 (empty), LT-R032 (gzip), LT-R033
 * (too slow) and LT-R051 (too much at once); a sender that has gone away is answered by nobody.
 */
export async function receiveBody(
  request: IncomingMessage,
  { maxBytes, gzip }: BodyHeaders,
  { limits, budget, metrics, refusals }: BodyDeps,
): Promise<ReceivedBody> {
  const endStage = metrics.startStage('receive');
  const body = await readBody(request, { maxBytes, gzip, timeoutMs: limits.requestTimeoutMs, budget });
  endStage(body.kind === 'read' ? 'ok' : 'refused');
  if (body.kind === 'read') return body;
  if (body.kind === 'aborted') return { kind: 'aborted' };
  return { kind: 'refused', refusal: refuse(body.kind, maxBytes, refusals) };
}

function refuse(kind: Exclude<FailedReading, 'aborted'>, maxBytes: number, refusals: Refusals): Refusal {
  switch (kind) {
    case 'empty':
      return refusals.of('LT-R031');
    case 'too-large':
      return refusals.of('LT-R030', { limit: maxBytes });
    case 'bad-gzip':
      return refusals.of('LT-R032');
    case 'too-slow':
      return refusals.of('LT-R033');
    case 'too-busy':
      return refusals.of('LT-R051', {}, RETRY_AFTER);
  }
}
