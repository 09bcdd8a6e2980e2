import { createHmac, createPrivateKey, type JsonWebKey, randomUUID, sign } from 'node:crypto';
import type { JWK } from 'jose';
import { type BearerVerifier, createBearerVerifier } from '../../src/authenticate/bearer.ts';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import type { TokenEndpointDeps } from '../../src/authenticate/token-endpoint.ts';
import { PATHS } from '../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';

export const GATEWAY = 'https://gateway.example';
export const FACILITY = '99001';
export const RULES = loadRuleCatalogue(PATHS.rules);

/** 2026-11-22T08:00:00+07:00: tests never look at the real clock. */
export const START = Date.UTC(2026, 10, 22, 1);

export type JwsHeader = Readonly<Record<string, unknown>>;

/** A facility registry, a jti memory and a sign-in log in memory, behind the ports of the stage. */
export interface TokenWorld {
  readonly deps: TokenEndpointDeps;
  readonly verify: BearerVerifier;
  readonly facilityKey: JWK;
  readonly gatewayKey: JWK;
  readonly keys: Map<string, readonly JWK[]>;
  readonly jtis: Map<string, number>;
  readonly signIns: string[];
  readonly outcomes: string[];
  readonly now: { ms: number };
}

/** One gateway with one registered facility (99001, one ES384 key) and a clock that stands still. */
export async function createTokenWorld(): Promise<TokenWorld> {
  const [facility, gateway] = await Promise.all([generateKeyPair(), generateKeyPair()]);
  const keys = new Map<string, readonly JWK[]>([[FACILITY, [facility.publicKey]]]);
  const jtis = new Map<string, number>();
  const signIns: string[] = [];
  const outcomes: string[] = [];
  const now = { ms: START };
  const deps: TokenEndpointDeps = {
    rules: RULES,
    publicUrl: GATEWAY,
    accessTokenSeconds: 300,
    signingKey: gateway.privateKey,
    facilityExists: async (code) => keys.has(code),
    keysOf: async (code) => keys.get(code) ?? [],
    rememberJti: async (issuer, jti, expiresAt) => {
      const isNew = !jtis.has(`${issuer} ${jti}`);
      jtis.set(`${issuer} ${jti}`, expiresAt);
      return isNew;
    },
    recordSignIn: async (code) => void signIns.push(code),
    clock: () => now.ms,
    newId: () => randomUUID(),
    onResult: (outcome) => outcomes.push(outcome),
  };
  const verify = createBearerVerifier(deps);
  return {
    deps,
    verify,
    facilityKey: facility.privateKey,
    gatewayKey: gateway.privateKey,
    keys,
    jtis,
    signIns,
    outcomes,
    now,
  };
}

/** Claims of a right client assertion; tests change one thing at a time. */
export function assertionClaims(world: TokenWorld): Record<string, unknown> {
  const now = Math.floor(world.now.ms / 1000);
  return { iss: FACILITY, sub: FACILITY, aud: `${GATEWAY}/auth/token`, exp: now + 300, iat: now, jti: randomUUID() };
}

/** Claims of a right access token. */
export function accessTokenClaims(world: TokenWorld): Record<string, unknown> {
  const now = Math.floor(world.now.ms / 1000);
  const who = { iss: GATEWAY, aud: GATEWAY, sub: FACILITY, client_id: FACILITY };
  return { ...who, scope: 'system/*.cruds', iat: now, exp: now + 300, jti: randomUUID() };
}

/**
 * A compact JWS over any header and payload text, with Node's own crypto instead of the library under test:
 * it also writes what a decent library would refuse to write.
 */
export function signJws(header: JwsHeader | string, claims: object | string, key: JWK): string {
  const { alg } = typeof header === 'string' ? (JSON.parse(header) as JwsHeader) : header;
  const input = [header, claims]
    .map((part) => encode(typeof part === 'string' ? part : JSON.stringify(part)))
    .join('.');
  const privateKey = createPrivateKey({ key: key as JsonWebKey, format: 'jwk' });
  const hash = String(alg).endsWith('256') ? 'sha256' : 'sha384';
  const signature = sign(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** The classic confusion: an HMAC whose secret is the public key that everyone knows. */
export function signHmac(header: JwsHeader, claims: object, secret: string): string {
  const input = [header, claims].map((part) => encode(JSON.stringify(part))).join('.');
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

export function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
