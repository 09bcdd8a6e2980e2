import express, { type Express, type RequestHandler, type Router } from 'express';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Limits } from '../types/config.ts';
import type { Gateway } from '../types/gateway.ts';
import type { HealthBook } from '../types/health-book.ts';
import type { Result, RuleCatalogue } from '../types/issue.ts';
import type { ManifestDesk } from '../types/manifest-desk.ts';
import type { Principal, RequestHeaders } from '../types/principal.ts';
import type { EpochMs } from '../types/submission.ts';
import type { ValidateOperation } from '../types/validate-operation.ts';
import { FHIR_JSON, JSON_TYPE, toJsonAnswer } from './answer.ts';
import { createBodyBudget } from './body-budget.ts';
import { buildCapabilityStatement } from './capability-statement.ts';
import { createErrorRoute } from './error-route.ts';
import { createFacilityAccess } from './facility-access.ts';
import { createReadRoute, createSummaryRoute } from './health-book-routes.ts';
import { createHealthRoutes } from './health-routes.ts';
import { createManifestComparisonRoute, createManifestRoute } from './manifest-routes.ts';
import { createEncounterReceiptsRoute, createReceiptRoute } from './receipt-routes.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { addRoutes, answering, createNotFound, type RouteTable } from './route-table.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { buildSmartConfiguration } from './smart-configuration.ts';
import { createSubmitRoute } from './submit-routes.ts';
import { createUrlLimits } from './url-limits.ts';
import { createValidateRoute } from './validate-routes.ts';

export interface PublicAppDeps {
  readonly gateway: Gateway;
  readonly book: HealthBook;
  readonly manifests: ManifestDesk;
  readonly operation: ValidateOperation;
  /** Decides who is calling from the headers alone; refuses with 401. */
  readonly authenticate: (headers: RequestHeaders) => Promise<Result<Principal>>;
  /** `POST /auth/token`; reads and limits its own small body. */
  readonly tokenEndpoint: RequestHandler;
  readonly limits: Limits;
  readonly rules: RuleCatalogue;
  readonly systems: IdentifierSystems;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly version: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => EpochMs;
  /** Makes the id of a submission, a UUIDv7. */
  readonly newId: () => string;
  readonly ready: () => Promise<boolean>;
  /** Routers of other stages, tried in order after the door's own routes; they check access themselves. */
  readonly mounts: readonly { readonly path: string; readonly router: Router }[];
  /** The same for resources that are not stored but made, below /fhir: tried before `GET /fhir/{Type}/{id}`. */
  readonly readers: readonly Router[];
}

/** Bodies in memory at one time: so many of the largest. */
const BODIES_AT_ONCE = 4;

/** The HTTP door: every route that senders, destinations' readers and staff reach on the public port. */
export function createPublicApp(deps: PublicAppDeps): Express {
  const refusals = createRefusals(deps.rules, deps.systems);
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing');
  app.use(createRequestMetrics(deps.metrics), createSecurityHeaders(deps.publicUrl), createUrlLimits(refusals));
  addRoutes(app, createHealthRoutes(deps.ready, refusals), refusals);
  addRoutes(app, createDiscoveryRoutes(deps), refusals);
  for (const router of deps.readers) app.use(router);
  addRoutes(app, createRecordRoutes(deps, refusals), refusals);
  addRoutes(app, { '/auth/token': { POST: deps.tokenEndpoint } }, refusals);
  for (const { path, router } of deps.mounts) {
    app.use(path, (_request, response, next) => {
      response.locals['route'] = path;
      next();
    });
    app.use(path, router);
  }
  app.use(createNotFound(refusals), createErrorRoute(refusals, deps.logger));
  return app;
}

/** SMART clients look below the FHIR base, others at the server's root: the same document stands at both. */
function createDiscoveryRoutes({ publicUrl, version, systems, limits, clock }: PublicAppDeps): RouteTable {
  const statement = buildCapabilityStatement({ publicUrl, version, base: systems.base, limits, startedAt: clock() });
  const capabilities = toJsonAnswer(200, FHIR_JSON, statement);
  const smart = toJsonAnswer(200, JSON_TYPE, buildSmartConfiguration(publicUrl));
  return {
    '/fhir/metadata': { GET: answering(async () => capabilities) },
    '/.well-known/smart-configuration': { GET: answering(async () => smart) },
    '/fhir/.well-known/smart-configuration': { GET: answering(async () => smart) },
  };
}

function createRecordRoutes(deps: PublicAppDeps, refusals: Refusals): RouteTable {
  const access = createFacilityAccess(deps.authenticate, refusals, deps.metrics);
  const budget = createBodyBudget(BODIES_AT_ONCE * Math.max(deps.limits.maxEnvelopeBytes, deps.limits.maxBodyBytes));
  const submitting = { ...deps, access, refusals, budget };
  const reading = { gateway: deps.gateway, book: deps.book, access, refusals, isType: deps.operation.isType };
  const validate = answering(createValidateRoute(submitting));
  return {
    '/submissions': {
      GET: answering(createEncounterReceiptsRoute(reading)),
      POST: answering(createSubmitRoute(submitting, 'submissions')),
    },
    '/submissions/:id': { GET: answering(createReceiptRoute(reading)) },
    '/manifests': { POST: answering(createManifestRoute(submitting)) },
    '/manifests/:id': { GET: answering(createManifestComparisonRoute(submitting)) },
    '/fhir': { POST: answering(createSubmitRoute(submitting, 'fhir')) },
    '/fhir/$validate': { POST: validate },
    '/fhir/:type/$validate': { POST: validate },
    '/fhir/Patient/:id/$summary': { GET: answering(createSummaryRoute(reading)) },
    '/fhir/:type/:id': { GET: answering(createReadRoute(reading)) },
  };
}
