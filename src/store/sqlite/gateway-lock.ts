import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreLockedError } from '../store-error.ts';
import { sqliteCodeOf } from './sqlite-code.ts';

/** Held by the one gateway that may use a data directory. */
export interface GatewayLock {
  release(): void;
}

/**
 * Takes the lock of a data directory: an exclusive transaction on a second, empty database. The operating system
 * frees it when the process ends, however it ends, so there is never a stale one.
 * Refuses with StoreLockedError while another process, or another store of this one, holds it.
 */
export function takeGatewayLock(dataDir: string): GatewayLock {
  const lock = new Database(join(dataDir, 'gateway.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!sqliteCodeOf(error).startsWith('SQLITE_BUSY')) throw error;
    throw new StoreLockedError(`another gateway is using ${dataDir}: stop it, or choose another DATA_DIR`);
  }
  return { release: () => lock.close() };
}
