import { type Request, Router } from 'express';
import { answerJson, type Found, found, identify, type ReadingDeps, refuse } from './answers.ts';
import { askedDay, maySee, whenCounted } from './asked-day.ts';
import type { CoverageService } from './coverage-service.ts';

export interface AdviceRouterDeps extends ReadingDeps {
  readonly coverage: Pick<CoverageService, 'overview'>;
}

const PATH = '/coverage/facilities/:code/advice';

/**
 * `GET /coverage/facilities/{code}/advice` (`?asOf=`): what the facility should mend first, with its stage and what keeps it from the
 * next. Staff see every facility's, a facility's token its own.
 * Refuses with LT-C001 (400, asOf), LT-C002 (404; "not yours" looks like "not there"), LT-C020 (503, the day is being
 * counted), and what `authenticate` and `staff` refuse with (401).
 */
export function createAdviceRouter(deps: AdviceRouterDeps): Router {
  const router = Router({ caseSensitive: true });
  router.get(PATH, async (request, response) => {
    response.locals['route'] = PATH;
    answerJson(response, await whenCounted(deps, () => find(request)), deps.systems);
  });

  async function find(request: Request): Promise<Found> {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    const asOf = askedDay(request, deps);
    if (!asOf.ok) return asOf;
    const code = String(request.params['code']);
    if (!maySee(caller.value, code)) return refuse(deps.rules, 'LT-C002');
    const { standings } = await deps.coverage.overview(asOf.value);
    const standing = standings.find(({ facility }) => facility.code === code);
    if (standing === undefined) return refuse(deps.rules, 'LT-C002');
    const { coverage, shortfalls, silence, advice } = standing;
    return found({ asOf: asOf.value, code, stage: coverage.stage, shortfalls, silence, advice });
  }
  return router;
}
