import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/cli/open-store.ts';
import type { Facility } from '../../../src/types/registry.ts';
import type { Store } from '../../../src/types/store.ts';
import { createFolder } from '../../support/run-cli.ts';
import { type CliHere, cliHere } from '../../support/run-here.ts';

const ENTRY: Facility = {
  code: '99001',
  name: 'Bệnh viện Mẫu',
  cohort: 'hospital',
  ownership: 'public',
  level: 'province',
  commune: 'Phường Nghĩa Lộ',
  openFrom: '2010-01-01',
  openTo: null,
  scope: [{ from: null, value: 'undecided', reason: 'chưa rà soát' }],
  announced: null,
  statistics: {},
};

describe('facility: decisions and their history', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let cli: CliHere;
  let now: number;

  beforeEach(async () => {
    folder = await createFolder();
    now = Date.parse('2026-11-22T08:00:00+07:00');
    cli = cliHere(folder.path, { env: { DATA_DIR: 'store', USER: 'an' }, clock: () => now });
    await inStore(async (store) => {
      await store.putFacility(ENTRY, { by: 'test', reason: 'begin' });
      await store.putFacility({ ...ENTRY, code: '99002', name: 'Bệnh viện Nhận' });
    });
  });
  afterEach(() => folder.remove());

  const run = (...args: string[]) => cli.run('facility', ...args);

  async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(cli.io);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }
  const entry = () => inStore((store) => store.facility('99001'));
  const audited = async () => {
    const entries = await inStore((store) => store.audit(1, 100));
    return entries
      .map(({ entry: text }) => JSON.parse(text))
      .map(({ agent, entity }) => ({
        by: agent[0].who.display,
        object: entity[0].what.identifier.value,
        details: Object.fromEntries(
          entity[0].detail.map(({ type, valueString }: Record<string, string>) => [type, valueString]),
        ),
      }));
  };

  it('dates a scope decision back, and keeps what the registry said until today', async () => {
    const told = await run(
      ...['scope', '99001', '--value', 'yes', '--from', '01/03/2026', '--reason', 'Có nội trú', '--by', 'Sở Y tế'],
    );
    expect(told).toEqual({
      code: 0,
      stderr: '',
      stdout:
        '99001 đã thay đổi\n  Phạm vi: Chưa quyết định từ trước đến nay: chưa rà soát → ' +
        'Chưa quyết định từ trước đến nay: chưa rà soát; Có từ 2026-03-01: Có nội trú (Sở Y tế)\n',
    });
    expect((await entry())?.scope.at(-1)).toEqual({
      ...{ from: '2026-03-01', value: 'yes', reason: 'Có nội trú', by: 'Sở Y tế' },
    });
    const before = await inStore((store) => store.registryAt(now - 1));
    expect(before).toEqual([]);
    expect((await inStore((store) => store.editions('99001'))).map(({ by, reason }) => [by, reason])).toEqual([
      ['Sở Y tế', 'Có nội trú'],
      ['test', 'begin'],
    ]);
    expect(await audited()).toEqual([
      {
        by: 'operator:an',
        object: '99001',
        details: { action: 'scope', fields: 'scope', by: 'Sở Y tế', reason: 'Có nội trú' },
      },
    ]);
  });

  it('says when nothing changes, and writes nothing', async () => {
    const same = [
      'scope',
      '99001',
      '--value',
      'undecided',
      '--from',
      'ever',
      '--reason',
      'chưa rà soát',
      '--lang',
      'en',
    ];
    expect(await run(...same)).toEqual({ code: 0, stderr: '', stdout: '99001: nothing changes\n' });
    expect(await inStore((store) => store.editions('99001'))).toHaveLength(1);
    expect(await audited()).toEqual([]);
  });

  it('notes announcements and closures', async () => {
    await run('announce', '99001', '--on', '2026-10-01', '--decision', '12/QĐ-BV', '--link', 'https://example.org/12');
    const closed = await run('close', '99001', '--on', '30/11/2026', '--merged-into', '99002', '--json');
    expect(JSON.parse(closed.stdout)).toEqual({
      ...ENTRY,
      announced: '2026-10-01',
      announcement: { decision: '12/QĐ-BV', link: 'https://example.org/12' },
      openTo: '2026-11-30',
      mergedInto: '99002',
    });
    expect(JSON.parse(closed.stdout)).toEqual(await entry());
  });

  it.each([
    [['scope', '99009', '--value', 'yes', '--from', 'ever', '--reason', 'x'], 'There is no facility 99009'],
    [['scope', '99001', '--value', 'maybe', '--from', 'ever', '--reason', 'x'], '"maybe" is not known'],
    [['scope', '99001', '--value', 'yes', '--from', '2026-02-30', '--reason', 'x'], 'is no day of the calendar'],
    [['scope', '99001', '--value', 'yes', '--from', 'ever', '--reason', ' '], 'A scope decision has no reason'],
    [['announce', '99001', '--on', '2026-10-01', '--decision', 'x', '--link', 'example.org'], 'A link has to begin'],
    [['close', '99001', '--on', '2009-12-31'], 'It closed (2009-12-31) before it opened (2010-01-01).'],
    [['close', '99001', '--on', '2026-12-31', '--merged-into', '99001'], 'cannot be merged into itself'],
    [
      ['close', '99001', '--on', '2026-12-31', '--merged-into', '99077'],
      'merged into 99077, which is not in the registry',
    ],
  ])('refuses %j', async (args, problem) => {
    const { code, stdout, stderr } = await run(...args, '--lang', 'en');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).toContain('remedy: ');
    expect(await entry()).toEqual(ENTRY);
    expect(await audited()).toEqual([]);
  });

  it('warns of an announcement that is yet to come', async () => {
    const { code, stderr } = await run('announce', '99001', '--on', '2026-12-01', '--decision', '12', '--lang', 'en');
    expect(code).toBe(0);
    expect(stderr).toContain('yet to come. [LT-F055]');
  });

  it('shows a facility, and its history with the remarks between', async () => {
    await run('announce', '99001', '--on', '2026-10-01', '--decision', '12/QĐ-BV');
    now += 3_600_000;
    await run('note', '99001', '--text', 'Đã gọi điện: tuần sau gửi lại', '--by', 'Chị Hoa');
    now += 3_600_000;
    await run('close', '99001', '--on', '2026-12-31', '--reason', 'Giải thể');
    expect((await run('show', '99001')).stdout).toBe(`99001  Bệnh viện Mẫu
  Nhóm: Bệnh viện
  Cấp: Tỉnh
  Sở hữu: Công lập
  Xã, phường, đặc khu: Phường Nghĩa Lộ
  Hoạt động từ ngày: 2010-01-01
  Ngày hoạt động cuối: 2026-12-31
  Ngày công bố bệnh án điện tử: 2026-10-01
  Quyết định công bố: 12/QĐ-BV
  Phạm vi hôm nay: Chưa quyết định từ trước đến nay: chưa rà soát
    Chưa quyết định từ trước đến nay: chưa rà soát
  Khóa công khai: 0
  Số lần sửa: 3
  Ghi chú: 1
    2026-11-22T09:00:00+07:00  Chị Hoa  “Đã gọi điện: tuần sau gửi lại”
`);
    expect(
      (await run('history', '99001', '--lang', 'en')).stdout,
    ).toBe(`2026-11-22T10:00:00+07:00  operator:an  Giải thể
  open to: (empty) → 2026-12-31
2026-11-22T09:00:00+07:00  Chị Hoa  “Đã gọi điện: tuần sau gửi lại”
2026-11-22T08:00:00+07:00  operator:an  12/QĐ-BV
  announced: (empty) → 2026-10-01
  announcement decision: (empty) → 12/QĐ-BV
2026-11-22T08:00:00+07:00  test  begin
  added to the registry: Bệnh viện Mẫu
`);
    const shown = JSON.parse((await run('show', '99001', '--json')).stdout);
    expect(shown).toMatchObject({ facility: { code: '99001' }, keys: 0, editions: 3, notes: [{ by: 'Chị Hoa' }] });
    expect(JSON.parse((await run('history', '99001', '--json')).stdout).editions).toHaveLength(3);
    expect((await run('show', '99077')).stderr).toContain('99077 is not in the registry');
  });

  it.each(['csv', 'xlsx', 'json'])('exports as %s what can be imported again without a change', async (format) => {
    expect(await run('export', '--out', `r.${format}`)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: `r.${format}: 2 cơ sở\n`,
    });
    const again = await run('import', `r.${format}`, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ state: 'unchanged', unchanged: 2, warnings: [] });
    if (format === 'xlsx') return;
    const { stdout } = await run('export', '--format', format);
    expect(await readFile(join(folder.path, `r.${format}`), 'utf8')).toBe(stdout);
  });

  it('imports nothing when one row is wrong, and says which', async () => {
    await writeFile(join(folder.path, 'r.csv'), 'code,name,cohort\n99003,A,other\n99004,B,x\n');
    const { code, stderr } = await run('import', 'r.csv', '--lang', 'en');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'row 3, column "cohort", 99004: "x" is not known; it has to be one of: hospital, other. [LT-F025]',
    );
    expect(await inStore((store) => store.facilities())).toHaveLength(2);
  });
});
