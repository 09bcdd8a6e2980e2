import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readStorePlace } from '../config/store-place.ts';
import type { StorePlace } from '../store/open-store.ts';
import type { Store } from '../types/store.ts';
import type { CliIo } from './command.ts';
import { OperationFailed } from './failures.ts';

type StoreIo = Pick<CliIo, 'env' | 'cwd' | 'clock' | 'newId'>;

/** Opens the store of `DATABASE_URL` or `DATA_DIR` beside gateways that may be running on it; the caller closes it. */
export async function openStore(io: StoreIo): Promise<Store> {
  const { openStoreAt } = await import('../store/open-store.ts');
  return openStoreAt({ ...storePlaceOf(io), exclusive: false, clock: io.clock, newId: io.newId });
}

/** Where the store of a command is; a relative DATA_DIR is one of the folder in which it was called. */
export function storePlaceOf({ env, cwd }: Pick<CliIo, 'env' | 'cwd'>): StorePlace & { databaseConnections: number } {
  const place = readStorePlace(env);
  return { ...place, dataDir: resolve(cwd, place.dataDir) };
}

/** Runs work on the store and closes it, whatever happens. */
export async function withStore<T>(io: StoreIo, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(io);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The same on a store that is there: whoever looks for a queue in the wrong folder is told so, instead of shown an empty one. */
export async function withExistingStore<T>(io: StoreIo, work: (store: Store) => Promise<T>): Promise<T> {
  const { dataDir, databaseUrl } = storePlaceOf(io);
  const { databaseFile } = await import('../store/sqlite/connection.ts');
  if (databaseUrl === null && !existsSync(databaseFile(dataDir)))
    throw new OperationFailed(`there is no store in ${dataDir}: set DATA_DIR (or DATABASE_URL) as the gateway has it`);
  return withStore(io, work);
}
