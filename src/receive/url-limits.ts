import type { RequestHandler } from 'express';
import { sendAnswer } from './answer.ts';
import type { Refusals } from './refusals.ts';

export const MAX_URL_BYTES = 4_096;
export const MAX_QUERY_PARAMETERS = 100;

/** Refuses with LT-R003 a request address over 4 KiB and with LT-R004 one of more than 100 query parameters. */
export function createUrlLimits(refusals: Refusals): RequestHandler {
  return (request, response, next) => {
    if (Buffer.byteLength(request.url) > MAX_URL_BYTES) {
      sendAnswer(request, response, refusals.toAnswer(refusals.of('LT-R003', { limit: MAX_URL_BYTES })));
    } else if (countParameters(request.url) > MAX_QUERY_PARAMETERS) {
      sendAnswer(request, response, refusals.toAnswer(refusals.of('LT-R004', { limit: MAX_QUERY_PARAMETERS })));
    } else next();
  };
}

function countParameters(url: string): number {
  const at = url.indexOf('?');
  return at === -1 ? 0 : url.slice(at).split('&').length;
}
