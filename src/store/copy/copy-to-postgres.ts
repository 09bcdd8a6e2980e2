import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { EpochMs } from '../../types/submission.ts';
import { migratePostgres } from '../postgres/migrate.ts';
import { flushDirectory } from '../sqlite/backup.ts';
import { databaseFile } from '../sqlite/connection.ts';
import { takeGatewayLock } from '../sqlite/gateway-lock.ts';
import { openSqliteStore } from '../sqlite/open-sqlite-store.ts';
import { sqliteCodeOf } from '../sqlite/sqlite-code.ts';
import { CopyRefusedError } from '../store-error.ts';
import { type Copied, type CopyOptions, copyStore } from './copy-store.ts';
import { openTarget } from './target-store.ts';

export interface MoveOptions extends Pick<CopyOptions, 'entry' | 'onTable'> {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly clock: () => EpochMs;
  readonly newId: () => string;
}

export interface Moved extends Copied {
  /** What the SQLite store is called now, so that no gateway starts on it by mistake. */
  readonly aside: string;
}

/**
 * Moves the SQLite store of a data directory into an empty PostgreSQL database; both are brought to this program's version
 * first, and what a gateway that ended had under way is given back to the queue. The SQLite store keeps another name.
 * Refuses with StoreLockedError while a gateway runs on the data directory, with CopyRefusedError when another process is at
 * work in the store, and what `copyStore` refuses.
 */
export async function moveToPostgres(options: MoveOptions): Promise<Moved> {
  const { dataDir, databaseUrl, clock, newId } = options;
  const file = databaseFile(dataDir);
  if (!existsSync(file)) throw new CopyRefusedError(`there is no SQLite store in ${dataDir}`);
  await (await openSqliteStore({ dataDir, exclusive: true, clock, newId })).close();
  const lock = takeGatewayLock(dataDir);
  try {
    await migratePostgres(databaseUrl, clock);
    const source = openAlone(file);
    try {
      const copied = await copyAll(source, options);
      const aside = `${file}.copied-${new Date(options.entry.at).toISOString().replaceAll(/[-:.]/g, '')}`;
      // Before anybody else gets at it: what is written from now on would stay behind.
      renameSync(file, aside);
      flushDirectory(dirname(file));
      return { ...copied, aside };
    } finally {
      source.close();
    }
  } finally {
    lock.release();
  }
}

/** The store as one file without a log, kept from every other process until it is closed. */
function openAlone(file: string): Database.Database {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE; COMMIT');
    return db;
  } catch (error) {
    db.close();
    if (!sqliteCodeOf(error).startsWith('SQLITE_BUSY')) throw error;
    throw new CopyRefusedError('another process is at work in the store: try again');
  }
}

async function copyAll(source: Database.Database, { databaseUrl, entry, onTable }: MoveOptions): Promise<Copied> {
  const target = await openTarget(databaseUrl);
  try {
    return await copyStore({ source, target, entry, onTable });
  } finally {
    await target.close();
  }
}
