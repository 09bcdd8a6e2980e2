import { compactVerify, type JWK } from 'jose';
import type { Result, RuleCatalogue } from '../types/issue.ts';
import type { FacilityPrincipal, RequestHeaders } from '../types/principal.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_TYPE } from './access-token.ts';
import { isAbsentOrPast, MAX_JWS_BYTES, numericDate, readCompactJws, type UnverifiedJws } from './compact-jws.ts';
import { toPublicKey } from './keys.ts';
import { type Refused, refuse } from './refusal.ts';
import { valuesOf } from './request-headers.ts';
import { fromStore, refuseUnavailable, StoreUnavailable } from './store-unavailable.ts';
import { CLOCK_SKEW_SECONDS, MAX_ACCESS_TOKEN_SECONDS } from './time-limits.ts';
import { createVerifiedTokens, type VerifiedToken, type VerifiedTokens } from './verified-tokens.ts';

export interface BearerDeps {
  readonly rules: RuleCatalogue;
  /** Issuer and audience of the tokens, without a trailing slash. */
  readonly publicUrl: string;
  /** This gateway's key, ES384; its public part is enough. */
  readonly signingKey: JWK;
  readonly facilityExists: (code: FacilityCode) => Promise<boolean>;
  readonly clock: () => EpochMs;
  /** Tokens remembered as verified. Default 10,000. */
  readonly cacheSize?: number;
  /** Told why the store did not answer, for the log. */
  readonly onStoreFailure?: (cause: unknown) => void;
}

/** Who is calling, from the headers alone. Never rejects. */
export type BearerVerifier = (headers: RequestHeaders) => Promise<Result<FacilityPrincipal>>;

const NO_CREDENTIALS = { 'WWW-Authenticate': 'Bearer' };
const INVALID_TOKEN = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };

/**
 * Verifies access tokens of this gateway. Verified tokens are remembered by hash until they end, so a facility taken
 * out of the registry is shut out within the life of a token (300 s at most).
 * Refuses with 401 and LT-A001 (no header), LT-A002 (several, or not Bearer), LT-A003 (over 8 KiB), LT-A004 (form,
 * algorithm, key, signature), LT-A005 (expired), LT-A006 (a claim), LT-A007 (bound to a key), LT-A008 (facility not
 * registered); with 503 and LT-A009 when the registry cannot be read.
 * @source https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export function createBearerVerifier(options: BearerDeps): BearerVerifier {
  const { rules, clock } = options;
  const deps: VerifyDeps = { ...options, publicKey: toPublicKey(options.signingKey) };
  const known = createVerifiedTokens(deps.cacheSize ?? 10_000);
  return async (headers) => {
    const token = readBearerToken(headers, rules);
    if (!token.ok) return token;
    const principal = known.find(token.value, clock());
    return principal === undefined ? verifyNew(deps, known, token.value) : { ok: true, value: principal };
  };
}

function readBearerToken(headers: RequestHeaders, rules: RuleCatalogue): Result<string> {
  const [authorization, ...others] = valuesOf(headers, 'authorization');
  if (authorization === undefined) return refuse(rules, 'LT-A001', {}, NO_CREDENTIALS);
  const [scheme, token, ...rest] = authorization.split(' ');
  if (others.length > 0 || rest.length > 0 || scheme?.toLowerCase() !== 'bearer' || !token) {
    return refuse(rules, 'LT-A002', {}, INVALID_TOKEN);
  }
  if (token.length > MAX_JWS_BYTES) return refuse(rules, 'LT-A003', { limit: MAX_JWS_BYTES }, INVALID_TOKEN);
  return { ok: true, value: token };
}

interface VerifyDeps extends BearerDeps {
  readonly publicKey: JWK;
}

async function verifyNew(deps: VerifyDeps, known: VerifiedTokens, token: string): Promise<Result<FacilityPrincipal>> {
  try {
    const verified = await verifyToken(deps, token);
    if (!verified.ok) return verified;
    known.keep(token, verified.value);
    return { ok: true, value: verified.value.principal };
  } catch (error) {
    // jose rejects a bad signature and throws TypeErrors on confused tokens: whatever a token provokes is a 401.
    if (!(error instanceof StoreUnavailable)) return refuse(deps.rules, 'LT-A004', {}, INVALID_TOKEN);
    deps.onStoreFailure?.(error.cause);
    return refuseUnavailable(deps.rules);
  }
}

async function verifyToken(deps: VerifyDeps, token: string): Promise<Result<VerifiedToken>> {
  const { rules, publicKey } = deps;
  const jws = readCompactJws(token);
  if (jws?.header['typ'] !== ACCESS_TOKEN_TYPE || jws.header['kid'] !== publicKey.kid) {
    return refuse(rules, 'LT-A004', {}, INVALID_TOKEN);
  }
  await compactVerify(token, publicKey, { algorithms: [ACCESS_TOKEN_ALGORITHM] });
  const verified = checkClaims(deps, jws.claims);
  if (!verified.ok) return verified;
  const registered = await fromStore(deps.facilityExists(verified.value.principal.facility));
  return registered ? verified : refuse(rules, 'LT-A008', {}, INVALID_TOKEN);
}

function checkClaims(deps: BearerDeps, claims: UnverifiedJws['claims']): Result<VerifiedToken> {
  const { rules, publicUrl, clock } = deps;
  const now = clock() / 1000;
  const wrong = (claim: string): Refused => refuse(rules, 'LT-A006', { claim }, INVALID_TOKEN);
  const { iss, aud, sub, client_id: clientId, scope, jti, iat, exp, nbf, cnf } = claims;
  if (cnf !== undefined) return refuse(rules, 'LT-A007', {}, INVALID_TOKEN);
  if (iss !== publicUrl) return wrong('iss');
  if (aud !== publicUrl) return wrong('aud');
  if (typeof sub !== 'string' || sub === '' || clientId !== sub) return wrong('sub');
  if (typeof jti !== 'string' || jti === '') return wrong('jti');
  if (typeof scope !== 'string') return wrong('scope');
  const issuedAt = numericDate(iat);
  if (issuedAt === undefined || !isAbsentOrPast(iat, now, CLOCK_SKEW_SECONDS)) return wrong('iat');
  if (!isAbsentOrPast(nbf, now, CLOCK_SKEW_SECONDS)) return wrong('nbf');
  const expires = numericDate(exp);
  if (expires === undefined || expires > issuedAt + MAX_ACCESS_TOKEN_SECONDS) return wrong('exp');
  if (expires <= now) return refuse(rules, 'LT-A005', {}, INVALID_TOKEN);
  const principal: FacilityPrincipal = { kind: 'facility', facility: sub, scopes: scope.split(' ') };
  return { ok: true, value: { principal, expiresAt: expires * 1000 } };
}
