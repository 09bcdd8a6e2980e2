import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../observe/logger.ts';
import { sendAnswer } from './answer.ts';
import { RETRY_AFTER, type Refusals } from './refusals.ts';

/**
 * Where everything thrown ends. Expected refusals are values, so what is thrown is lost infrastructure or a bug:
 * one log line, and 503 with `Retry-After` (LT-R050) without a word of what was thrown. An address that Express cannot
 * decode is the caller's own fault (LT-R006).
 */
export function createErrorRoute(refusals: Refusals, logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (error instanceof URIError) {
      sendAnswer(request, response, refusals.toAnswer(refusals.of('LT-R006')));
      return;
    }
    logger.error({ err: toError(error), route: response.locals['route'], method: request.method }, 'request failed');
    if (response.headersSent) response.destroy();
    else sendAnswer(request, response, refusals.toAnswer(refusals.of('LT-R050', {}, RETRY_AFTER)));
  };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('something that is no Error was thrown');
}
