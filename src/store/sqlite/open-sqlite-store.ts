import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import { buildStore } from './build-store.ts';
import { databaseFile, makeDataDirectory, openDatabase } from './connection.ts';
import { endLeasesOfDeadGateway } from './delivery-lease.ts';
import { takeGatewayLock } from './gateway-lock.ts';
import { migrate } from './migrate.ts';

export interface SqliteStoreOptions {
  /** Made when it is missing. */
  readonly dataDir: string;
  /** True for the gateway, of which there is one to a data directory; false for a command beside it. */
  readonly exclusive: boolean;
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
  /** Told when the disk failed a flush: nobody knows what is on it until the file is opened anew, by another process. */
  readonly onBroken?: ((error: Error) => void) | undefined;
}

/**
 * Opens the embedded store of a data directory, made or migrated when needed.
 * Refuses with StoreLockedError when another gateway uses it (or, beside a running gateway, when the store would first
 * have to be migrated), and with StoreSchemaError a store of a newer program or with altered migrations.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { dataDir, exclusive, clock } = options;
  makeDataDirectory(dataDir);
  const lock = exclusive ? takeGatewayLock(dataDir) : undefined;
  try {
    migrate(dataDir, clock, lock);
    const db = openDatabase(databaseFile(dataDir));
    if (lock !== undefined) endLeasesOfDeadGateway(db);
    return buildStore(db, { ...options, onClose: () => lock?.release() });
  } catch (error) {
    lock?.release();
    throw error;
  }
}
