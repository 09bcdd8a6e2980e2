import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { migratePostgres } from './postgres/migrate.ts';
import { openPostgresStore } from './postgres/open-postgres-store.ts';
import { migrate } from './sqlite/migrate.ts';
import { openSqliteStore } from './sqlite/open-sqlite-store.ts';

/** Where a store is. */
export interface StorePlace {
  /** Of the SQLite store. */
  readonly dataDir: string;
  /** PostgreSQL instead of it. May hold a password. */
  readonly databaseUrl: string | null;
}

export interface OpenStoreOptions extends StorePlace {
  /** Of PostgreSQL, for this process. */
  readonly databaseConnections: number;
  /** True for a gateway, of which SQLite bears one to a data directory; false for a command beside it. */
  readonly exclusive: boolean;
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
  /** Told when this process cannot use its SQLite store any more. A PostgreSQL server ends and recovers by itself instead. */
  readonly onBroken?: ((error: Error) => void) | undefined;
}

/** Opens the store of a deployment, made or migrated when needed. Refuses what the adapters refuse, in one line each. */
export function openStoreAt(options: OpenStoreOptions): Promise<Store> {
  const { dataDir, databaseUrl: url, databaseConnections: connections, exclusive, clock, newId, onBroken } = options;
  return url === null
    ? openSqliteStore({ dataDir, exclusive, clock, newId, onBroken })
    : openPostgresStore({ url, connections, clock, newId });
}

/** Brings the store of a deployment to this program's version; gives the names of the migrations that ran. */
export async function migrateStoreAt(
  { dataDir, databaseUrl }: StorePlace,
  clock: () => EpochMs,
): Promise<readonly string[]> {
  return databaseUrl === null ? migrate(dataDir, clock) : migratePostgres(databaseUrl, clock);
}
