import type { Store } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import { buildStore } from './build-store.ts';
import { openDatabase } from './database.ts';
import { migratePostgres } from './migrate.ts';
import { makePartitions } from './partitions.ts';

export interface PostgresStoreOptions {
  /** `postgres://…`; may hold a password. */
  readonly url: string;
  /** At most, of this process; default 10. */
  readonly connections?: number;
  readonly clock: () => EpochMs;
  /** UUIDv7. */
  readonly newId: () => string;
}

const CONNECTIONS = 10;
/** How often a process looks whether partitions are due. */
const PARTITIONS_EVERY_MS = 3_600_000;

/**
 * Opens the store in a PostgreSQL database, made or migrated when needed; any number of processes may use it at once.
 * Refuses with StoreSchemaError a store of a newer program or with altered migrations, and a server that does not keep what
 * it commits.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, connections = CONNECTIONS, clock, newId } = options;
  await migratePostgres(url, clock);
  const database = openDatabase(url, connections);
  const timer = setInterval(() => {
    // Until it works again rows lie in the partitions of the rest.
    database.withConnection(makePartitions).catch(() => undefined);
  }, PARTITIONS_EVERY_MS);
  timer.unref();
  return buildStore(database, { clock, newId, onClose: () => clearInterval(timer) });
}
