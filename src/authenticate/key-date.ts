import type { JWK } from 'jose';
import type { EpochMs } from '../types/submission.ts';

/**
 * Keys with the day on which they were registered: the member `iat`, in seconds. Those that were there before keep theirs, or none.
 * @source OpenID Federation 1.0, section 8.7.2 (`iat`: when a key was issued)
 */
export function dateKeys(keys: readonly JWK[], before: readonly JWK[], now: EpochMs): readonly JWK[] {
  const known = new Map(before.map((key) => [key.kid, key]));
  return keys.map((key) => known.get(key.kid) ?? dateKey(key, now));
}

/** A key that is new. */
export function dateKey(key: JWK, now: EpochMs): JWK {
  return { ...key, iat: Math.floor(now / 1_000) } as JWK;
}

/** When a key was made or registered; null when it does not tell. */
export function keySince(key: JWK): EpochMs | null {
  const issued: unknown = 'iat' in key ? key.iat : undefined;
  return typeof issued === 'number' ? issued * 1_000 : null;
}
