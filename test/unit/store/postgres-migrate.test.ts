import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { readMigrations } from '../../../src/store/numbered-migrations.ts';
import { applyMigrations, migratePostgres } from '../../../src/store/postgres/migrate.ts';
import { openPostgresStore } from '../../../src/store/postgres/open-postgres-store.ts';
import { StoreSchemaError } from '../../../src/store/store-error.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { cliHere } from '../../support/run-here.ts';
import { acceptRecords, deliverAll, facilityOf, NOON, recordOf } from '../../support/store-fixtures.ts';

const NAMES = readMigrations(join(import.meta.dirname, '../../../src/store/postgres/migrations')).map(
  ({ name }) => name,
);
const GUIDE = join(import.meta.dirname, '../../../docs/guides/postgresql.md');
const clock = () => 1_234;

describe('migrations of a PostgreSQL store', () => {
  let server: PostgresServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.createDatabase();
  });

  async function query<Row extends object>(sql: string): Promise<Row[]> {
    const client = new Client(url);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('make a new store, once, whoever else is doing so', async () => {
    const ran = await Promise.all([1, 2, 3, 4].map(() => migratePostgres(url, clock)));
    expect(ran.filter(({ length }) => length > 0)).toEqual([NAMES]);
    expect(await query('SELECT version, name, applied_at::integer AS at FROM schema_version')).toEqual(
      NAMES.map((name, index) => ({ version: index + 1, name, at: 1_234 })),
    );
  });

  it('are run by `migrate` where DATABASE_URL says', async () => {
    const { run } = cliHere('/', { env: { DATABASE_URL: url } });
    const told = { code: 0, stdout: `${NAMES.join('\n')}\n`, stderr: 'the store is at this version\n' };
    expect(await run('migrate')).toEqual(told);
  });

  it('are told in one line without the password when the database cannot be reached', async () => {
    const { code, stderr } = await cliHere('/', { env: { DATABASE_URL: server.url('none') } }).run('migrate');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lien-thong: .*database "none" does not exist\n$/);
    expect(stderr).not.toContain(new URL(url).password);
  });

  it('refuse a store that a newer program made', async () => {
    await migratePostgres(url, clock);
    await query(`INSERT INTO schema_version VALUES (${NAMES.length + 1}, 'future', 'x', 0)`);
    await expect(migratePostgres(url, clock)).rejects.toThrow(StoreSchemaError);
    const { code, stderr } = await cliHere('/', { env: { DATABASE_URL: url } }).run('migrate');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^lien-thong: the store store_\d+ on 127\.0\.0\.1 is of version \d+, this program knows \d+: use a newer program\n$/,
    );
  });

  it('refuse a store made by a migration that was altered since', async () => {
    await migratePostgres(url, clock);
    await query(`UPDATE schema_version SET checksum = 'x' WHERE version = 1`);
    await expect(migratePostgres(url, clock)).rejects.toThrow(
      /^migration 0001-initial.sql is not the one that made the store /,
    );
  });

  it('refuse a server that does not flush what it commits', async () => {
    const careless = await startPostgres({ fsync: 'off' });
    try {
      await expect(migratePostgres(await careless.createDatabase(), clock)).rejects.toThrow(/set fsync = on$/);
    } finally {
      await careless.stop();
    }
  });

  it('let a gateway work by an account that may not change a table, as the guide says', async () => {
    await migratePostgres(url, clock);
    const [, rights = ''] = /```sql\n(.*?)```/s.exec(readFileSync(GUIDE, 'utf8')) ?? [];
    await query(`CREATE ROLE clerk LOGIN PASSWORD 'clerk'; ${rights.replaceAll(/\bgateway\b/g, 'clerk')}`);
    const asClerk = Object.assign(new URL(url), { username: 'clerk', password: 'clerk' }).href;
    const store = await openPostgresStore({ url: asClerk, clock: () => NOON, newId: v7 });
    await store.putFacility(facilityOf('99001'));
    await acceptRecords(store, [recordOf()]);
    expect(await deliverAll(store, NOON)).toHaveLength(1);
    await store.close();
  });

  it('change nothing when one of them fails, and keep what a store holds when another one comes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lien-thong-migrations-'));
    const client = new Client(url);
    await client.connect();
    try {
      const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
      write('0001-good.sql', 'CREATE TABLE good (id TEXT);');
      write('0002-bad.sql', 'CREATE TABLE fine (id TEXT); CREATE TABLE bad (;');
      await expect(applyMigrations(client, readMigrations(folder), clock)).rejects.toThrow('syntax');
      expect(await query(`SELECT relname FROM pg_class WHERE relname IN ('good', 'fine', 'schema_version')`)).toEqual(
        [],
      );
      write('0002-bad.sql', 'CREATE TABLE fine (id TEXT);');
      expect(await applyMigrations(client, readMigrations(folder), clock)).toEqual(['0001-good.sql', '0002-bad.sql']);
      await query(`INSERT INTO good VALUES ('kept')`);
      write('0003-more.sql', 'ALTER TABLE good ADD COLUMN more INTEGER DEFAULT 1;');
      expect(await applyMigrations(client, readMigrations(folder), clock)).toEqual(['0003-more.sql']);
      expect(await query('SELECT id, more FROM good')).toEqual([{ id: 'kept', more: 1 }]);
    } finally {
      await client.end();
      rmSync(folder, { recursive: true });
    }
  });
});
