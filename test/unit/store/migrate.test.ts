import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import { readMigrations } from '../../../src/store/numbered-migrations.ts';
import { databaseFile, makeDataDirectory, openDatabase } from '../../../src/store/sqlite/connection.ts';
import { takeGatewayLock } from '../../../src/store/sqlite/gateway-lock.ts';
import { applyMigrations, migrate } from '../../../src/store/sqlite/migrate.ts';
import { StoreLockedError, StoreSchemaError } from '../../../src/store/store-error.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../src/store/sqlite/migrations');
const NAMES = readdirSync(MIGRATIONS).sort();

describe('migrations', () => {
  let root: string;
  let dataDir: string;
  let db: Database;
  beforeEach(() => {
    root = mkdtempSync(`${tmpdir()}/lien-thong-migrate-`);
    dataDir = join(root, 'data');
    makeDataDirectory(dataDir);
    db = openDatabase(databaseFile(dataDir));
  });
  afterEach(() => {
    db.close();
    rmSync(root, { recursive: true });
  });

  const clock = () => 1_234;
  const versions = () => db.prepare('SELECT version, name, applied_at FROM schema_version ORDER BY version').all();

  it('make a new store, once', () => {
    expect(migrate(dataDir, clock)).toEqual(NAMES);
    expect(migrate(dataDir, clock)).toEqual([]);
    expect(versions()).toEqual(NAMES.map((name, index) => ({ version: index + 1, name, applied_at: 1_234 })));
  });

  it('comment every column', () => {
    for (const name of NAMES) {
      const lines = readFileSync(join(MIGRATIONS, name), 'utf8').split('\n');
      const tables = lines.flatMap((line, index) => (line.startsWith('CREATE TABLE') ? [index] : []));
      expect(tables.map((index) => lines[index - 1]?.startsWith('--'))).toEqual(tables.map(() => true));
    }
  });

  it('refuse a store that a newer program made', () => {
    migrate(dataDir, clock);
    db.prepare('INSERT INTO schema_version VALUES (?, ?, ?, ?)').run(NAMES.length + 1, 'future', 'x', 0);
    expect(() => migrate(dataDir, clock)).toThrow(StoreSchemaError);
    expect(() => migrate(dataDir, clock)).toThrow(
      /^the store .* is of version \d+, this program knows \d+: use a newer program$/,
    );
  });

  it('refuse a store made by a migration that was altered since', () => {
    migrate(dataDir, clock);
    db.prepare('UPDATE schema_version SET checksum = ? WHERE version = 1').run('x');
    expect(() => migrate(dataDir, clock)).toThrow(StoreSchemaError);
    expect(() => migrate(dataDir, clock)).toThrow(/^migration 0001-initial.sql is not the one that made the store .*$/);
  });

  it('refuse to change a store that a gateway uses, and leave one alone that needs no change', () => {
    const lock = takeGatewayLock(dataDir);
    expect(() => migrate(dataDir, clock)).toThrow(StoreLockedError);
    expect(migrate(dataDir, clock, lock)).toEqual(NAMES);
    expect(migrate(dataDir, clock)).toEqual([]);
    lock.release();
  });

  it('change nothing when one of them fails', () => {
    const folder = join(root, 'migrations');
    makeDataDirectory(folder);
    writeFileSync(join(folder, '0001-good.sql'), 'CREATE TABLE good (id TEXT) STRICT;');
    writeFileSync(join(folder, '0002-bad.sql'), 'CREATE TABLE fine (id TEXT) STRICT; CREATE TABLE bad (;');
    expect(() => applyMigrations(db, readMigrations(folder), clock)).toThrow('syntax');
    expect(db.prepare('SELECT name FROM sqlite_schema').all()).toEqual([]);

    writeFileSync(join(folder, '0002-bad.sql'), 'CREATE TABLE bad (id TEXT) STRICT;');
    expect(applyMigrations(db, readMigrations(folder), clock)).toEqual(['0001-good.sql', '0002-bad.sql']);
    writeFileSync(join(folder, '0003-more.sql'), 'CREATE TABLE more (id TEXT) STRICT;');
    expect(applyMigrations(db, readMigrations(folder), clock)).toEqual(['0003-more.sql']);
  });

  it('are not run with one missing', () => {
    const folder = join(root, 'migrations');
    makeDataDirectory(folder);
    writeFileSync(join(folder, '0002-second.sql'), '');
    expect(() => readMigrations(folder)).toThrow('migration 1 is missing');
  });
});
