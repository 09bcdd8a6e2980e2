import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { createForOwnerOnly, openDatabase } from './connection.ts';

/**
 * Copies the database to `file` while it is in use. The copy is of one moment: its reader stays in one transaction,
 * else writers of another process would make it start again and again. It appears under its name only when whole.
 */
export async function backupDatabase(databaseFile: string, file: string): Promise<void> {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  createForOwnerOnly(partial);
  const source = openDatabase(databaseFile);
  try {
    source.exec('BEGIN');
    source.prepare('SELECT 1 FROM schema_version').get();
    await source.backup(partial);
  } finally {
    source.close();
  }
  leaveLog(partial);
  renameSync(partial, file);
  flushDirectory(dirname(file));
}

/** Makes the copy one file that can be read where nothing can be written: without a write-ahead log beside it. */
function leaveLog(file: string): void {
  const copy = openDatabase(file);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/** Makes the new name itself survive a power cut. */
export function flushDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
