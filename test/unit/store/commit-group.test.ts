import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite, { type Database } from 'better-sqlite3';
import { type CommitGroup, createCommitGroup } from '../../../src/store/sqlite/commit-group.ts';
import { openDatabase } from '../../../src/store/sqlite/connection.ts';
import { createWriteTransaction } from '../../../src/store/sqlite/write-transaction.ts';
import { StoreBrokenError } from '../../../src/store/store-error.ts';

describe('a commit group', () => {
  const directory = mkdtempSync(`${tmpdir()}/lien-thong-group-`);
  let number = 0;
  let db: Database;
  let group: CommitGroup;

  beforeEach(() => {
    db = openDatabase(join(directory, `${number++}.db`));
    db.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT');
    db.exec(`CREATE TABLE child (id INTEGER PRIMARY KEY, bytes BLOB,
      parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED) STRICT`);
    group = createCommitGroup(createWriteTransaction(db));
  });
  afterEach(() => {
    db.close();
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const rows = () => db.prepare<[], number>('SELECT id FROM child ORDER BY id').pluck().all();
  const insert = (id: number, parent: number | null = null, bytes = 0) =>
    db.prepare('INSERT INTO child (id, parent, bytes) VALUES (?, ?, zeroblob(?))').run(id, parent, bytes).changes;

  it('runs what comes in one turn in one transaction and answers after its commit', async () => {
    const states: boolean[] = [];
    const first = group.write(() => insert(1)).then(() => states.push(db.inTransaction));
    const second = group.write(() => {
      states.push(db.inTransaction);
      expect(rows()).toEqual([1]);
      return insert(2);
    });
    expect(rows()).toEqual([]);
    await Promise.all([first, second]);
    expect(states).toEqual([true, false]);
    expect(rows()).toEqual([1, 2]);
  });

  it('undoes a job that throws, and only that', async () => {
    const bad = () => {
      insert(2);
      throw new RangeError('bad job');
    };
    const outcomes = await Promise.allSettled([
      group.write(() => insert(1)),
      group.write(bad),
      group.write(() => insert(3)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rows()).toEqual([1, 3]);
  });

  it('keeps nothing and tells everybody when the commit fails', async () => {
    const outcomes = await Promise.allSettled([group.write(() => insert(1)), group.write(() => insert(2, 99))]);
    expect(outcomes).toMatchObject([
      { reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } },
      { reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } },
    ]);
    expect(rows()).toEqual([]);
    expect(await group.write(() => insert(3))).toBe(1);
  });

  it('refuses while the disk is full and takes again when there is room', async () => {
    db.pragma('max_page_count = 20');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, id) => group.write(() => insert(id, null, 20_000))),
    );
    const kept = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBeLessThan(8);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'SQLITE_FULL' } });
    expect(rows()).toHaveLength(kept);
    db.pragma('max_page_count = 10000');
    expect(await group.write(() => insert(100, null, 20_000))).toBe(1);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('writes nothing more after a flush that failed', async () => {
    const failing = withFailingCommit(db, 'SQLITE_IOERR_FSYNC');
    const told: Error[] = [];
    const broken = createCommitGroup(createWriteTransaction(failing, (error) => told.push(error)));
    await expect(broken.write(() => insert(1))).rejects.toMatchObject({ code: 'SQLITE_IOERR_FSYNC' });
    await expect(broken.write(() => insert(2))).rejects.toThrow(StoreBrokenError);
    expect(told).toMatchObject([{ name: 'StoreBrokenError', cause: { code: 'SQLITE_IOERR_FSYNC' } }]);
    expect(rows()).toEqual([]);
  });

  it.each([
    { count: 65, bytes: 0, groups: [64, 65] },
    { count: 4, bytes: 256 * 1024, groups: [2, 4] },
    { count: 2, bytes: 1024 * 1024, groups: [1, 2] },
  ])(
    'takes 64 jobs or half a megabyte into one transaction: $count of $bytes bytes',
    async ({ count, bytes, groups }) => {
      const seen = await Promise.all(
        Array.from({ length: count }, (_, id) => group.write(() => insert(id), bytes).then(() => rows().length)),
      );
      expect([...new Set(seen)]).toEqual(groups);
    },
  );

  it('commits what is waiting when it closes, and takes nothing more', async () => {
    const waiting = Array.from({ length: 100 }, (_, id) => group.write(() => insert(id)));
    group.close();
    expect(rows()).toHaveLength(100);
    await Promise.all(waiting);
    await expect(group.write(() => insert(100))).rejects.toThrow('closed');
  });
});

/** The real thing cannot be made to fail on demand: the disk's answer is replaced, nothing else. */
function withFailingCommit(db: Database, code: string): Database {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'prepare') return value;
      return (sql: string) =>
        sql === 'COMMIT'
          ? {
              run() {
                throw new Sqlite.SqliteError('disk I/O error', code);
              },
            }
          : target.prepare(sql);
    },
  });
}
