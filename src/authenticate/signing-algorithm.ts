import type { JWK } from 'jose';

/** JWS algorithms of clients; one per key, so that a token cannot choose. @source SMART App Launch 2, asymmetric clients */
export type SigningAlgorithm = 'ES384' | 'RS384';

/** The one algorithm a key may sign with: EC P-384 is ES384, RSA is RS384; undefined for every other key. */
export function signingAlgorithmOf(key: JWK): SigningAlgorithm | undefined {
  if (key.kty === 'EC' && key.crv === 'P-384') return 'ES384';
  return key.kty === 'RSA' ? 'RS384' : undefined;
}
