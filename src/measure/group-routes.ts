import { type Request, Router } from 'express';
import { answerJson, type Found, found, identify, type ReadingDeps, refuse } from './answers.ts';
import { askedDay, whenCounted } from './asked-day.ts';
import type { CoverageService } from './coverage-service.ts';
import { GROUP_KEYS } from './groups.ts';

export interface GroupRouterDeps extends ReadingDeps {
  readonly coverage: Pick<CoverageService, 'overview'>;
}

/**
 * `GET /coverage/groups?by=ownership|level|commune` (`&asOf=`), staff only: the province's totals of the facilities that share it.
 * Refuses with LT-C001 (400, asOf), LT-C003 (403, a token asks), LT-C025 (400, by), LT-C020 (503, the day is being
 * counted), and what `authenticate` and `staff` refuse with (401).
 */
export function createGroupRouter(deps: GroupRouterDeps): Router {
  const router = Router({ caseSensitive: true });
  router.get('/coverage/groups', async (request, response) => {
    response.locals['route'] = '/coverage/groups';
    answerJson(response, await whenCounted(deps, () => find(request)), deps.systems);
  });

  async function find(request: Request): Promise<Found> {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    if (caller.value.kind !== 'staff') return refuse(deps.rules, 'LT-C003');
    const by = GROUP_KEYS.find((key) => key === request.query['by']);
    if (by === undefined) return refuse(deps.rules, 'LT-C025');
    const asOf = askedDay(request, deps);
    if (!asOf.ok) return asOf;
    const { groups } = await deps.coverage.overview(asOf.value);
    return found({ asOf: asOf.value, by, groups: groups[by] });
  }
  return router;
}
