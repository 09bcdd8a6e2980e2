import { type Request, Router } from 'express';
import { isCalendarDay, toLocalDay, toLocalInstant } from '../fhir/local-time.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { answerJson, type Found, found, identify, type ReadingDeps, refuse } from './answers.ts';

interface Scope {
  readonly day: string;
  readonly facility: FacilityCode | null;
}

export interface ReconciliationRouterDeps extends ReadingDeps {
  /** A day at every destination by our own account. */
  readonly digests: (scope: Scope) => Promise<readonly { readonly confirmedAt: EpochMs | null }[]>;
  /** The same at one destination, compared with its own account; undefined when there is none of this id. */
  readonly compare: (
    destination: string,
    scope: Scope,
  ) => Promise<{ readonly isComplete: boolean; readonly differences: readonly object[] } | undefined>;
}

const FACILITY = /^[0-9A-Za-z]{5,13}$/;
/** Differences that are shown; the counts tell of all. */
const MAX_SHOWN = 1_000;

/**
 * `GET /reconciliation?day=DAY` (`&facility=CODE`): count and root of a day at every destination; with `&destination=ID` the
 * destination is asked for its own account, and the differences are shown. Staff only; changes nothing.
 * Refuses with LT-C003 (403, a token asks), LT-C008 (400, a parameter), LT-C009 (404, no such destination), and what
 * `authenticate` and `staff` refuse with (401).
 */
export function createReconciliationRouter(deps: ReconciliationRouterDeps): Router {
  const { digests, compare, rules, systems, clock } = deps;
  const router = Router({ caseSensitive: true });
  router.get('/reconciliation', async (request, response) => {
    response.locals['route'] = '/reconciliation';
    answerJson(response, await find(request), systems);
  });

  async function find(request: Request): Promise<Found> {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    if (caller.value.kind !== 'staff') return refuse(rules, 'LT-C003');
    const { day, facility = null, destination, ...others } = request.query;
    const isDay = typeof day === 'string' && isCalendarDay(day) && day <= toLocalDay(clock());
    const isFacility = facility === null || (typeof facility === 'string' && FACILITY.test(facility));
    const isDestination = destination === undefined || typeof destination === 'string';
    if (!isDay || !isFacility || !isDestination || Object.keys(others).length > 0) return refuse(rules, 'LT-C008');
    const scope = { day, facility };
    if (destination === undefined) {
      const all = await digests(scope);
      return found({ ...scope, destinations: all.map((each) => ({ ...each, confirmedAt: toText(each.confirmedAt) })) });
    }
    const comparison = await compare(destination, scope);
    if (comparison === undefined) return refuse(rules, 'LT-C009');
    const { differences, isComplete, ...counts } = comparison;
    const shown = {
      isComplete: isComplete && differences.length <= MAX_SHOWN,
      differences: differences.slice(0, MAX_SHOWN),
    };
    return found({ ...scope, ...counts, ...shown });
  }
  return router;
}

function toText(at: EpochMs | null): string | null {
  return at === null ? null : toLocalInstant(at);
}
