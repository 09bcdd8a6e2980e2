import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import type { OpenedStore } from '../contract/store/opened-store.ts';
import { facilityOf, NOON } from './store-fixtures.ts';

export interface TemporaryStore extends OpenedStore {
  readonly dataDir: string;
}

/** A SQLite store in a directory of its own, with facilities 99001 and 99002; its clock stands. */
export async function openTemporaryStore(): Promise<TemporaryStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-store-'));
  const open = (exclusive = true, now = NOON) => openSqliteStore({ dataDir, exclusive, clock: () => now, newId: v7 });
  let store = await open();
  for (const code of ['99001', '99002']) await store.putFacility(facilityOf(code));
  return {
    store,
    dataDir,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    beside: (now) => open(false, now),
    async cleanup() {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
