import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { withStore } from '../../../src/cli/open-store.ts';
import { toLocalDay } from '../../../src/fhir/local-time.ts';
import type { RetentionEntry } from '../../../src/types/retention.ts';
import { createFolder, runCli } from '../../support/run-cli.ts';
import { type CliHere, cliHere } from '../../support/run-here.ts';
import { acceptRecords, deliverAll, facilityOf, NOON, recordOf } from '../../support/store-fixtures.ts';

/** Health certificates are kept for 2 years after the year in which they came: those of 2023 may go in 2026. */
const OLD = Date.parse('2023-12-31T23:59:00+07:00');
const YOUNG = Date.parse('2024-01-01T00:00:00+07:00');

interface Listed {
  readonly before: { readonly records: Readonly<Record<string, string>> };
  readonly counts: readonly object[];
  readonly isWhole: boolean;
  readonly entries: readonly RetentionEntry[];
}

describe('retention', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let here: CliHere;
  let configFile: string;

  beforeEach(async () => {
    folder = await createFolder();
    configFile = join(folder.path, 'lt.yaml');
    writeFileSync(configFile, 'retention: { messageDays: 30, versionYears: null }\n');
    here = cliHere(folder.path, { clock: () => NOON, env: { USER: 'lan', LT_CONFIG: configFile } });
    await withStore(here.io, async (store) => {
      await store.putFacility(facilityOf('99001'));
      const add = (key: string, receivedAt: number, owed: readonly string[] = ['province']) =>
        acceptRecords(store, [recordOf({ key, kind: 'health-check', patient: `Patient/${key}` })], {
          receivedAt,
          owed,
        });
      await add('OLD', OLD);
      await add('HELD', OLD);
      await add('YOUNG', YOUNG);
      await deliverAll(store, YOUNG);
      for (const at of [OLD, YOUNG]) await store.confirmDay('province', toLocalDay(at), NOON + 1_000);
      await add('WAITING', OLD);
      await add('ELSEWHERE', OLD, ['nation']);
      await deliverAll(store, YOUNG, 'nation');
    });
    await here.run('hold', 'add', '--facility', '99001', '--record', 'HELD', '--reason', 'vụ việc 12/2026');
  });
  afterEach(() => folder.remove());

  async function list(...args: readonly string[]): Promise<Listed> {
    const { code, stdout } = await here.run('retention', '--dry-run', '--json', ...args);
    expect(code).toBe(0);
    return JSON.parse(stdout) as Listed;
  }

  const recordsIn = ({ entries }: Listed) =>
    entries
      .filter(({ what }) => what === 'record')
      .map(({ recordKey, keptBy }) => `${recordKey} ${keptBy}`)
      .sort();

  it('lists what is past its time and what keeps it, and changes nothing', async () => {
    const listed = await list();
    expect(recordsIn(listed)).toEqual(['ELSEWHERE unreconciled', 'HELD held', 'OLD null', 'WAITING undelivered']);
    expect(listed.isWhole).toBe(true);
    expect(listed.before.records['health-check']).toBe('2024-01-01');
    expect(listed.counts).toContainEqual({
      what: 'record',
      kind: 'health-check',
      mayGo: 1,
      undelivered: 1,
      unreconciled: 1,
      held: 1,
    });
    expect(recordsIn(await list())).toEqual(recordsIn(listed));
  });

  it('says so when there is more than it lists', async () => {
    const { stdout, stderr } = await here.run('retention', '--dry-run', '--limit', '2', '--json');
    const { entries, isWhole } = JSON.parse(stdout) as Listed;
    expect([entries.length, isWhole]).toEqual([2, false]);
    expect(stderr).toBe('đây là 2 mục cũ nhất: có thể còn nữa (--limit)\n');
  });

  it('lets go of what nothing keeps, and the audit log says so', async () => {
    const { code, stdout } = await here.run('retention', '--apply', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).gone).toBeGreaterThan(0);
    expect(recordsIn(await list())).toEqual(['ELSEWHERE unreconciled', 'HELD held', 'WAITING undelivered']);
    expect(JSON.parse((await here.run('retention', '--apply', '--json')).stdout)).toEqual({ gone: 0 });
    await withStore(here.io, async (store) => {
      expect(await verifyChain(store)).toMatchObject({ ok: true });
      expect(await store.submissionsOfRecord('99001', 'OLD')).toHaveLength(1);
      expect((await store.standings('99001', ['HELD', 'WAITING'])).length).toBe(2);
      const events = (await store.audit(1, 99)).map(({ entry }) => JSON.parse(entry));
      const destroyed = events.filter(({ subtype }) => subtype[0].code === 'destroy');
      expect(destroyed).toHaveLength(4);
      expect(destroyed[0].entity[0].detail).toContainEqual({ type: 'health-check', valueString: '2024-01-01' });
      expect(destroyed[1].entity[0].detail).toEqual([
        { type: 'gone', valueString: expect.stringMatching(/^[1-9]\d*$/) },
      ]);
    });
  });

  it('prints tables in Vietnamese, unless English is asked for', async () => {
    const { stdout } = await here.run('retention', '--dry-run');
    expect(stdout).toMatch(/^hồ sơ +health-check +99001 +HELD +2023-12-31 +có lệnh giữ$/m);
    expect((await here.run('retention', '--apply', '--lang', 'en')).stdout).toBe('1 entry let go\n');
    expect(await here.run('retention', '--dry-run', '--lang', 'fr')).toMatchObject({ code: 2, stdout: '' });
  });

  it('as a process of its own prints tables', async () => {
    const env = { LT_CONFIG: configFile };
    const args = ['retention', '--dry-run', '--lang', 'en'];
    const { code, stdout } = await runCli(args, { cwd: folder.path, env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^what +kind +facility +record +received +kept by\n/);
    expect(stdout).toMatch(/^record +health-check +99001 +HELD +2023-12-31 +held$/m);
    expect(stdout).toMatch(/^record +health-check +1 +1 +1 +1$/m);
  });
});

