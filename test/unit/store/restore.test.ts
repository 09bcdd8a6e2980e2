import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import { restoreDatabase } from '../../../src/store/sqlite/restore.ts';
import type { Store } from '../../../src/types/store.ts';
import { createFolder } from '../../support/run-cli.ts';
import { acceptRecords, deliverAll, facilityOf, leaseAt, NOON, recordOf } from '../../support/store-fixtures.ts';

const ENTRY = { at: NOON, text: JSON.stringify({ resourceType: 'AuditEvent', recorded: '2026-11-22T08:00:00+07:00' }) };
const clock = () => NOON;
let ids = 0;
const newId = () => `id-${++ids}`;

let folder: Awaited<ReturnType<typeof createFolder>>;
let file: string;
let dataDir: string;
beforeEach(async () => {
  folder = await createFolder();
  file = join(folder.path, 'backup.db');
  dataDir = join(folder.path, 'data');
  await withStore(async (store) => {
    await store.putFacility(facilityOf('99001'));
    await acceptRecords(store, [recordOf({ key: 'LK1' })]);
    await acceptRecords(store, [recordOf({ key: 'LK2', patient: 'Patient/p2' })]);
    await store.backup(file);
    await acceptRecords(store, [recordOf({ key: 'LK3', patient: 'Patient/p3' })]);
  });
});
afterEach(() => folder.remove());

