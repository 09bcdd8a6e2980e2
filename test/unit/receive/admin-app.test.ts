import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../src/observe/logger.ts';
import { createMetrics } from '../../../src/observe/metrics.ts';
import { createAdminApp } from '../../../src/receive/create-admin-app.ts';
import { type Listening, listen } from '../../../src/receive/listen.ts';
import { exchange, ruleIdsOf } from '../../support/http-exchange.ts';
import { NOW, RULES, STANDARD_LIMITS, SYSTEMS } from '../../support/public-door.ts';

let ready = true;
let admin: Listening;
beforeAll(async () => {
  const metrics = createMetrics({ queueDepths: async () => [], standings: () => [], clock: () => NOW });
  const logger = createLogger('silent');
  const app = createAdminApp({ rules: RULES, systems: SYSTEMS, metrics, logger, ready: async () => ready });
  admin = await listen(app, { host: '127.0.0.1', port: 0, limits: STANDARD_LIMITS, rules: RULES, systems: SYSTEMS });
});
afterAll(() => admin.close());

const get = (path: string) => exchange(`${admin.url}${path}`);

describe('the admin port', () => {
  it('says that the process lives', async () => {
    expect(await get('/livez')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  });

  it('says whether it takes records', async () => {
    expect((await get('/readyz')).status).toBe(200);
    ready = false;
    const { status, body } = await get('/readyz');
    ready = true;
    expect([status, ...ruleIdsOf(body)]).toEqual([503, 'LT-R052']);
  });

  it('shows the metrics to Prometheus', async () => {
    const { status, headers, body } = await get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain('# TYPE lienthong_stage_duration_seconds histogram');
  });

  it('serves nothing else', async () => {
    expect(ruleIdsOf((await get('/submissions')).body)).toEqual(['LT-R001']);
  });
});