describe('hold', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let here: CliHere;
  beforeEach(async () => {
    folder = await createFolder();
    here = cliHere(folder.path, { clock: () => NOON, env: { USER: 'root', SUDO_USER: 'lan' } });
    await withStore(here.io, (store) => store.putFacility(facilityOf('99001')));
  });
  afterEach(() => folder.remove());

  it('is added, listed and dropped, each with who and why in the audit log', async () => {
    const added = await here.run('hold', 'add', '--facility', '99001', '--record', 'LK1', '--reason', 'vụ 1');
    expect(added.stdout).toBe('id-1 giữ LK1 của 99001\n');
    await here.run('hold', 'add', '--facility', '99001', '--reason', 'thanh tra');
    const { stdout } = await here.run('hold', 'list', '--lang', 'en');
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['hold', 'facility', 'record', 'since', 'by', 'reason'],
      ['id-1', '99001', 'LK1', '2026-11-22T08:00:00+07:00', 'operator:lan', 'vụ 1'],
      ['id-2', '99001', '(all)', '2026-11-22T08:00:00+07:00', 'operator:lan', 'thanh tra'],
      [''],
    ]);
    expect((await here.run('hold', 'drop', 'id-1', '--reason', 'xong')).stdout).toBe('đã bỏ lệnh giữ id-1\n');
    const left = JSON.parse((await here.run('hold', 'list', '--json')).stdout) as { id: string }[];
    expect(left.map(({ id }) => id)).toEqual(['id-2']);
    const entries = await withStore(here.io, (store) => store.audit(1, 9));
    const told = entries.map(({ entry }) => JSON.parse(entry));
    expect(told.map(({ subtype, entity }) => [subtype[0].code, entity[0].what.identifier.value])).toEqual([
      ['hold', 'id-1'],
      ['hold', 'id-2'],
      ['unhold', 'id-1'],
    ]);
    expect(told[2].entity[0].detail).toContainEqual({ type: 'reason', valueString: 'xong' });
  });

  it.each([
    [['add', '--facility', '99009', '--reason', 'x'], '99009 is not registered'],
    [['drop', 'no-such', '--reason', 'x'], 'there is no such hold'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await here.run('hold', ...args);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `lien-thong: ${message}\n` });
  });
});
