import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { v7 } from 'uuid';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { databaseFile, openDatabase } from '../../../src/store/sqlite/connection.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import { StoreLockedError } from '../../../src/store/store-error.ts';
import { acceptRecords, facilityOf, leaseAt, NOON, observation, recordOf } from '../../support/store-fixtures.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/temporary-store.ts';

describe('the SQLite store', () => {
  let opened: TemporaryStore;
  beforeEach(async () => {
    opened = await openTemporaryStore();
  });
  afterEach(() => opened.cleanup());

  const open = (exclusive: boolean) =>
    openSqliteStore({ dataDir: opened.dataDir, exclusive, clock: () => NOON, newId: v7 });

  it('is used by one gateway at a time', async () => {
    await expect(open(true)).rejects.toThrow(StoreLockedError);
    await expect(open(true)).rejects.toThrow(/^another gateway is using .*: stop it, or choose another DATA_DIR$/);
    await opened.store.close();
    const next = await open(true);
    await next.close();
  });

  it('is used by commands beside the gateway', async () => {
    const beside = await open(false);
    await beside.putFacility(facilityOf('99003'));
    await acceptRecords(opened.store, [recordOf()], { facility: '99003' });
    expect(await beside.lastRecords()).toEqual(new Map([['99003', NOON]]));
    await beside.close();
    await expect(open(true)).rejects.toThrow(StoreLockedError);
  });

  it('gives back what a dead gateway had under way at once, and never what a living one has', async () => {
    await acceptRecords(opened.store, [recordOf()]);
    expect(await leaseAt(opened.store, NOON)).toHaveLength(1);
    const beside = await open(false);
    expect(await leaseAt(beside, NOON)).toEqual([]);
    await beside.close();
    const next = await opened.reopen();
    expect(await leaseAt(next, NOON)).toMatchObject([{ recordKey: 'LK1', attempt: 2 }]);
  });

  it('chains audit entries of two processes into one', async () => {
    const beside = await open(false);
    const entry = JSON.stringify({ resourceType: 'AuditEvent', recorded: new Date(NOON).toISOString() });
    for (let round = 0; round < 5; round++) {
      await acceptRecords(opened.store, [recordOf()]);
      await beside.appendAudit(NOON, entry);
    }
    await beside.close();
    expect(await verifyChain(opened.store)).toMatchObject({ ok: true, entries: 10 });
  });

  it('flushes every commit, checks references, and is readable by its owner only', () => {
    const db = openDatabase(databaseFile(opened.dataDir));
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.close();
    const files = readdirSync(opened.dataDir).filter((name) => name.startsWith('lien-thong.db'));
    expect(files).toContain('lien-thong.db-wal');
    for (const file of files) expect(statSync(join(opened.dataDir, file)).mode & 0o077).toBe(0);
  });

  it('does not change or delete audit entries, and shows when somebody did', async () => {
    await acceptRecords(opened.store, [recordOf({ key: 'LK1' })]);
    await acceptRecords(opened.store, [recordOf({ key: 'LK2' })]);
    const db = openDatabase(databaseFile(opened.dataDir));
    const forge = () => db.exec(`UPDATE audit SET entry = replace(entry, '99001', '99002') WHERE sequence = 1`);
    expect(forge).toThrow('append-only');
    expect(() => db.exec('DELETE FROM audit')).toThrow('append-only');
    db.exec('DROP TRIGGER audit_is_never_changed');
    forge();
    db.close();
    expect(await verifyChain(opened.store)).toEqual({ ok: false, sequence: 1, fault: 'hash' });
  });

  it('keeps history: every superseded version of a resource, and every attempt', async () => {
    for (const value of [1, 2, 3])
      await acceptRecords(opened.store, [recordOf({ resources: [observation('o1', value)] })]);
    const db = openDatabase(databaseFile(opened.dataDir));
    const history = db.prepare('SELECT version FROM resource_version ORDER BY version').pluck().all();
    const current = db.prepare('SELECT version FROM resource').pluck().all();
    db.close();
    expect({ history, current }).toEqual({ history: [1, 2], current: [3] });
  });

  it('makes a backup while it is written to, which opens as a store', async () => {
    await acceptRecords(opened.store, [recordOf({ key: 'BEFORE' })]);
    const target = await mkdtemp(join(tmpdir(), 'lien-thong-backup-'));
    const beside = await open(false);
    let isDone = false;
    const backup = beside.backup(databaseFile(target)).finally(() => {
      isDone = true;
    });
    for (let round = 0; !isDone || round < 10; round++) {
      await acceptRecords(opened.store, [recordOf({ key: `LK${round}`, resources: [] })]);
    }
    await backup;
    await beside.close();
    expect(readdirSync(target)).toEqual(['lien-thong.db']);
    expect(statSync(databaseFile(target)).mode & 0o077).toBe(0);

    const copy = await openSqliteStore({ dataDir: target, exclusive: true, clock: () => NOON, newId: v7 });
    expect(await copy.resource('99001', 'Observation', 'o-BEFORE')).toBeDefined();
    expect(await verifyChain(copy)).toMatchObject({ ok: true });
    await copy.close();
    await rm(target, { recursive: true });
  });

  it('leaves no half backup under the name asked for', async () => {
    await expect(opened.store.backup(join(opened.dataDir, 'missing', 'copy.db'))).rejects.toThrow();
    expect(readdirSync(opened.dataDir)).not.toContain('missing');
  });

  it('frees the lock of a store that it cannot open', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-broken-'));
    await opened.store.backup(databaseFile(dataDir));
    const db = new Sqlite(databaseFile(dataDir));
    db.exec('DROP TABLE delivery');
    db.close();
    await expect(openSqliteStore({ dataDir, exclusive: true, clock: () => NOON, newId: v7 })).rejects.toThrow(
      'delivery',
    );
    await expect(openSqliteStore({ dataDir, exclusive: true, clock: () => NOON, newId: v7 })).rejects.toThrow(
      'delivery',
    );
    await rm(dataDir, { recursive: true });
  });
});
