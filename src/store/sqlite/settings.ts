import type { Database } from 'better-sqlite3';
import type { JWK } from 'jose';
import type { EpochMs } from '../../types/submission.ts';
import { SUBJECT_KEY } from '../programme-subjects.ts';

/** Values of the gateway's own. */
export interface Settings {
  signingKey(): JWK | undefined;
  /** Inside a transaction: keeps the key unless there is one already; gives the one that is kept. */
  keepSigningKey(key: JWK): JWK;
  /** Key of the pseudonyms of people. */
  subjectKey(): string | undefined;
  /** Inside a transaction: as `keepSigningKey`. */
  keepSubjectKey(key: string): string;
  /** Inside a transaction. */
  replaceSigningKey(key: JWK): void;
  /** Inside a transaction: remembers when the store was last copied away; an earlier instant is ignored. */
  noteBackup(at: EpochMs): void;
  /** Null when no copy is known of. */
  lastBackup(): EpochMs | null;
  /** Inside a transaction: writes and removes a row. Throws when the store cannot write. */
  probe(): void;
}

const SIGNING_KEY = 'signing-key';
const PROBE = 'probe';
const BACKUP = 'backup-taken';

/** Settings of an open database. */
export function createSettings(db: Database): Settings {
  const get = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck();
  const add = db.prepare<[string, string]>('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const noteBackup = db.prepare<[string, string]>(
    `INSERT INTO setting (name, value) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)`,
  );
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
    replaceSigningKey(key) {
      remove.run(SIGNING_KEY);
      add.run(SIGNING_KEY, JSON.stringify(key));
    },
    noteBackup: (at) => void noteBackup.run(BACKUP, String(at)),
    lastBackup() {
      const value = get.get(BACKUP);
      return value === undefined ? null : Number(value);
    },
    subjectKey: () => get.get(SUBJECT_KEY),
    keepSubjectKey(key) {
      add.run(SUBJECT_KEY, key);
      return get.get(SUBJECT_KEY) as string;
    },
    probe() {
      add.run(PROBE, '');
      remove.run(PROBE);
    },
  };
}
