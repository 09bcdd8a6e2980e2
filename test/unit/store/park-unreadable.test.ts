import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { databaseFile, openDatabase } from '../../../src/store/sqlite/connection.ts';
import type { Store } from '../../../src/types/store.ts';
import { type PostgresStores, startPostgresStores } from '../../support/postgres-stores.ts';
import { acceptRecords, leaseAt, NOON, recordOf } from '../../support/store-fixtures.ts';
import { openTemporaryStore } from '../../support/temporary-store.ts';

const cleanups: (() => Promise<void>)[] = [];
let postgres: PostgresStores;

beforeAll(async () => {
  postgres = await startPostgresStores();
});
afterAll(() => postgres.stop());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Damaged {
  readonly store: Store;
  /** The bytes of a record’s content become others, as by a medium that fails. */
  readonly damage: (key: string) => Promise<void>;
}

async function openSqlite(): Promise<Damaged> {
  const { store, dataDir, cleanup } = await openTemporaryStore();
  cleanups.push(cleanup);
  return {
    store,
    async damage(key) {
      const db = openDatabase(databaseFile(dataDir));
      db.prepare(`UPDATE record SET payload = x'00ff00ff' WHERE record_key = ?`).run(key);
      db.close();
    },
  };
}

async function openPostgres(): Promise<Damaged> {
  const url = await postgres.createStore();
  const store = await postgres.open(url);
  cleanups.push(() => store.close());
  return {
    store,
    async damage(key) {
      const client = new Client(url);
      await client.connect();
      await client.query(`UPDATE record SET payload = '\\x00ff00ff' WHERE record_key = $1`, [key]);
      await client.end();
    },
  };
}

describe.each([
  ['SQLite', openSqlite],
  ['PostgreSQL', openPostgres],
])('content that cannot be read, on %s', (_name, open) => {
  it('is left to a person, and holds up neither what is leased with it nor what its patient is owed later', async () => {
    const { store, damage } = await open();
    const keys = ['LK1', 'LK2', 'LK3'];
    await acceptRecords(
      store,
      keys.map((key) => recordOf({ key, patient: `Patient/${key}` })),
    );
    await acceptRecords(store, [recordOf({ key: 'LATER', patient: 'Patient/LK2' })]);
    await damage('LK2');
    const leased = await leaseAt(store, NOON);
    expect(leased.map(({ recordKey }) => recordKey).sort()).toEqual(['LK1', 'LK3']);
    expect(await store.deliveries({ recordKey: 'LK2', limit: 1 })).toMatchObject([
      { state: 'parked', reason: 'content-unreadable', attempts: 1 },
    ]);
    expect((await leaseAt(store, NOON)).map(({ recordKey }) => recordKey)).toEqual(['LATER']);
  });
});
