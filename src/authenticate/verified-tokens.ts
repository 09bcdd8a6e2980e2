import { createHash } from 'node:crypto';
import type { FacilityPrincipal } from '../types/principal.ts';
import type { EpochMs } from '../types/submission.ts';

/** A principal and the instant its token ends. */
export interface VerifiedToken {
  readonly principal: FacilityPrincipal;
  readonly expiresAt: EpochMs;
}

/** Memory of tokens that were verified, by their SHA-256: the token itself is not kept. */
export interface VerifiedTokens {
  find(token: string, now: EpochMs): FacilityPrincipal | undefined;
  keep(token: string, verified: VerifiedToken): void;
}

/** Keeps at most `capacity` tokens until they end; the one not asked for longest gives way. */
export function createVerifiedTokens(capacity: number): VerifiedTokens {
  const byHash = new Map<string, VerifiedToken>();
  return {
    find(token, now) {
      const hash = sha256(token);
      const known = byHash.get(hash);
      if (known === undefined) return undefined;
      byHash.delete(hash);
      if (known.expiresAt <= now) return undefined;
      byHash.set(hash, known);
      return known.principal;
    },
    keep(token, verified) {
      byHash.set(sha256(token), verified);
      const [oldest] = byHash.keys();
      if (byHash.size > capacity && oldest !== undefined) byHash.delete(oldest);
    },
  };
}

function sha256(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
