import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';

/**
 * Client assertions seen. Inside a transaction: true when (issuer, jti) is not remembered at `now`, and from then on
 * until `expiresAt` it is; what has expired is forgotten.
 */
export type RememberJti = (issuer: string, jti: string, expiresAt: EpochMs, now: EpochMs) => boolean;

/** The memory of an open database. */
export function createRememberJti(db: Database): RememberJti {
  const forget = db.prepare<[EpochMs]>('DELETE FROM jti WHERE expires_at <= ?');
  const remember = db.prepare<[string, string, EpochMs]>(
    'INSERT INTO jti (issuer, jti, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return (issuer, jti, expiresAt, now) => {
    forget.run(now);
    return remember.run(issuer, jti, expiresAt).changes === 1;
  };
}
