import type { Database } from 'better-sqlite3';
import type { JWK } from 'jose';
import type { EpochMs } from '../../types/submission.ts';

/** What the token endpoint has to remember: assertions seen and the gateway's own signing key. */
export interface TokenMemory {
  /** Inside a transaction: true when (issuer, jti) is not remembered at `now`; forgets what has expired. */
  rememberJti(issuer: string, jti: string, expiresAt: EpochMs, now: EpochMs): boolean;
  signingKey(): JWK | undefined;
  /** Inside a transaction: keeps the key unless there is one; gives the one that is kept. */
  keepSigningKey(key: JWK): JWK;
}

const SIGNING_KEY = 'signing-key';

export function createTokenMemory(db: Database): TokenMemory {
  const forget = db.prepare<[EpochMs]>('DELETE FROM jti WHERE expires_at <= ?');
  const remember = db.prepare<[string, string, EpochMs]>(
    'INSERT INTO jti (issuer, jti, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const setting = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck();
  const keep = db.prepare<[string, string]>('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING');

  function signingKey(): JWK | undefined {
    const value = setting.get(SIGNING_KEY);
    return value === undefined ? undefined : (JSON.parse(value) as JWK);
  }

  return {
    rememberJti(issuer, jti, expiresAt, now) {
      forget.run(now);
      return remember.run(issuer, jti, expiresAt).changes === 1;
    },
    signingKey,
    keepSigningKey(key) {
      keep.run(SIGNING_KEY, JSON.stringify(key));
      return signingKey() as JWK;
    },
  };
}
