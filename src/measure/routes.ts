import { type Request, type Response, Router } from 'express';
import { answerJson, type Found, found, identify, type ReadingDeps, refuse } from './answers.ts';
import { askedDay, maySee, whenCounted } from './asked-day.ts';
import type { CoverageService } from './coverage-service.ts';
import { type OpenCoverage, toOpenCoverage, toOpenCsv } from './open-data.ts';

export interface CoverageRouterDeps extends ReadingDeps {
  readonly coverage: CoverageService;
}

/** Seconds for which anybody may keep the open figures. */
const OPEN_MAX_AGE = 60;
const CSV = 'text/csv; charset=utf-8; header=present';

/**
 * `GET /coverage`, `/coverage/facilities`, `/coverage/facilities/{code}` (all with `?asOf=YYYY-MM-DD`, default today) and
 * `/open/coverage.{json,csv}`. Staff see everything, a facility's token sees its own row, everybody the open figures.
 * Refuses with LT-C001 (400, asOf), LT-C002 (404; "not yours" looks like "not there"), LT-C003 (403, a token asks for
 * more than its own row), LT-C020 (503, the day is being counted), and what `authenticate` and `staff` refuse with (401).
 */
export function createCoverageRouter(deps: CoverageRouterDeps): Router {
  const { coverage } = deps;
  const router = Router({ caseSensitive: true });
  const get = (path: string, find: (request: Request) => Promise<Found>) => {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      answerJson(response, await whenCounted(deps, () => find(request)), deps.systems);
    });
  };

  const forStaff = (show: (asOf: string) => Promise<object>) => async (request: Request) => {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    if (caller.value.kind !== 'staff') return refuse(deps.rules, 'LT-C003');
    const asOf = askedDay(request, deps);
    return asOf.ok ? found(await show(asOf.value)) : asOf;
  };

  get(
    '/coverage',
    forStaff(async (asOf) => (await coverage.overview(asOf)).report),
  );
  get(
    '/coverage/facilities',
    forStaff(async (asOf) => ({ asOf, facilities: (await coverage.overview(asOf)).report.facilities })),
  );
  get('/coverage/facilities/:code', async (request) => {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    const asOf = askedDay(request, deps);
    if (!asOf.ok) return asOf;
    const code = String(request.params['code']);
    const { report } = await coverage.overview(asOf.value);
    const row = maySee(caller.value, code) ? report.facilities.find((one) => one.code === code) : undefined;
    return row === undefined ? refuse(deps.rules, 'LT-C002') : found({ asOf: asOf.value, ...row });
  });
  const open = (path: string, send: (response: Response, open: OpenCoverage) => void) => {
    router.get(path, async (_request, response) => {
      response.locals['route'] = path;
      const counted = await whenCounted(deps, async () => ({ ok: true, value: await coverage.overview() }) as const);
      if (!counted.ok) return answerJson(response, counted, deps.systems);
      send(response.set('Cache-Control', `public, max-age=${OPEN_MAX_AGE}`), toOpenCoverage(counted.value));
    });
  };
  open('/open/coverage.json', (response, figures) => void response.json(figures));
  open('/open/coverage.csv', (response, figures) => void response.type(CSV).send(toOpenCsv(figures)));
  return router;
}
