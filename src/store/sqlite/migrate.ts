import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';
import { StoreSchemaError } from '../store-error.ts';
import { databaseFile, makeDataDirectory, openDatabase } from './connection.ts';
import { type GatewayLock, takeGatewayLock } from './gateway-lock.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');

interface Migration {
  /** From 1, without gaps: the number before the `-` of the file name. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

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
    if (countApplied(db, migrations) === migrations.length) return [];
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
      const missing = migrations.slice(countApplied(db, migrations));
      const note = db.prepare('INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)');
      for (const { version, name, sql, checksum } of missing) {
        db.exec(sql);
        note.run(version, name, checksum, clock());
      }
      return missing.map(({ name }) => name);
    })
    .immediate();
}

/** Reads numbered SQL files. Throws when the numbers have a gap: a file is missing from the installation. */
export function readMigrations(directory: string): readonly Migration[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'));
  return files.sort().map((name, index) => {
    const version = Number(name.split('-')[0]);
    if (version !== index + 1) throw new Error(`migration ${index + 1} is missing from ${directory}`);
    const sql = readFileSync(join(directory, name), 'utf8');
    return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** Migrations already applied, each checked against this program's own. */
function countApplied(db: Database, known: readonly Migration[]): number {
  const hasTable = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'`).get() !== undefined;
  if (!hasTable) return 0;
  const applied = db
    .prepare<[], { version: number; checksum: string }>('SELECT version, checksum FROM schema_version ORDER BY version')
    .all();
  for (const { version, checksum } of applied) {
    const migration = known[version - 1];
    if (migration === undefined) {
      throw new StoreSchemaError(
        `the store ${db.name} is of version ${applied.length}, this program knows ${known.length}: use a newer program`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new StoreSchemaError(`migration ${migration.name} is not the one that made the store ${db.name}`);
    }
  }
  return applied.length;
}
