import { resolve } from 'node:path';
import type { Store } from '../types/store.ts';
import type { CliIo } from './command.ts';

/** Opens the store of `DATA_DIR` beside a gateway that may be running on it; the caller closes it. */
export async function openStore(io: Pick<CliIo, 'env' | 'cwd' | 'clock' | 'newId'>): Promise<Store> {
  const { openSqliteStore } = await import('../store/sqlite/open-sqlite-store.ts');
  const dataDir = resolve(io.cwd, io.env['DATA_DIR'] || './data');
  return openSqliteStore({ dataDir, exclusive: false, clock: io.clock, newId: io.newId });
}

/** Runs work on the store and closes it, whatever happens. */
export async function withStore<T>(
  io: Pick<CliIo, 'env' | 'cwd' | 'clock' | 'newId'>,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(io);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
