import type { Express, Request, RequestHandler } from 'express';
import { type Answer, sendAnswer } from './answer.ts';
import type { Refusals } from './refusals.ts';

/** Answers a request; undefined when the sender has gone away and nobody waits. */
export type Route = (request: Request) => Promise<Answer | undefined>;

/** Paths in the order they are tried, and what each method of them does. `GET` answers `HEAD` too. */
export type RouteTable = Readonly<Record<string, Readonly<{ GET?: RequestHandler; POST?: RequestHandler }>>>;

/** A route as an Express handler. */
export function answering(route: Route): RequestHandler {
  return async (request, response) => {
    const answer = await route(request);
    if (answer !== undefined) sendAnswer(request, response, answer);
  };
}

/** Adds a table to an application. Another method on a known path is refused with LT-R002 and `Allow`. */
export function addRoutes(app: Express, table: RouteTable, refusals: Refusals): void {
  for (const [path, methods] of Object.entries(table)) {
    const handlers = new Map(Object.entries(methods));
    const allowed = [...handlers.keys()]
      .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
      .join(', ');
    const refuseMethod: RequestHandler = (request, response) => {
      sendAnswer(request, response, refusals.toAnswer(refusals.of('LT-R002', { allowed }, { Allow: allowed })));
    };
    app.all(path, (request, response, next) => {
      response.locals['route'] = path;
      const handler = handlers.get(request.method === 'HEAD' ? 'GET' : request.method) ?? refuseMethod;
      return handler(request, response, next);
    });
  }
}

/** The last handler: nothing stands at this address (LT-R001). */
export function createNotFound(refusals: Refusals): RequestHandler {
  return (request, response) => {
    response.locals['route'] = 'unmatched';
    sendAnswer(request, response, refusals.toAnswer(refusals.of('LT-R001')));
  };
}