async function withStore<T>(work: (store: Store) => Promise<T>, directory = dataDir): Promise<T> {
  const store = await openSqliteStore({ dataDir: directory, exclusive: true, clock, newId });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const restore = (directory = dataDir) => restoreDatabase({ dataDir: directory, file, clock, entry: ENTRY });
const keysIn = (directory = dataDir) =>
  withStore(
    async (store) => (await store.deliveries({ limit: 100 })).map(({ recordKey }) => recordKey).sort(),
    directory,
  );

/** Changes the backup as a program that does not know better would. */
function tamper(sql: string): void {
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
}

describe('backup', () => {
  it('is one file that can be read where nothing can be written, for its owner only', () => {
    expect(readdirSync(folder.path).sort()).toEqual(['backup.db', 'data']);
    const db = new Database(file, { readonly: true });
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    db.close();
    expect(readdirSync(folder.path).sort()).toEqual(['backup.db', 'data']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('restoreDatabase', () => {
  it('takes the place of the store, which is kept aside', async () => {
    const before = readFileSync(file);
    const { contents, aside } = await restore();
    expect(contents).toMatchObject({ facilities: 1, submissions: 2, records: 2, newestReceivedAt: NOON });
    expect(contents.open).toEqual([{ destination: 'province', count: 2 }]);
    expect(await keysIn()).toEqual(['LK1', 'LK2']);
    const old = join(folder.path, 'old');
    expect(aside).toBe(join(dataDir, 'lien-thong.db.before-restore-20261122T010000000Z'));
    await restoreDatabase({ dataDir: old, file: String(aside), clock, entry: ENTRY });
    expect(await keysIn(old)).toEqual(['LK1', 'LK2', 'LK3']);
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(dataDir).filter((name) => name.includes('arriving'))).toEqual([]);
  });

  it('fills a data directory that is not there', async () => {
    const fresh = join(folder.path, 'fresh', 'data');
    expect((await restore(fresh)).aside).toBeNull();
    expect(await keysIn(fresh)).toEqual(['LK1', 'LK2']);
    expect(statSync(join(fresh, 'lien-thong.db')).mode & 0o777).toBe(0o600);
  });

  it('goes on with the audit chain: the restore is its next entry', async () => {
    const { contents } = await restore();
    await withStore(async (store) => {
      const entries = await store.audit(1, 100);
      expect(entries.at(-1)?.entry).toBe(ENTRY.text);
      expect(entries.length).toBe(Number(contents.audit?.sequence) + 1);
      expect(entries.at(-2)?.hash).toBe(contents.audit?.hash);
      expect(await verifyChain(store)).toMatchObject({ ok: true });
    });
  });

  it('goes on with the queue, and what was under way goes again as it went', async () => {
    const bytes = Buffer.from('what the province may have got');
    await withStore(async (store) => {
      const [delivery] = await leaseAt(store, NOON, { limit: 1 });
      await store.keepMessage(String(delivery?.id), Number(delivery?.fence), {
        key: 'k1',
        contentType: 'text/plain',
        bytes,
      });
      await store.backup(join(folder.path, 'under-way.db'));
    });
    await restoreDatabase({ dataDir, file: join(folder.path, 'under-way.db'), clock, entry: ENTRY });
    await withStore(async (store) => {
      const leased = await leaseAt(store, NOON);
      expect(leased.map(({ recordKey }) => recordKey)).toEqual(['LK1', 'LK2', 'LK3']);
      expect(leased.map(({ unsettled }) => unsettled?.key ?? null)).toEqual(['k1', null, null]);
      expect(leased[0]?.unsettled?.bytes).toEqual(bytes);
    });
  });

  it('keeps what the log of a killed gateway holds: the store aside is the whole store', async () => {
    const db = new Database(join(dataDir, 'lien-thong.db'));
    db.pragma('wal_autocheckpoint = 0');
    db.exec(`INSERT INTO setting (name, value) VALUES ('in-the-log', 'x')`);
    const log = readFileSync(join(dataDir, 'lien-thong.db-wal'));
    const body = readFileSync(join(dataDir, 'lien-thong.db'));
    db.close();
    writeFileSync(join(dataDir, 'lien-thong.db'), body);
    writeFileSync(join(dataDir, 'lien-thong.db-wal'), log);
    const { aside } = await restore();
    const old = new Database(String(aside), { readonly: true });
    expect(old.prepare(`SELECT value FROM setting WHERE name = 'in-the-log'`).pluck().get()).toBe('x');
    old.close();
    expect(existsSync(join(dataDir, 'lien-thong.db-wal'))).toBe(false);
  });

  it('helps where the store is beyond help, and keeps that too', async () => {
    writeFileSync(join(dataDir, 'lien-thong.db'), Buffer.alloc(8_192, 7));
    writeFileSync(join(dataDir, 'lien-thong.db-wal'), 'log');
    const { aside } = await restore();
    expect(await keysIn()).toEqual(['LK1', 'LK2']);
    expect(readFileSync(String(aside))).toEqual(Buffer.alloc(8_192, 7));
    expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('log');
  });

  it('is refused while a gateway runs there', async () => {
    await withStore(async () => {
      await expect(restore()).rejects.toThrow(/another gateway is using/);
    });
    expect(await keysIn()).toEqual(['LK1', 'LK2', 'LK3']);
  });

  it.each([
    ['no database', () => writeFileSync(file, 'x'.repeat(5_000)), /is no SQLite database/],
    ['a cut file', () => truncateSync(file, statSync(file).size - 4_096), /is damaged/],
    ['a damaged page', () => damage(), /is damaged/],
    ['another database', () => tamper('DROP TABLE schema_version'), /no store of this program/],
    [
      'a newer store',
      () => tamper(`INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (999, 'x', 'x', 0)`),
      /use a newer program/,
    ],
    [
      'another migration',
      () => tamper(`UPDATE schema_version SET checksum = 'x' WHERE version = 2`),
      /is not the one that made the store/,
    ],
    ['rows that refer to nothing', () => tamper('DELETE FROM submission WHERE sequence = 1'), /refer to nothing/],
    [
      'a changed audit log',
      () => tamper(`DROP TRIGGER audit_is_never_changed; UPDATE audit SET entry = replace(entry, 'create', 'delete')`),
      /audit log is broken at entry 1 \(hash\)/,
    ],
  ])('refuses %s, and leaves the store as it was', async (_what, spoil, message) => {
    spoil();
    await expect(restore()).rejects.toThrow(message);
    expect(await keysIn()).toEqual(['LK1', 'LK2', 'LK3']);
    expect(readdirSync(dataDir).filter((name) => /arriving|before/.test(name))).toEqual([]);
  });

  it('delivers what it restores', async () => {
    await restore();
    await withStore(async (store) => {
      expect((await deliverAll(store, NOON)).map(({ recordKey }) => recordKey)).toEqual(['LK1', 'LK2']);
    });
  });

  /** Overwrites the middle of the page where the records begin. */
  function damage(): void {
    const db = new Database(file, { readonly: true });
    const page = db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'record'`).pluck().get() as number;
    const size = db.pragma('page_size', { simple: true }) as number;
    db.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, (page - 1) * size, (page - 1) * size + 64);
    writeFileSync(file, bytes);
  }
});
