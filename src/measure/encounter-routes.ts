import { type Request, Router } from 'express';
import { toLocalInstant } from '../fhir/local-time.ts';
import type { EncounterBehind, EncounterFilter } from '../types/coverage.ts';
import { answerJson, type Found, found, identify, type ReadingDeps, refuse } from './answers.ts';
import { askedDay, maySee, whenCounted } from './asked-day.ts';
import type { CoverageService } from './coverage-service.ts';
import type { EncounterPageAsked, ReadEncounters } from './encounters-behind.ts';

export interface EncounterRouterDeps extends ReadingDeps {
  readonly coverage: Pick<CoverageService, 'overview'>;
  readonly readEncounters: ReadEncounters;
}

const PATH = '/coverage/facilities/:code/encounters';
const SHOWN = ['all', 'emr', 'no-emr', 'late', 'no-identity', 'unsigned', 'incomplete'] as const;
const SECTION = /^[a-z0-9-]{1,64}$/;
/** MA_LK has at most 100 characters. */
const MAX_KEY = 100;
const MAX_LIMIT = 1_000;
const USUAL_LIMIT = 100;

/**
 * `GET /coverage/facilities/{code}/encounters` (`?asOf=&show=&section=&after=&limit=`): the encounters behind a figure of a day, by
 * MA_LK, in pages. Staff see every facility's, a facility's token its own.
 * Refuses with LT-C001 (400, asOf), LT-C002 (404; "not yours" looks like "not there"), LT-C026 (400, any other parameter),
 * LT-C020 (503, the day is being counted), and what `authenticate` and `staff` refuse with (401).
 */
export function createEncounterRouter(deps: EncounterRouterDeps): Router {
  const { coverage, rules } = deps;
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
    const filter = askedFilter(request.query);
    const page = askedPage(request.query);
    if (!maySee(caller.value, code)) return refuse(rules, 'LT-C002');
    if (filter === undefined || page === undefined) return refuse(rules, 'LT-C026');
    const { report } = await coverage.overview(asOf.value);
    if (!report.facilities.some((one) => one.code === code)) return refuse(rules, 'LT-C002');
    const { encounters, next } = await deps.readEncounters(code, asOf.value, filter, page);
    return found({ asOf: asOf.value, code, ...filter, encounters: encounters.map(toShown), next });
  }
  return router;
}

function askedFilter({ show = 'all', section }: Request['query']): EncounterFilter | undefined {
  if (show === 'missing-section') {
    return typeof section === 'string' && SECTION.test(section) ? { show, section } : undefined;
  }
  const known = SHOWN.find((one) => one === show);
  return known === undefined || section !== undefined ? undefined : { show: known };
}

function askedPage({ after = '', limit = String(USUAL_LIMIT) }: Request['query']): EncounterPageAsked | undefined {
  const size = typeof limit === 'string' && /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (size < 1 || size > MAX_LIMIT || typeof after !== 'string' || after.length > MAX_KEY) return undefined;
  return { after, limit: size };
}

function toShown({ endOfCare, firstEmrAt, ...one }: EncounterBehind): object {
  const [end, first] = [toLocalInstant(endOfCare), firstEmrAt === null ? null : toLocalInstant(firstEmrAt)];
  return { ...one, endOfCare: end, firstEmrAt: first };
}
