import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { createCallQuota } from '../../src/receive/call-quota.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { ruleIdsOf } from '../support/http-exchange.ts';
import { type ServedGateway, serveFacilities } from '../support/served-gateway.ts';
import { NOON } from '../support/store-fixtures.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';

describe('the quota of a running gateway', () => {
  let served: ServedGateway;
  beforeAll(async () => {
    served = await serveFacilities(['99001', '99002'], { limits: { callsPerMinute: 3 } });
  });
  afterAll(() => served.close());

  it('refuses what is over it with 429, for this facility alone', async () => {
    const calls = Array.from({ length: 9 }, () => served.sender('99001').get('/submissions?encounter=LK1'));
    const answers = await Promise.all(calls);
    const refused = answers.filter(({ status }) => status === 429);
    // Should the minute end in between, another three are granted.
    expect(refused.length).toBeGreaterThanOrEqual(3);
    expect(answers.filter(({ status }) => status === 200).length).toBe(9 - refused.length);
    for (const { headers, body } of refused) {
      expect(ruleIdsOf(body)).toEqual(['LT-R053']);
      expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    }
    expect((await served.sender('99002').get('/submissions?encounter=LK1')).status).toBe(200);
  });
});

describe('the quota of processes on one store', () => {
  it('is one quota', async () => {
    const opened = await openTemporaryStore();
    const beside = await openSqliteStore({ dataDir: opened.dataDir, exclusive: false, clock: () => NOON, newId: v7 });
    const quotas = [opened.store, beside].map(({ takeQuota }) =>
      createCallQuota({ takeQuota, callsPerMinute: 100, clock: () => NOON }),
    );
    const calls = Array.from({ length: 300 }, (_, index) => quotas[index % 2]?.('99001'));
    const granted = (await Promise.all(calls)).filter((answer) => answer?.granted);
    expect(granted).toHaveLength(100);
    await beside.close();
    await opened.cleanup();
  });
});
