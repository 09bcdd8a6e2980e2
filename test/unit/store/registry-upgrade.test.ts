import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { readMigrations } from '../../../src/store/numbered-migrations.ts';
import * as postgres from '../../../src/store/postgres/migrate.ts';
import { openPostgresStore } from '../../../src/store/postgres/open-postgres-store.ts';
import { databaseFile, makeDataDirectory, openDatabase } from '../../../src/store/sqlite/connection.ts';
import { applyMigrations } from '../../../src/store/sqlite/migrate.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../../src/types/store.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { facilityOf, NOON } from '../../support/store-fixtures.ts';

const FOLDER = join(import.meta.dirname, '../../../src/store');
/** Migrations before the registry had editions. */
const beforeEditions = (adapter: string) => {
  const all = readMigrations(join(FOLDER, adapter, 'migrations'));
  return all.slice(
    0,
    all.findIndex(({ name }) => name.includes('registry-editions')),
  );
};
const KNOWN = facilityOf('99001', { name: "Trạm Y tế 'A'", openTo: '2026-12-31' });
const INSERT = `INSERT INTO facility (code, name, cohort, ownership, level, commune, open_from, open_to, scope, announced, statistics)
  VALUES ('99001', 'Trạm Y tế ''A''', 'hospital', 'public', 'province', '51001', '2010-01-01', '2026-12-31',
    '[{"from":null,"value":"yes","reason":"inpatient"}]', NULL, '{"2026-10":1234}')`;
const clock = () => NOON;

/** What was there when editions began counts as having been so since ever. */
async function expectKept(store: Store): Promise<void> {
  expect(await store.facilities()).toEqual([KNOWN]);
  expect(await store.registryAt(0)).toEqual([KNOWN]);
  await store.putFacility(KNOWN, { by: 'a', reason: 'same' });
  expect(await store.editions('99001')).toEqual([
    { facility: KNOWN, at: 0, by: 'registry', reason: 'before editions were kept' },
  ]);
  await store.putFacility({ ...KNOWN, name: 'B' }, { by: 'a', reason: 'b' });
  expect((await store.editions('99001')).map(({ at }) => at)).toEqual([NOON, 0]);
  expect(await store.registryAt(NOON - 1)).toEqual([KNOWN]);
}

describe('a registry of before it had editions', () => {
  let server: PostgresServer;
  let root: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'lien-thong-registry-'));
    server = await startPostgres();
  });
  afterAll(async () => {
    await server.stop();
    rmSync(root, { recursive: true });
  });

  it('is kept by SQLite', async () => {
    makeDataDirectory(root);
    const db = openDatabase(databaseFile(root));
    applyMigrations(db, beforeEditions('sqlite'), clock);
    db.exec(INSERT);
    db.close();
    const store = await openSqliteStore({ dataDir: root, exclusive: true, clock, newId: v7 });
    await expectKept(store);
    await store.close();
  });

  it('is kept by PostgreSQL', async () => {
    const url = await server.createDatabase();
    const client = new Client(url);
    await client.connect();
    await postgres.applyMigrations(client, beforeEditions('postgres'), clock);
    await client.query(INSERT);
    await client.end();
    const store = await openPostgresStore({ url, clock, newId: v7 });
    await expectKept(store);
    await store.close();
  });
});
