import { type Answer, JSON_TYPE, toJsonAnswer } from './answer.ts';
import { RETRY_AFTER, type Refusals } from './refusals.ts';
import { answering, type RouteTable } from './route-table.ts';

/** `/livez` (the process answers) and `/readyz` (it can take records; else 503, LT-R052). */
export function createHealthRoutes(ready: () => Promise<boolean>, refusals: Refusals): RouteTable {
  const ok: Answer = toJsonAnswer(200, JSON_TYPE, { status: 'ok' });
  return {
    '/livez': { GET: answering(async () => ok) },
    '/readyz': {
      GET: answering(async () => ((await ready()) ? ok : refusals.toAnswer(refusals.of('LT-R052', {}, RETRY_AFTER)))),
    },
  };
}
