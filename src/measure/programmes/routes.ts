import { type Request, Router } from 'express';
import { toLocalDay } from '../../fhir/local-time.ts';
import type { Result } from '../../types/issue.ts';
import type { Principal } from '../../types/principal.ts';
import type { ProgrammePeriod, ProgrammeService } from '../../types/programme.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { answerJson, type Found, found, identify, type ReadingDeps, refuse } from '../answers.ts';
import { parseDay } from '../days.ts';

export interface ProgrammeRouterDeps extends ReadingDeps {
  readonly programmes: ProgrammeService;
}

/** Longest period: leap years too. */
const MAX_DAYS = 366;
const PAGE = 500;

/**
 * `GET /coverage/programmes` (staff), `/coverage/programmes/identity` and `/coverage/programmes/unidentified` (staff, and a
 * facility's token its own rows). Refuses with LT-C050 (400, period), LT-C051 (400, facility, day or page), LT-C052 (404, another
 * facility's), LT-C003 (403, a token asks for the whole province), and what `authenticate` and `staff` refuse with (401).
 */
export function createProgrammeRouter(deps: ProgrammeRouterDeps): Router {
  const { programmes, rules } = deps;
  const router = Router({ caseSensitive: true });
  const get = (path: string, find: (request: Request, caller: Principal) => Promise<Found>) => {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      const caller = await identify(request, deps);
      answerJson(response, caller.ok ? await find(request, caller.value) : caller, deps.systems);
    });
  };

  get('/coverage/programmes', async (request, caller) => {
    if (caller.kind !== 'staff') return refuse(rules, 'LT-C003');
    const period = askedPeriod(request, deps);
    if (!period.ok) return period;
    const counted = await programmes.counted();
    return found({ ...period.value, counted, programmes: await programmes.figures(period.value) });
  });

  get('/coverage/programmes/identity', async (request, caller) => {
    const period = askedPeriod(request, deps);
    if (!period.ok) return period;
    const days = await programmes.identityDays(period.value);
    return found({ ...period.value, days: days.filter(({ facility }) => maySee(caller, facility)) });
  });

  get('/coverage/programmes/unidentified', async (request, caller) => {
    const { facility, day, after = '' } = request.query;
    if (typeof facility !== 'string' || typeof after !== 'string' || !isPastDay(day, deps))
      return refuse(rules, 'LT-C051');
    if (!maySee(caller, facility)) return refuse(rules, 'LT-C052');
    const list = await programmes.unidentified(facility, day, { after, limit: PAGE });
    return found({ facility, day, ...list });
  });
  return router;
}

function maySee(caller: Principal, code: FacilityCode): boolean {
  return caller.kind === 'staff' || (caller.kind === 'facility' && caller.facility === code);
}

function isPastDay(day: unknown, { clock }: ProgrammeRouterDeps): day is string {
  return typeof day === 'string' && parseDay(day) !== undefined && day <= toLocalDay(clock());
}

/** The month so far, when nothing is asked. */
function askedPeriod(request: Request, deps: ProgrammeRouterDeps): Result<ProgrammePeriod> {
  const today = toLocalDay(deps.clock());
  const to: unknown = request.query['to'] ?? today;
  if (!isPastDay(to, deps)) return refuse(deps.rules, 'LT-C050');
  const from: unknown = request.query['from'] ?? `${to.slice(0, 8)}01`;
  if (!isPastDay(from, deps) || from > to) return refuse(deps.rules, 'LT-C050');
  const length = (parseDay(to) ?? 0) - (parseDay(from) ?? 0) + 1;
  return length > MAX_DAYS ? refuse(deps.rules, 'LT-C050') : { ok: true, value: { from, to } };
}
