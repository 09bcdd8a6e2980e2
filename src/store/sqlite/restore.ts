import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { verifyChain } from '../../audit/verify-chain.ts';
import type { EpochMs } from '../../types/submission.ts';
import { RestoreRefusedError } from '../store-error.ts';
import { createAuditLog } from './audit-log.ts';
import { flushDirectory } from './backup.ts';
import { databaseFile, makeDataDirectory, openDatabase } from './connection.ts';
import { takeGatewayLock } from './gateway-lock.ts';
import { readContents, type StoreContents } from './inspect-store.ts';
import { migrateOpened } from './migrate.ts';
import { sqliteCodeOf } from './sqlite-code.ts';

export interface RestoreOptions {
  readonly dataDir: string;
  /** The backup; it is only read. */
  readonly file: string;
  readonly clock: () => EpochMs;
  /** AuditEvent (JSON text) of this restore, recorded at `at`: the first entry that the restored store gets. */
  readonly entry: { readonly at: EpochMs; readonly text: string };
}

export interface Restored {
  /** As it was in the backup, before the entry about the restore. */
  readonly contents: StoreContents;
  /** Where the store that was there is kept; null when there was none. */
  readonly aside: string | null;
}

/**
 * Puts a backup in the place of the store of a data directory. It is copied beside it, checked there (every page, foreign
 * keys, version, audit chain) and brought to this program's version; only then it takes the store's name, in one step, and the
 * store that was there keeps another name.
 * Refuses with StoreLockedError while a gateway runs there, with StoreSchemaError a backup of a newer program, with
 * RestoreRefusedError a file that is no sound store, and when another process is at work in the store.
 */
export async function restoreDatabase({ dataDir, file, clock, entry }: RestoreOptions): Promise<Restored> {
  makeDataDirectory(dataDir);
  const lock = takeGatewayLock(dataDir);
  const target = databaseFile(dataDir);
  const arriving = `${target}.arriving`;
  try {
    removeDatabase(arriving);
    copyFileSync(file, arriving, constants.COPYFILE_FICLONE);
    const contents = await prepare(arriving, file, { clock, entry });
    const aside = existsSync(target) ? putAside(target, entry.at) : null;
    renameSync(arriving, target);
    flushDirectory(dirname(target));
    return { contents, aside };
  } finally {
    removeDatabase(arriving);
    lock.release();
  }
}

/** Checks the copy and makes it ready; afterwards it is one file, on disk. */
async function prepare(
  arriving: string,
  file: string,
  { clock, entry }: Pick<RestoreOptions, 'clock' | 'entry'>,
): Promise<StoreContents> {
  const db = openSound(arriving, file);
  try {
    migrateOpened(db, clock);
    const contents = readContents(db);
    const log = createAuditLog(db);
    const verdict = await verifyChain({ audit: async (from, limit) => log.read(from, limit) });
    if (!verdict.ok) throw refusal(file, `its audit log is broken at entry ${verdict.sequence} (${verdict.fault})`);
    db.transaction(() => log.append(entry.at, entry.text)).immediate();
    db.pragma('wal_checkpoint(TRUNCATE)');
    return contents;
  } finally {
    db.close();
    flushFile(arriving);
  }
}

function openSound(arriving: string, file: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = openDatabase(arriving);
    const [fault] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
    if (fault?.integrity_check !== 'ok') throw refusal(file, 'it is damaged');
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw refusal(file, 'rows in it refer to nothing');
    return db;
  } catch (error) {
    db?.close();
    const code = sqliteCodeOf(error);
    if (code === 'SQLITE_NOTADB') throw refusal(file, 'it is no SQLite database');
    if (code.startsWith('SQLITE_CORRUPT')) throw refusal(file, 'it is damaged');
    throw error;
  }
}

/**
 * Gives the store that is there a second name. What its log holds is first written into the file, so that one name is the whole
 * store; of one that cannot be opened any more the log is kept beside it under the same name.
 */
function putAside(target: string, at: EpochMs): string {
  const aside = `${target}.before-restore-${new Date(at).toISOString().replaceAll(/[-:.]/g, '')}`;
  // Before SQLite looks at it: it removes a log that it cannot read.
  if (existsSync(`${target}-wal`)) keepAs(`${target}-wal`, `${aside}-wal`);
  try {
    if (foldLog(target)) rmSync(`${aside}-wal`, { force: true });
  } catch (error) {
    rmSync(`${aside}-wal`, { force: true });
    throw error;
  }
  keepAs(target, aside);
  for (const ending of ['-wal', '-shm']) rmSync(`${target}${ending}`, { force: true });
  flushDirectory(dirname(target));
  return aside;
}

/** A second name, or a copy where the file system has no second names. */
function keepAs(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(file, name, constants.COPYFILE_EXCL);
  }
}

/** True when the file alone is the store now; false when it cannot be opened. Refuses when somebody is at work in it. */
function foldLog(target: string): boolean {
  let db: Database.Database;
  try {
    db = new Database(target, { timeout: 0 });
  } catch {
    return false;
  }
  try {
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy === 1) throw inUse();
    return true;
  } catch (error) {
    const code = sqliteCodeOf(error);
    if (code === '') throw error;
    if (code.startsWith('SQLITE_BUSY')) throw inUse();
    return false;
  } finally {
    db.close();
  }
}

function removeDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${ending}`, { force: true });
}

function flushFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function inUse(): RestoreRefusedError {
  return new RestoreRefusedError('another process is at work in the store: try again');
}

function refusal(file: string, why: string): RestoreRefusedError {
  return new RestoreRefusedError(`${file} cannot be restored: ${why}`);
}
