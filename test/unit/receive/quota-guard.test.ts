import { describe, expect, it } from '@jest/globals';
import { createCallQuota } from '../../../src/receive/call-quota.ts';
import { createQuotaGuard } from '../../../src/receive/quota-guard.ts';
import { createRefusals } from '../../../src/receive/refusals.ts';
import type { Principal, RequestHeaders } from '../../../src/types/principal.ts';
import { exchange, openConnection, ruleIdsOf } from '../../support/http-exchange.ts';
import { createMemoryQuota } from '../../support/memory-quota.ts';
import { NOW, RULES, SYSTEMS, withDoor } from '../../support/public-door.ts';

const CALLERS: Readonly<Record<string, Principal>> = {
  'Bearer a': { kind: 'facility', facility: '99001', scopes: ['system/*.cruds'] },
  'Bearer b': { kind: 'facility', facility: '99002', scopes: ['system/*.cruds'] },
  'Bearer warehouse': { kind: 'client', client: 'warehouse', scopes: ['system/*.rs'] },
};

/** Two calls of each facility in the minute, of which 20 s are over. */
function guardOf(takeQuota = createMemoryQuota().takeQuota) {
  const refusals = createRefusals(RULES, SYSTEMS);
  const authenticate = async (headers: RequestHeaders) => {
    const value = CALLERS[[headers['authorization']].flat()[0] ?? ''];
    if (value !== undefined) return { ok: true, value } as const;
    return { ok: false, refusal: { status: 401, issues: [RULES.issue('LT-A001')] } } as const;
  };
  const quota = createCallQuota({ takeQuota, callsPerMinute: 2, clock: () => NOW + 20_000 });
  return createQuotaGuard<Principal>(authenticate, quota, refusals, 2);
}

describe('quota of a facility', () => {
  it('refuses the call too many with 429 and Retry-After, others are not held up', async () => {
    await withDoor({ deps: { authenticate: guardOf() } }, async ({ url, gateway }) => {
      const send = (caller: string) =>
        exchange(`${url}/submissions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${caller}`, 'Content-Type': 'application/xml' },
          body: '<a/>',
        });
      for (let call = 0; call < 3; call++) expect((await send('forged')).status).toBe(401);
      expect([(await send('a')).status, (await send('a')).status]).toEqual([201, 201]);
      const { status, headers, body } = await send('a');
      expect([status, headers['retry-after'], ...ruleIdsOf(body)]).toEqual([429, '40', 'LT-R053']);
      expect(headers['content-type']).toBe('application/fhir+json');
      expect(JSON.parse(body).issue[0].code).toBe('throttled');
      expect((await send('b')).status).toBe(201);
      expect(gateway.received).toHaveLength(3);
      expect(
        (await exchange(`${url}/submissions?encounter=x`, { headers: { authorization: 'Bearer a' } })).status,
      ).toBe(429);
      expect(
        (await exchange(`${url}/submissions?encounter=x`, { headers: { authorization: 'Bearer warehouse' } })).status,
      ).toBe(403);
    });
  });

  it('says so before the body has come', async () => {
    await withDoor({ deps: { authenticate: guardOf(async () => 0) } }, async ({ port }) => {
      const connection = await openConnection(port);
      connection.send(
        'POST /submissions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nContent-Type: application/xml\r\nContent-Length: 5000000\r\n\r\n',
      );
      expect(await connection.until(/LT-R053/)).toMatch(/^HTTP\/1\.1 429 /);
      connection.destroy();
    });
  });

  it('is 503 when the store does not answer', async () => {
    await withDoor(
      { deps: { authenticate: guardOf(() => Promise.reject(new Error('store down'))) } },
      async ({ url }) => {
        const headers = { authorization: 'Bearer a' };
        const { status, body } = await exchange(`${url}/submissions?encounter=x`, { headers });
        expect([status, ...ruleIdsOf(body)]).toEqual([503, 'LT-R050']);
      },
    );
  });
});
