import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';
import { type AppliedMigration, type Migration, missingMigrations, readMigrations } from '../numbered-migrations.ts';
import { StoreSchemaError } from '../store-error.ts';
import { databaseFile, makeDataDirectory, openDatabase } from './connection.ts';
import { type GatewayLock, takeGatewayLock } from './gateway-lock.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');

/**
 * Brings the store of a data directory to this program's version; gives the names of the migrations that ran.
 * Refuses with StoreLockedError when there is something to do and a gateway runs on it, with StoreSchemaError a
 * database that a newer program made or whose migrations are not the ones of this program.
 * @param held the lock of the data directory, when the caller has it already
 */
export function migrate(dataDir: string, clock: () => EpochMs, held?: GatewayLock): readonly string[] {
  makeDataDirectory(dataDir);
  const db = openDatabase(databaseFile(dataDir));
  try {
    const migrations = readMigrations(MIGRATIONS);
    if (missingFrom(db, migrations).length === 0) return [];
    const lock = held ?? takeGatewayLock(dataDir);
    try {
      return applyMigrations(db, migrations, clock);
    } finally {
      if (held === undefined) lock.release();
    }
  } finally {
    db.close();
  }
}

/**
 * Brings an open database that nobody else uses to this program's version. Refuses as `migrate` does, and with
 * StoreSchemaError a database that is no store at all.
 */
export function migrateOpened(db: Database, clock: () => EpochMs): readonly string[] {
  const isStore = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'`).get() !== undefined;
  if (!isStore) throw new StoreSchemaError(`${db.name} is a database, but no store of this program`);
  return applyMigrations(db, readMigrations(MIGRATIONS), clock);
}

/** Applies what is missing in one transaction: all or nothing. */
export function applyMigrations(
  db: Database,
  migrations: readonly Migration[],
  clock: () => EpochMs,
): readonly string[] {
  return db
    .transaction(() => {
      db.exec(`CREATE TABLE IF NOT EXISTS schema_version (
        version INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL, -- SHA-256 of the migration file, hex
        applied_at INTEGER NOT NULL
      ) STRICT`);
      const missing = missingFrom(db, migrations);
      const note = db.prepare('INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)');
      for (const { version, name, sql, checksum } of missing) {
        db.exec(sql);
        note.run(version, name, checksum, clock());
      }
      return missing.map(({ name }) => name);
    })
    .immediate();
}

function missingFrom(db: Database, migrations: readonly Migration[]): readonly Migration[] {
  const hasTable = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'`).get() !== undefined;
  const applied = hasTable
    ? db.prepare<[], AppliedMigration>('SELECT version, checksum FROM schema_version ORDER BY version').all()
    : [];
  return missingMigrations(migrations, applied, db.name);
}
