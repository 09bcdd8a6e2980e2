import { type JWK, SignJWT } from 'jose';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { signingAlgorithmOf } from './signing-algorithm.ts';

/** Value of `client_assertion_type`. @source https://www.rfc-editor.org/rfc/rfc7523#section-2.2 */
export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Life of the assertions that we make ourselves, in seconds: short, since each is used at once. */
const LIFE_SECONDS = 60;

/**
 * Signs a `private_key_jwt` client assertion, the sender's half of SMART Backend Services.
 * Throws for a key that is neither EC P-384 nor RSA, or that holds no private part.
 * @source https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html
 */
export async function signClientAssertion(request: {
  readonly facility: FacilityCode;
  readonly privateKey: JWK;
  /** The token URL. */
  readonly audience: string;
  readonly now: EpochMs;
  readonly jti: string;
}): Promise<string> {
  const { facility, privateKey, audience, jti } = request;
  const alg = signingAlgorithmOf(privateKey);
  if (alg === undefined) throw new TypeError('the key is neither EC P-384 (ES384) nor RSA (RS384)');
  const now = Math.floor(request.now / 1000);
  return new SignJWT({ iss: facility, sub: facility, aud: audience, jti, iat: now, exp: now + LIFE_SECONDS })
    .setProtectedHeader({ alg, typ: 'JWT', ...(privateKey.kid === undefined ? {} : { kid: privateKey.kid }) })
    .sign(privateKey);
}
