import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createBearerVerifier } from '../../../src/authenticate/bearer.ts';
import type { Result } from '../../../src/types/issue.ts';
import type { RequestHeaders } from '../../../src/types/principal.ts';
import {
  accessTokenClaims,
  createTokenWorld,
  FACILITY,
  signJws,
  type TokenWorld,
} from '../../support/token-fixture.ts';
import { FORGED_ACCESS_TOKENS, rightToken } from './forged-access-tokens.ts';

/** Proving figure S1, the gateway's half. */
describe('createBearerVerifier', () => {
  let world: TokenWorld;
  beforeEach(async () => {
    world = await createTokenWorld();
  });

  const bearer = (token: string): RequestHeaders => ({ authorization: [`Bearer ${token}`] });

  const refusalOf = (result: Result<unknown>) =>
    result.ok
      ? { accepted: result.value }
      : {
          status: result.refusal.status,
          rule: result.refusal.issues.map(({ rule }) => rule.id),
          challenge: result.refusal.headers?.['WWW-Authenticate'],
        };

  it.each(FORGED_ACCESS_TOKENS)('refuses: $name ($rule)', async ({ make, rule }) => {
    const refused = { status: 401, rule: [rule], challenge: 'Bearer error="invalid_token"' };
    const token = await make(world);
    expect(refusalOf(await world.verify(bearer(token)))).toEqual(refused);
    expect(refusalOf(await world.verify(bearer(token)))).toEqual(refused);
  });

  it.each<[string, RequestHeaders, string, string]>([
    ['no header', {}, 'LT-A001', 'Bearer'],
    ['an empty header', { authorization: [''] }, 'LT-A002', 'Bearer error="invalid_token"'],
    ['a scheme alone', { authorization: ['Bearer'] }, 'LT-A002', 'Bearer error="invalid_token"'],
    ['a scheme and a blank', { authorization: 'Bearer ' }, 'LT-A002', 'Bearer error="invalid_token"'],
    ['Basic', { authorization: ['Basic OTkwMDE6eA=='] }, 'LT-A002', 'Bearer error="invalid_token"'],
  ])('refuses %s', async (_, headers, rule, challenge) => {
    expect(refusalOf(await world.verify(headers))).toEqual({ status: 401, rule: [rule], challenge });
  });

  it('refuses a right token under the scheme DPoP, twice in one header, and in two headers', async () => {
    const token = rightToken(world);
    const attempts: RequestHeaders[] = [
      { authorization: [`DPoP ${token}`] },
      { authorization: [`Bearer ${token} ${token}`] },
      { authorization: [`Bearer ${token},Bearer ${token}`] },
      { authorization: [`Bearer ${token}`, `Bearer ${token}`] },
    ];
    const results = await Promise.all(attempts.map(world.verify));
    expect(results.map(({ ok }) => ok)).toEqual([false, false, false, false]);
  });

  it('gives the facility and its scopes, whatever the case of the scheme', async () => {
    const token = signJws(
      { alg: 'ES384', typ: 'at+jwt', kid: world.gatewayKey.kid },
      { ...accessTokenClaims(world), scope: 'system/*.write system/*.read' },
      world.gatewayKey,
    );
    const value = { kind: 'facility', facility: FACILITY, scopes: ['system/*.write', 'system/*.read'] };
    expect(await world.verify({ authorization: `bearer ${token}` })).toEqual({ ok: true, value });
  });

  it('sees the second header of a real request', async () => {
    const server = createServer(async ({ headersDistinct }, response) => {
      response.end(String((await world.verify(headersDistinct)).ok));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ask = async (lines: readonly string[]): Promise<string> => {
      const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
      socket.write(['GET / HTTP/1.1', 'Host: x', 'Connection: close', ...lines, '', ''].join('\r\n'));
      return (await text(socket)).split('\r\n').at(-1) ?? '';
    };
    const line = `Authorization: Bearer ${rightToken(world)}`;
    const answers = [await ask([line]), await ask([line, 'Authorization: Bearer x']), await ask([line, line])];
    server.close();
    expect(answers.map((answer) => answer.includes('true'))).toEqual([true, false, false]);
  });

  it('asks the registry once per token, and again for a token it has not seen', async () => {
    const asked: string[] = [];
    const verify = createBearerVerifier({
      ...world.deps,
      facilityExists: async (code) => asked.push(code) > 0,
    });
    const [first, second] = [rightToken(world), rightToken(world)];
    for (const token of [first, first, second, first]) await verify(bearer(token));
    expect(asked).toEqual([FACILITY, FACILITY]);
  });

  it('ends a remembered token with its exp', async () => {
    const headers = bearer(rightToken(world));
    expect((await world.verify(headers)).ok).toBe(true);
    world.now.ms += 299_999;
    expect((await world.verify(headers)).ok).toBe(true);
    world.now.ms += 1;
    expect(refusalOf(await world.verify(headers))).toMatchObject({ status: 401, rule: ['LT-A005'] });
  });

  it('remembers no more tokens than it may, and drops the one not asked for longest', async () => {
    const asked: string[] = [];
    const verify = createBearerVerifier({
      ...world.deps,
      cacheSize: 2,
      facilityExists: async (code) => asked.push(code) > 0,
    });
    const [a, b, c] = [rightToken(world), rightToken(world), rightToken(world)];
    for (const token of [a, b, a, c]) await verify(bearer(token));
    expect(asked).toHaveLength(3);
    await verify(bearer(a));
    expect(asked).toHaveLength(3);
    await verify(bearer(b));
    expect(asked).toHaveLength(4);
  });

  it('shuts a facility out once it has left the registry, for tokens it has not seen', async () => {
    world.keys.delete(FACILITY);
    expect(refusalOf(await world.verify(bearer(rightToken(world))))).toMatchObject({ rule: ['LT-A008'] });
  });

  it('answers 503 when the registry cannot be read, and forgets nothing', async () => {
    const causes: unknown[] = [];
    let isDown = true;
    const verify = createBearerVerifier({
      ...world.deps,
      facilityExists: async () => {
        if (isDown) throw new Error('disk gone');
        return true;
      },
      onStoreFailure: (cause) => causes.push(cause),
    });
    const headers = bearer(rightToken(world));
    const refused = await verify(headers);
    expect(refused).toMatchObject({ ok: false, refusal: { status: 503, headers: { 'Retry-After': '5' } } });
    expect(causes).toEqual([new Error('disk gone')]);
    isDown = false;
    expect((await verify(headers)).ok).toBe(true);
  });
});
