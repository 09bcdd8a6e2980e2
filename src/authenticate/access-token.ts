import { type JWK, SignJWT } from 'jose';
import type { EpochMs, FacilityCode } from '../types/submission.ts';

/** The one algorithm of this gateway's own tokens. */
export const ACCESS_TOKEN_ALGORITHM = 'ES384';

/** `typ` of an access token, so that no other JWT can stand in for one. @source https://www.rfc-editor.org/rfc/rfc9068#section-2.1 */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/**
 * Signs an access token (JWT profile) that speaks for one facility. Issuer and audience are this gateway.
 * @source https://www.rfc-editor.org/rfc/rfc9068#section-2.2
 */
export async function signAccessToken(request: {
  readonly publicUrl: string;
  /** This gateway's private key, ES384. */
  readonly signingKey: JWK;
  readonly facility: FacilityCode;
  readonly scope: string;
  readonly lifeSeconds: number;
  readonly now: EpochMs;
  readonly jti: string;
}): Promise<string> {
  const { publicUrl, signingKey, facility, scope, lifeSeconds, jti } = request;
  const iat = Math.floor(request.now / 1000);
  const claims = { iss: publicUrl, aud: publicUrl, sub: facility, client_id: facility, scope, jti, iat };
  return new SignJWT({ ...claims, exp: iat + lifeSeconds })
    .setProtectedHeader({
      alg: ACCESS_TOKEN_ALGORITHM,
      typ: ACCESS_TOKEN_TYPE,
      ...(signingKey.kid === undefined ? {} : { kid: signingKey.kid }),
    })
    .sign(signingKey);
}
