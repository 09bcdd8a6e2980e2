import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, withStore } from '../../../src/cli/open-store.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open-sqlite-store.ts';
import { createFolder, runCli } from '../../support/run-cli.ts';
import { type CliHere, cliHere } from '../../support/run-here.ts';
import { acceptRecords, facilityOf, NOON, recordOf } from '../../support/store-fixtures.ts';

describe('backup and restore', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let here: CliHere;

  beforeEach(async () => {
    folder = await createFolder();
    here = cliHere(folder.path, { clock: () => NOON, env: { USER: 'lan' } });
    await add('LK1', 'LK2');
  });
  afterEach(() => folder.remove());

  async function add(...keys: readonly string[]): Promise<void> {
    const store = await openStore(here.io);
    await store.putFacility(facilityOf('99001'));
    for (const key of keys) await acceptRecords(store, [recordOf({ key, patient: `Patient/${key}` })]);
    await store.close();
  }

  it('go there and back, each as a process of its own', async () => {
    const env = { USER: 'lan' };
    const copied = await runCli(['backup', 'copy.db', '--lang', 'en'], { cwd: folder.path, env });
    expect(copied).toMatchObject({ code: 0, stderr: '' });
    expect(copied.stdout.replace(/[0-9a-f]{64}/, 'HASH').split('\n')).toEqual([
      expect.stringMatching(/^copy\.db: \d+ bytes$/),
      '1 facilities, 2 submissions, 2 records',
      'newest record received: 2026-11-22T08:00:00+07:00',
      'deliveries that are not finished: province 2',
      'audit log: 3 entries, head HASH',
      '',
    ]);
    await add('LK3');
    const restored = await runCli(['restore', 'copy.db', '--json', '--lang', 'en'], { cwd: folder.path, env });
    expect(restored.code).toBe(0);
    const { aside, ...rest } = JSON.parse(restored.stdout) as { aside: string };
    const [first, ...warning] = restored.stderr.split('\n');
    expect(first).toBe(`the store that was there is now ${aside}`);
    expect(warning.join(' ')).toMatch(/^What destinations got after this backup goes to them again\..*queue stop/);
    expect(rest).toMatchObject({ dataDir: join(folder.path, 'data'), facilities: 1, submissions: 2, records: 2 });
    expect(existsSync(aside)).toBe(true);
    const store = await openStore(here.io);
    expect((await store.deliveries({ limit: 9 })).map(({ recordKey }) => recordKey).sort()).toEqual(['LK1', 'LK2']);
    const events = (await store.audit(1, 9)).map(({ entry }) => JSON.parse(entry));
    expect(events.slice(2).map(({ subtype, agent }) => [subtype[0].code, agent[0].who.display])).toEqual([
      ['archive', 'operator:lan'],
      ['restore', 'operator:lan'],
    ]);
    await store.close();
  });

  it('speak Vietnamese where nothing else is asked for', async () => {
    const { stdout } = await here.run('backup', 'copy.db');
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^copy\.db: \d+ byte$/),
      '1 cơ sở, 2 lần gửi, 2 hồ sơ',
      'hồ sơ mới nhất nhận lúc: 2026-11-22T08:00:00+07:00',
      'lượt gửi chưa xong: province 2',
      expect.stringMatching(/^nhật ký kiểm toán: 3 mục, mục cuối [0-9a-f]{64}$/),
      '',
    ]);
    const { stderr } = await here.run('restore', 'copy.db');
    expect(stderr).toMatch(/^kho trước đó nay là .*\nNhững gì nơi nhận đã nhận sau bản sao lưu này sẽ được gửi lại\./);
  });

  it('leave a mark of the newest copy in the store; of one that was made by other means a person says so', async () => {
    const lastBackup = () => withStore(here.io, (store) => store.lastBackup());
    expect(await lastBackup()).toBeNull();
    await here.run('backup', 'copy.db');
    expect(await lastBackup()).toBe(NOON);
    const later = cliHere(folder.path, { clock: () => NOON + 60_000, env: { USER: 'lan' } });
    expect(await later.run('backup', '--noted')).toEqual({
      code: 0,
      stdout: 'đã ghi nhận: kho được sao lưu lúc 2026-11-22T08:01:00+07:00\n',
      stderr: '',
    });
    expect(await lastBackup()).toBe(NOON + 60_000);
    expect(await here.run('backup', 'copy.db', '--noted')).toMatchObject({ code: 2 });
    await here.run('restore', 'copy.db');
    expect(await lastBackup()).toBeNull();
  });

  it('restores beside no gateway', async () => {
    await here.run('backup', 'copy.db');
    const dataDir = join(folder.path, 'data');
    const gateway = await openSqliteStore({ dataDir, exclusive: true, clock: () => NOON, newId: () => 'id' });
    expect((await here.run('backup', 'other.db')).code).toBe(0);
    const { code, stdout, stderr } = await here.run('restore', 'copy.db');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^lien-thong: another gateway is using .*\n$/);
    await gateway.close();
  });

  it.each([
    [['backup', 'taken.db'], 'taken.db is there already: a backup overwrites nothing'],
    [['backup', 'no/copy.db'], 'there is no folder no'],
    [['restore', 'missing.db'], 'missing.db is not there'],
    [['restore', 'taken.db'], 'cannot be restored: it is no SQLite database'],
  ])('%j is refused', async (args, message) => {
    writeFileSync(join(folder.path, 'taken.db'), 'taken');
    const { code, stdout, stderr } = await here.run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(folder.path).sort()).toEqual(['data', 'taken.db']);
  });

  it('leaves a PostgreSQL store to PostgreSQL', async () => {
    const elsewhere = cliHere(folder.path, { env: { DATABASE_URL: 'postgres://127.0.0.1/x' } });
    for (const command of ['backup', 'restore']) {
      const { code, stderr } = await elsewhere.run(command, 'copy.db');
      expect(code).toBe(1);
      expect(stderr).toContain("PostgreSQL's own tools");
    }
  });
});
