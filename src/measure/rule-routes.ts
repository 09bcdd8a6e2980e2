import { type Request, Router } from 'express';
import { startOfLocalDay, toLocalDay } from '../fhir/local-time.ts';
import type { Result } from '../types/issue.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { answerJson, type Found, found, identify, type ReadingDeps, refuse } from './answers.ts';
import { type DayNumber, dayOfInstant, endOfDay, formatDay, parseDay } from './days.ts';

export interface RuleRouterDeps extends ReadingDeps {
  /** The catalogue with what holds for a facility (null: for one without settings of its own) on a day. */
  readonly catalogue: (facility: FacilityCode | null, day: string) => object;
  /** What would be refused of the records received in a period if everything were enforced. */
  readonly enforced: (period: Period) => Promise<object>;
}

/** Days of receipt in Asia/Ho_Chi_Minh, `YYYY-MM-DD`, both included, and their first and last instant. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** Longest period of a report, in days. */
const MAX_DAYS = 366;
/** Without `from`: so many days up to `to`. */
const USUAL_DAYS = 30;

/**
 * `GET /rules` (`?facility=CODE&asOf=DAY`): the rule catalogue with what each rule does. A facility's token sees what
 * holds for itself, staff for any facility; the day may lie ahead. `GET /reports/enforced` (`?from=DAY&to=DAY`), staff
 * only: what would be refused if everything were enforced.
 * Refuses with LT-C003 (403, a token asks for the report), LT-C004 (400, asOf), LT-C005 (400, from and to), LT-C006 (403,
 * another facility's rules), and what `authenticate` and `staff` refuse with (401).
 */
export function createRuleRouter(deps: RuleRouterDeps): Router {
  const router = Router({ caseSensitive: true });
  const get = (path: string, find: (request: Request) => Promise<Found>) => {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      answerJson(response, await find(request), deps.systems);
    });
  };

  get('/rules', async (request) => {
    const facility = await askedFacility(request, deps);
    if (!facility.ok) return facility;
    const day: unknown = request.query['asOf'] ?? toLocalDay(deps.clock());
    if (!isDay(day)) return refuse(deps.rules, 'LT-C004');
    return found(deps.catalogue(facility.value, day));
  });
  get('/reports/enforced', async (request) => {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    if (caller.value.kind !== 'staff') return refuse(deps.rules, 'LT-C003');
    const period = askedPeriod(request, deps);
    return period.ok ? found(await deps.enforced(period.value)) : period;
  });
  return router;
}

async function askedFacility(request: Request, deps: RuleRouterDeps): Promise<Result<FacilityCode | null>> {
  const caller = await identify(request, deps);
  if (!caller.ok) return caller;
  const asked: unknown = request.query['facility'];
  const wanted = typeof asked === 'string' ? asked : null;
  if (caller.value.kind === 'staff') return { ok: true, value: wanted };
  const own = caller.value.kind === 'facility' ? caller.value.facility : undefined;
  const isOwn = own !== undefined && (asked === undefined || asked === own);
  return isOwn ? { ok: true, value: own } : refuse(deps.rules, 'LT-C006');
}

function askedPeriod(request: Request, { clock, rules }: RuleRouterDeps): Result<Period> {
  const today = dayOfInstant(clock());
  const to = askedDay(request.query['to'], today);
  const from = askedDay(request.query['from'], (to ?? today) - USUAL_DAYS + 1);
  const isPeriod = to !== undefined && from !== undefined && from <= to && to <= today && to - from < MAX_DAYS;
  if (!isPeriod) return refuse(rules, 'LT-C005');
  const days = { from: formatDay(from), to: formatDay(to) };
  return { ok: true, value: { ...days, start: startOfLocalDay(days.from), end: endOfDay(to) } };
}

function askedDay(text: unknown, standard: DayNumber): DayNumber | undefined {
  if (text === undefined) return standard;
  return typeof text === 'string' ? parseDay(text) : undefined;
}

function isDay(text: unknown): text is string {
  return typeof text === 'string' && parseDay(text) !== undefined;
}
