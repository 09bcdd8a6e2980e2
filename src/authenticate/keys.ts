import { calculateJwkThumbprint, exportJWK, generateKeyPair as generate, type JWK } from 'jose';

export interface KeyPair {
  readonly privateKey: JWK;
  readonly publicKey: JWK;
}

/**
 * Makes an ES384 (P-384) signing key pair as JWKs; `kid` is the RFC 7638 thumbprint, so it belongs to the key itself.
 * @source https://www.rfc-editor.org/rfc/rfc7638
 */
export async function generateKeyPair(): Promise<KeyPair> {
  const pair = await generate('ES384', { extractable: true });
  const [privatePart, publicPart] = await Promise.all([exportJWK(pair.privateKey), exportJWK(pair.publicKey)]);
  const kid = await calculateJwkThumbprint(publicPart, 'sha256');
  const label = { kid, alg: 'ES384', use: 'sig' };
  return { privateKey: { ...privatePart, ...label }, publicKey: { ...publicPart, ...label } };
}

/** Members that a verifier needs, and nothing else. */
const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid'];

/** The public part of an EC or RSA key. */
export function toPublicKey(key: JWK): JWK {
  return Object.fromEntries(Object.entries(key).filter(([name]) => PUBLIC_MEMBERS.includes(name))) as unknown as JWK;
}
