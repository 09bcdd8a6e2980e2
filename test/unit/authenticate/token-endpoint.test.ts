import { generateKeyPairSync } from 'node:crypto';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { request } from 'undici';
import { signClientAssertion } from '../../../src/authenticate/client-assertion.ts';
import { createTokenEndpoint, type TokenEndpointDeps } from '../../../src/authenticate/token-endpoint.ts';
import {
  assertionClaims,
  createTokenWorld,
  FACILITY,
  GATEWAY,
  START,
  signJws,
  type TokenWorld,
} from '../../support/token-fixture.ts';
import { JWT_BEARER, postAssertion, postForm, startTokenServer, type TokenServer } from '../../support/token-server.ts';

describe('POST /auth/token', () => {
  let world: TokenWorld;
  let server: TokenServer;

  beforeEach(async () => {
    world = await createTokenWorld();
    server = await startTokenServer(world.deps);
  });
  afterEach(() => server.close());

  const own = (audience = `${GATEWAY}/auth/token`): Promise<string> =>
    signClientAssertion({
      facility: FACILITY,
      privateKey: world.facilityKey,
      audience,
      now: world.now.ms,
      jti: world.deps.newId(),
    });

  it('gives an access token that speaks for the facility for 300 seconds', async () => {
    const { status, headers, body } = await postAssertion(server.url, await own());
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 300,
      scope: 'system/*.cruds',
    });
    const token = String(body['access_token']);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES384', typ: 'at+jwt', kid: world.gatewayKey.kid });
    expect(decodeJwt(token)).toEqual({
      iss: GATEWAY,
      aud: GATEWAY,
      sub: FACILITY,
      client_id: FACILITY,
      scope: 'system/*.cruds',
      iat: START / 1000,
      exp: START / 1000 + 300,
      jti: expect.any(String),
    });
    expect(await world.verify({ authorization: `Bearer ${token}` })).toEqual({
      ok: true,
      value: { kind: 'facility', facility: FACILITY, scopes: ['system/*.cruds'] },
    });
    expect(world.signIns).toEqual([FACILITY]);
    expect(world.outcomes).toEqual(['issued']);
  });

  it.each([
    ['the issuer', (now: number) => ({ aud: GATEWAY, exp: now + 300 })],
    ['a list of one', (now: number) => ({ aud: [GATEWAY], exp: now + 300 })],
    ['the last moment of the allowance', (now: number) => ({ exp: now + 305, iat: now + 5, nbf: now + 5 })],
    ['no iat', () => ({ iat: undefined })],
    ['jti of 255 characters', () => ({ jti: 'j'.repeat(255) })],
  ])('takes an assertion with %s', async (_, changes) => {
    const claims = { ...assertionClaims(world), ...changes(START / 1000) };
    const header = { alg: 'ES384', kid: world.facilityKey.kid };
    expect((await postAssertion(server.url, signJws(header, claims, world.facilityKey))).status).toBe(200);
  });

  it('takes RS384 from an RSA key, told apart from an EC key of the same kid', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: String(world.facilityKey.kid) };
    const { kty, n, e, kid } = jwk as Required<JWK>;
    world.keys.set(FACILITY, [...(world.keys.get(FACILITY) ?? []), { kty, n, e, kid }]);
    const assertion = signJws({ alg: 'RS384', typ: 'JWT', kid }, assertionClaims(world), jwk);
    expect((await postAssertion(server.url, assertion)).status).toBe(200);
    expect((await postAssertion(server.url, await own())).status).toBe(200);
  });

  it.each([
    ['system/*.rs', 'system/*.rs'],
    ['system/Patient.rs', 'system/Patient.rs'],
    ['system/Patient.cruds system/*.rs', 'system/*.rs'],
    ['system/*.write system/*.read', 'system/*.write system/*.read'],
    ['system/*.*', 'system/*.cruds'],
    ['system/*.c system/*.rs', 'system/*.rs'],
    ['', 'system/*.cruds'],
  ])('grants scope %j as %j', async (scope, granted) => {
    const { body } = await postAssertion(server.url, await own(), { scope });
    expect(body['scope']).toBe(granted);
  });

  it.each([
    'patient/*.read',
    'system/*.rc',
    'system/*.c',
    'openid',
    'system/*.',
    'system/Observation.rs',
    'system/*.rs x',
  ])('refuses scope %j and spends nothing', async (scope) => {
    const assertion = await own();
    const refused = await postAssertion(server.url, assertion, { scope });
    expect({ status: refused.status, error: refused.body['error'] }).toEqual({ status: 400, error: 'invalid_scope' });
    expect(world.jtis.size).toBe(0);
    expect((await postAssertion(server.url, assertion)).status).toBe(200);
  });

  const form = { grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: 'x' };

  it.each([
    ['another grant', { ...form, grant_type: 'password' }, 400, 'unsupported_grant_type', 'LT-A023'],
    ['no grant', { ...form, grant_type: '' }, 400, 'invalid_request', 'LT-A033'],
    ['no assertion', { ...form, client_assertion: '' }, 401, 'invalid_client', 'LT-A024'],
    ['a SAML assertion', { ...form, client_assertion_type: 'saml2' }, 401, 'invalid_client', 'LT-A024'],
    ['a parameter twice', `${new URLSearchParams(form)}&grant_type=password`, 400, 'invalid_request', 'LT-A022'],
    ['a body of 16 KiB and a byte', `a=${'x'.repeat(16_383)}`, 413, 'invalid_request', 'LT-A021'],
    ['a body of 2 MB', `a=${'x'.repeat(2_000_000)}`, 413, 'invalid_request', 'LT-A021'],
    ['an empty body', '', 400, 'invalid_request', 'LT-A033'],
  ])('refuses %s', async (_, body, status, error, rule) => {
    const reply = await postForm(server.url, body);
    expect({ status: reply.status, error: reply.body['error'] }).toEqual({ status, error });
    expect(reply.body['error_description']).toMatch(new RegExp(`^${rule}: `));
    expect(world.outcomes).toEqual([rule]);
  });

  it.each(['application/json', 'multipart/form-data', ''])('refuses media type %j', async (type) => {
    const { status, body } = await postForm(server.url, form, type);
    expect({ status, error: body['error'] }).toEqual({ status: 415, error: 'invalid_request' });
  });

  it('refuses a body that is not UTF-8, and a compressed one', async () => {
    const post = async (body: Buffer, more: Readonly<Record<string, string>>) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...more };
      const reply = await request(`${server.url}/auth/token`, { method: 'POST', headers, body });
      return reply.body.json();
    };
    expect(await post(Buffer.from([0x61, 0x3d, 0xff]), {})).toMatchObject({ error: 'invalid_request' });
    expect(await post(Buffer.from('a=b'), { 'content-encoding': 'gzip' })).toMatchObject({ error: 'invalid_request' });
    expect(world.outcomes).toEqual(['LT-A022', 'LT-A020']);
  });

  it('takes the media type with its charset', async () => {
    const { body } = await postForm(server.url, form, 'Application/X-WWW-Form-URLencoded; charset=UTF-8');
    expect(body['error']).toBe('invalid_client');
  });

  it('refuses a client_id that is not the one of the assertion', async () => {
    expect((await postAssertion(server.url, await own(), { client_id: FACILITY })).status).toBe(200);
    const { status, body } = await postAssertion(server.url, await own(), { client_id: '99002' });
    expect({ status, error: body['error'] }).toEqual({ status: 401, error: 'invalid_client' });
  });

  it('ends the exchange of a client that goes away in the middle of its body', async () => {
    const ended = new Promise((resolve) => {
      world.outcomes.push = (outcome) => Number(resolve(outcome));
    });
    const type = 'application/x-www-form-urlencoded';
    const socket = createConnection(Number(new URL(server.url).port), '127.0.0.1');
    const head = `POST /auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n\r\n`;
    socket.write(`${head}grant_type=`, () => socket.end());
    socket.resume();
    expect(await ended).toBe('LT-A022');
  });

  it('never echoes what it was sent', async () => {
    const canary = 'CANARY-7f3a';
    const replies = await Promise.all([
      postForm(server.url, { ...form, client_assertion: canary, scope: canary, client_id: canary }),
      postForm(server.url, { ...form, grant_type: canary }),
      postAssertion(server.url, await own(), { scope: canary }),
      postAssertion(server.url, await own(), { client_id: canary }),
    ]);
    expect(JSON.stringify(replies)).not.toContain(canary);
  });
});

describe('POST /auth/token without its store', () => {
  const down = () => Promise.reject(new Error('disk gone'));

  it.each(['facilityExists', 'keysOf', 'rememberJti', 'recordSignIn'])(
    'asks the client to come back when %s fails, and gives no token',
    async (port) => {
      const world = await createTokenWorld();
      const causes: unknown[] = [];
      const deps: TokenEndpointDeps = { ...world.deps, [port]: down, onStoreFailure: (cause) => causes.push(cause) };
      const server = await startTokenServer(deps);
      const header = { alg: 'ES384', kid: world.facilityKey.kid };
      const reply = await postAssertion(server.url, signJws(header, assertionClaims(world), world.facilityKey));
      await server.close();
      expect(reply.status).toBe(503);
      expect(reply.headers['retry-after']).toBe('5');
      expect(reply.body['error']).toBe('temporarily_unavailable');
      expect(reply.body['access_token']).toBeUndefined();
      expect(causes).toEqual([new Error('disk gone')]);
    },
  );

  it('refuses to be built with tokens of more than 300 seconds', async () => {
    const { deps } = await createTokenWorld();
    expect(() => createTokenEndpoint({ ...deps, accessTokenSeconds: 301 })).toThrow(RangeError);
  });
});
