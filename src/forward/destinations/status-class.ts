import type { Failure } from '../destination.ts';
import type { HttpAnswer } from './http-exchange.ts';

/** The receiver says that it did not process the request. */
const TRANSIENT = new Set([408, 409, 425, 429, 503]);
/** Servers that will never implement what is asked: 501 Not Implemented, 505 HTTP Version Not Supported. */
const NEVER = new Set([501, 505]);

/**
 * What a status alone says, where the protocol says nothing more in the body. Reason `http-…`, with the Retry-After.
 *
 * - `transient`: 408, 409, 425, 429, 503: not processed, the same may work later.
 * - `refused`: 413.
 * - `unknown`: any 2xx (no credible answer of the protocol), and 5xx but 501, 503 and 505: it may have been processed
 *   before the server, or a proxy that waited for it, gave up.
 * - `misconfigured`: everything else, also 400 and 422: that the content is refused has to stand in the protocol's own form.
 * @source https://www.rfc-editor.org/rfc/rfc9110#section-15
 */
export function outcomeOfStatus({ status, retryAfterMs }: Pick<HttpAnswer, 'status' | 'retryAfterMs'>): Failure {
  return {
    kind: classOf(status),
    reason: `http-${status}`,
    httpStatus: status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function classOf(status: number): Failure['kind'] {
  if (TRANSIENT.has(status)) return 'transient';
  if (status === 413) return 'refused';
  if ((status >= 200 && status < 300) || (status >= 500 && !NEVER.has(status))) return 'unknown';
  return 'misconfigured';
}
