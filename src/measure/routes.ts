import { type Request, type Response, Router } from 'express';
import { type IdentifierSystems, ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toLocalDay } from '../fhir/local-time.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { Refusal, Result, RuleCatalogue } from '../types/issue.ts';
import type { Principal } from '../types/principal.ts';
import type { EpochMs } from '../types/submission.ts';
import type { CoverageService } from './coverage-service.ts';
import { parseDay } from './days.ts';
import { toOpenCoverage } from './open-data.ts';

/** Every value of each header, by lower-case name. */
type Headers = Readonly<Record<string, readonly string[] | undefined>>;

export interface CoverageRouterDeps {
  readonly coverage: CoverageService;
  /** Who a token belongs to, from the headers alone. */
  readonly authenticate: (headers: Headers) => Promise<Result<Principal>>;
  /** Whether a request without a token comes from staff. */
  readonly staff: (request: Request) => Result<Principal>;
  readonly clock: () => EpochMs;
  readonly rules: RuleCatalogue;
  readonly systems: IdentifierSystems;
}

/** Seconds for which anybody may keep the open figures. */
const OPEN_MAX_AGE = 60;

/** What a route found: something to show, or why not. */
type Found = Result<object>;

/**
 * `GET /coverage`, `/coverage/facilities`, `/coverage/facilities/{code}` (all with `?asOf=YYYY-MM-DD`, default today) and
 * `/open/coverage.json`. Staff see everything, a facility's token sees its own row, everybody the open figures.
 * Refuses with LT-C001 (400, asOf), LT-C002 (404; "not yours" looks like "not there"), LT-C003 (403, a token asks for
 * more than its own row), and what `authenticate` and `staff` refuse with (401).
 */
export function createCoverageRouter(deps: CoverageRouterDeps): Router {
  const { coverage } = deps;
  const router = Router({ caseSensitive: true });
  const get = (path: string, find: (request: Request) => Promise<Found>) => {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      answer(response, await find(request), deps.systems);
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
  router.get('/open/coverage.json', async (_request, response) => {
    response.locals['route'] = '/open/coverage.json';
    const { report } = await coverage.overview();
    response.set('Cache-Control', `public, max-age=${OPEN_MAX_AGE}`).json(toOpenCoverage(report));
  });
  return router;
}

/** A token that is sent is what counts, on any machine; without one it must be staff. */
async function identify(request: Request, { authenticate, staff }: CoverageRouterDeps): Promise<Result<Principal>> {
  const { headersDistinct: headers } = request;
  return headers['authorization'] === undefined ? staff(request) : authenticate(headers);
}

function maySee(caller: Principal, code: string): boolean {
  return caller.kind === 'staff' || (caller.kind === 'facility' && caller.facility === code);
}

function askedDay(request: Request, { clock, rules }: CoverageRouterDeps): Result<string> {
  const today = toLocalDay(clock());
  const asOf: unknown = request.query['asOf'] ?? today;
  const allowed = typeof asOf === 'string' && parseDay(asOf) !== undefined && asOf <= today;
  return allowed ? { ok: true, value: asOf } : refuse(rules, 'LT-C001');
}

function refuse(rules: RuleCatalogue, ruleId: string): Result<never> {
  const issue = rules.issue(ruleId);
  if (issue.rule.status === undefined) throw new Error(`rule ${ruleId} has no HTTP status`);
  return { ok: false, refusal: { status: issue.rule.status, issues: [issue] } };
}

function found(value: object): Found {
  return { ok: true, value };
}

function answer(response: Response, result: Found, systems: IdentifierSystems): void {
  response.set('Cache-Control', 'no-store');
  if (result.ok) response.json(result.value);
  else sendRefusal(response, result.refusal, systems);
}

function sendRefusal(response: Response, { status, headers = {}, issues }: Refusal, systems: IdentifierSystems): void {
  const outcome = toOperationOutcome(issues, ruleSystemOf(systems));
  response.status(status).set(headers).type('application/fhir+json').send(JSON.stringify(outcome));
}
