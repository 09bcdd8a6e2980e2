import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** How long a statement waits for another process (the CLI beside the gateway), milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
/** KiB of pages kept in memory. */
const CACHE_KIB = 64 * 1024;
/** Pages of 4 KiB in the log before it is copied back: fewer copies of the pages that change again and again. */
const WAL_PAGES = 4_000;

/** The database file in a data directory. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'lien-thong.db');
}

/** Makes the data directory when it is missing. Health records and the signing key lie in it: for its owner only. */
export function makeDataDirectory(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}

/** Opens (or creates) the database: write-ahead log, fsync at every commit, foreign keys. */
export function openDatabase(file: string): Database.Database {
  createForOwnerOnly(file);
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // On macOS fsync alone leaves data in the drive's cache; elsewhere these two change nothing.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma(`wal_autocheckpoint = ${WAL_PAGES}`);
  return db;
}

/**
 * Creates a file that only its owner can read; SQLite gives its log the same mode. A file that exists is not touched:
 * closing it here would drop the locks that this process has on it.
 */
export function createForOwnerOnly(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
