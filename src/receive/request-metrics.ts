import type { RequestHandler } from 'express';
import type { Metrics } from '../observe/metrics.ts';

/** Measures every exchange by the route pattern that the route table noted; `unmatched` when there is none. */
export function createRequestMetrics(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const endRequest = metrics.startRequest();
    response.once('close', () => {
      endRequest({
        route: String(response.locals['route'] ?? 'unmatched'),
        method: request.method,
        status: response.writableFinished ? response.statusCode : 'aborted',
      });
    });
    next();
  };
}
