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
  renameSync(partial, file);
  flushDirectory(dirname(file));
}

/** Makes the new name itself survive a power cut. */
function flushDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
