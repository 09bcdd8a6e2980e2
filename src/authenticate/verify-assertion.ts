import { compactVerify, type JWK } from 'jose';
import type { Result, RuleCatalogue } from '../types/issue.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { isAbsentOrPast, MAX_JWS_BYTES, numericDate, readCompactJws, type UnverifiedJws } from './compact-jws.ts';
import { type Refused, refuse } from './refusal.ts';
import { type SigningAlgorithm, signingAlgorithmOf } from './signing-algorithm.ts';
import { fromStore, StoreUnavailable } from './store-unavailable.ts';
import { CLOCK_SKEW_SECONDS, MAX_ASSERTION_SECONDS } from './time-limits.ts';

export interface AssertionDeps {
  readonly rules: RuleCatalogue;
  /** This server's issuer, without a trailing slash. */
  readonly publicUrl: string;
  readonly facilityExists: (code: FacilityCode) => Promise<boolean>;
  /** Registered public keys of a facility; none for an unknown one. */
  readonly keysOf: (code: FacilityCode) => Promise<readonly JWK[]>;
  readonly clock: () => EpochMs;
}

/** A client assertion whose signature and claims hold; its `jti` is not yet spent. */
export interface VerifiedAssertion {
  readonly facility: FacilityCode;
  readonly jti: string;
  /** After this instant the assertion is refused for its age, so its `jti` may be forgotten. */
  readonly refusedFrom: EpochMs;
}

const MAX_JTI_LENGTH = 255;

/**
 * Checks a `private_key_jwt` client assertion: form, one registered key by kid and algorithm, signature, then claims.
 * Refuses with LT-A025 (form), LT-A026 (key; the same for an unknown facility), LT-A027 (signature), LT-A028 (iss, sub,
 * client_id, typ, jti, iat, nbf), LT-A029 (aud), LT-A030 (exp). Throws `StoreUnavailable` only.
 * @source https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html
 */
export async function verifyAssertion(
  deps: AssertionDeps,
  assertion: string,
  clientId: string | undefined,
): Promise<Result<VerifiedAssertion>> {
  try {
    return await checkAssertion(deps, assertion, clientId);
  } catch (error) {
    // jose rejects a bad signature and throws TypeErrors on confused keys: whatever a token provokes means no.
    if (error instanceof StoreUnavailable) throw error;
    return refuse(deps.rules, 'LT-A027');
  }
}

async function checkAssertion(
  deps: AssertionDeps,
  assertion: string,
  clientId: string | undefined,
): Promise<Result<VerifiedAssertion>> {
  const { rules } = deps;
  const jws = readCompactJws(assertion);
  if (jws === undefined) return refuse(rules, 'LT-A025', { limit: MAX_JWS_BYTES });
  const facility = jws.claims['sub'];
  if (typeof facility !== 'string' || jws.claims['iss'] !== facility) {
    return refuse(rules, 'LT-A028', { claim: 'iss, sub' });
  }
  if (clientId !== undefined && clientId !== facility) return refuse(rules, 'LT-A028', { claim: 'client_id' });
  if (!isJwtType(jws.header['typ'])) return refuse(rules, 'LT-A028', { claim: 'typ' });
  const key = await findKey(deps, facility, jws.header);
  if (key === undefined) return refuse(rules, 'LT-A026');
  await compactVerify(assertion, key.jwk, { algorithms: [key.algorithm] });
  return checkClaims(deps, facility, jws.claims);
}

/** Media types are compared without case. @source https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9 */
function isJwtType(typ: unknown): boolean {
  return typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT');
}

interface KeyOfFacility {
  readonly jwk: JWK;
  readonly algorithm: SigningAlgorithm;
}

/** Exactly one key by `kid` and `alg` (hence `kty`); two that match are as bad as none. */
async function findKey(
  deps: AssertionDeps,
  facility: FacilityCode,
  { kid, alg }: UnverifiedJws['header'],
): Promise<KeyOfFacility | undefined> {
  if (typeof kid !== 'string' || (alg !== 'ES384' && alg !== 'RS384')) return undefined;
  if (!(await fromStore(deps.facilityExists(facility)))) return undefined;
  const keys = await fromStore(deps.keysOf(facility));
  const [jwk, ...others] = keys.filter((key) => key.kid === kid && signingAlgorithmOf(key) === alg);
  return jwk === undefined || others.length > 0 ? undefined : { jwk, algorithm: alg };
}

function checkClaims(
  { rules, publicUrl, clock }: AssertionDeps,
  facility: FacilityCode,
  claims: UnverifiedJws['claims'],
): Result<VerifiedAssertion> {
  const now = clock() / 1000;
  const wrong = (claim: string): Refused => refuse(rules, 'LT-A028', { claim });
  if (!isAudience(claims['aud'], publicUrl)) return refuse(rules, 'LT-A029', { expected: `${publicUrl}/auth/token` });
  const exp = numericDate(claims['exp']);
  const last = now + MAX_ASSERTION_SECONDS + CLOCK_SKEW_SECONDS;
  if (exp === undefined || exp <= now - CLOCK_SKEW_SECONDS || exp > last) {
    return refuse(rules, 'LT-A030', { seconds: MAX_ASSERTION_SECONDS });
  }
  const jti = claims['jti'];
  if (typeof jti !== 'string' || jti.length === 0 || jti.length > MAX_JTI_LENGTH) return wrong('jti');
  if (!isAbsentOrPast(claims['iat'], now, CLOCK_SKEW_SECONDS)) return wrong('iat');
  if (!isAbsentOrPast(claims['nbf'], now, CLOCK_SKEW_SECONDS)) return wrong('nbf');
  return { ok: true, value: { facility, jti, refusedFrom: Math.ceil((exp + CLOCK_SKEW_SECONDS) * 1000) } };
}

/** Exactly this server: its issuer or its token URL, alone. An assertion meant for several servers could be replayed by one. */
function isAudience(aud: unknown, publicUrl: string): boolean {
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  return audience === publicUrl || audience === `${publicUrl}/auth/token`;
}
