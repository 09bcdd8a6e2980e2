import express, { type Express } from 'express';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { RuleCatalogue } from '../types/issue.ts';
import { createErrorRoute } from './error-route.ts';
import { createHealthRoutes } from './health-routes.ts';
import { createRefusals } from './refusals.ts';
import { addRoutes, answering, createNotFound } from './route-table.ts';

export interface AdminAppDeps {
  readonly rules: RuleCatalogue;
  readonly systems: IdentifierSystems;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly ready: () => Promise<boolean>;
}

/** What the operator's probes and Prometheus read: `/livez`, `/readyz`, `/metrics`. For the admin port only. */
export function createAdminApp({ rules, systems, metrics, logger, ready }: AdminAppDeps): Express {
  const refusals = createRefusals(rules, systems);
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing');
  addRoutes(app, createHealthRoutes(ready, refusals), refusals);
  addRoutes(
    app,
    { '/metrics': { GET: answering(async () => ({ status: 200, ...(await metrics.render()) })) } },
    refusals,
  );
  app.use(createNotFound(refusals), createErrorRoute(refusals, logger));
  return app;
}
