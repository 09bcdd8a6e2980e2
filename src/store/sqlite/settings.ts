import type { Database } from 'better-sqlite3';
import type { JWK } from 'jose';

/** Values of the gateway's own. */
export interface Settings {
  signingKey(): JWK | undefined;
  /** Inside a transaction: keeps the key unless there is one already; gives the one that is kept. */
  keepSigningKey(key: JWK): JWK;
  /** Inside a transaction: writes and removes a row. Throws when the store cannot write. */
  probe(): void;
}

const SIGNING_KEY = 'signing-key';
const PROBE = 'probe';

/** Settings of an open database. */
export function createSettings(db: Database): Settings {
  const get = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck();
  const add = db.prepare<[string, string]>('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const remove = db.prepare<[string]>('DELETE FROM setting WHERE name = ?');

  function signingKey(): JWK | undefined {
    const value = get.get(SIGNING_KEY);
    return value === undefined ? undefined : (JSON.parse(value) as JWK);
  }

  return {
    signingKey,
    keepSigningKey(key) {
      add.run(SIGNING_KEY, JSON.stringify(key));
      return signingKey() as JWK;
    },
    probe() {
      add.run(PROBE, '');
      remove.run(PROBE);
    },
  };
}
