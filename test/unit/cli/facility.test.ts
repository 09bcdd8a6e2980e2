import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPair, toPublicKey } from '../../../src/authenticate/keys.ts';
import { main } from '../../../src/cli/main.ts';
import { openStore } from '../../../src/cli/open-store.ts';
import type { Store } from '../../../src/types/store.ts';
import { type CliRun, createFolder, runCli } from '../../support/run-cli.ts';

const SCOPE_REASON = 'facility add --scope';

describe('facility', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  /** 2026-11-22T08:00:00+07:00 */
  let now = Date.UTC(2026, 10, 22, 1);

  beforeEach(async () => {
    folder = await createFolder();
  });
  afterEach(() => folder.remove());

  const ioOf = (out: string[] = [], err: string[] = []) => ({
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: { DATA_DIR: 'store' },
    cwd: folder.path,
    clock: () => now,
    sleep: async () => {},
    newId: () => 'id',
  });

  async function run(...args: string[]): Promise<CliRun> {
    const [out, err]: [string[], string[]] = [[], []];
    return { code: await main(['facility', ...args], ioOf(out, err)), stdout: out.join(''), stderr: err.join('') };
  }

  async function readStore<T>(read: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(ioOf());
    const value = await read(store);
    await store.close();
    return value;
  }

  const put = (name: string, content: unknown): Promise<void> =>
    writeFile(join(folder.path, name), typeof content === 'string' ? content : JSON.stringify(content));

  const hospital = {
    code: '99001',
    name: 'Bệnh viện Mẫu',
    cohort: 'hospital',
    ownership: '',
    level: '',
    commune: 'Xã Bình Sơn',
    openFrom: null,
    openTo: null,
    scope: [{ from: null, value: 'yes', reason: SCOPE_REASON }],
    announced: '2026-10-01',
    statistics: {},
  };
  const basic = ['--code', '99001', '--name', 'Bệnh viện Mẫu', '--kind', 'hospital'];
  const full = [...basic, '--commune', 'Xã Bình Sơn', '--scope', 'yes', '--announced', '2026-10-01'];

  describe('add', () => {
    it('registers a facility with its keys, as a process of its own', async () => {
      const { publicKey } = await generateKeyPair();
      await put('jwks.json', { keys: [publicKey] });
      const options = { cwd: folder.path, env: { DATA_DIR: 'store' } };
      const added = await runCli(['facility', 'add', ...full, '--jwks', 'jwks.json'], options);
      expect(added).toEqual({ code: 0, stdout: '99001 added, 1 keys registered\n', stderr: '' });
      expect(await readStore((store) => store.facility('99001'))).toEqual(hospital);
      expect(await readStore((store) => store.keys('99001'))).toEqual([
        { ...toPublicKey(publicKey), iat: expect.any(Number) },
      ]);
    });

    it('changes of a known facility what is given, and nothing else', async () => {
      await run('add', ...full);
      const { stdout } = await run('add', '--code', '99001', '--name', 'Tên mới', '--json');
      expect(JSON.parse(stdout)).toEqual({ ...hospital, name: 'Tên mới' });
      expect(await readStore((store) => store.facility('99001'))).toEqual({ ...hospital, name: 'Tên mới' });
    });

    it('keeps the keys of a known facility unless new ones are given, and then replaces them', async () => {
      const [first, second] = await Promise.all([generateKeyPair(), generateKeyPair()]);
      await put('first.json', { keys: [first.publicKey] });
      await put('second.json', { keys: [second.publicKey] });
      await run('add', ...basic, '--jwks', 'first.json');
      await run('add', '--code', '99001', '--announced', '2026-10-01');
      expect(await readStore((store) => store.keys('99001'))).toEqual([
        { ...toPublicKey(first.publicKey), iat: now / 1_000 },
      ]);
      await run('add', '--code', '99001', '--jwks', 'second.json');
      expect(await readStore((store) => store.keys('99001'))).toEqual([
        { ...toPublicKey(second.publicKey), iat: now / 1_000 },
      ]);
    });

    it('takes particulars too, and refuses what files may not say either', async () => {
      const more = ['--level', 'Tỉnh', '--ownership', 'công lập', '--gln', '8931234500009', '--his-vendor', 'HIS'];
      expect((await run('add', ...full, ...more, '--lang', 'vi')).stdout).toBe('đã thêm 99001\n');
      const stored = await readStore((store) => store.facility('99001'));
      expect(stored).toEqual({
        ...hospital,
        ...{ level: 'province', ownership: 'public', gln: '8931234500009', hisVendor: 'HIS' },
      });
      const { code, stderr } = await run('add', '--code', '99001', '--commune', 'Xã Hòa Vang');
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('There is no commune "Xã Hòa Vang" in the province.'),
      ]);
      expect(await readStore((store) => store.facility('99001'))).toEqual(stored);
    });

    it('dates a later scope decision and corrects one of the same day', async () => {
      const scopeAfter = async (value: string) => {
        await run('add', ...basic, '--scope', value);
        return (await readStore((store) => store.facility('99001')))?.scope.map(({ from, value }) => [from, value]);
      };
      expect(await scopeAfter('undecided')).toEqual([[null, 'undecided']]);
      expect(await scopeAfter('no')).toEqual([
        [null, 'undecided'],
        ['2026-11-22', 'no'],
      ]);
      expect(await scopeAfter('yes')).toEqual([
        [null, 'undecided'],
        ['2026-11-22', 'yes'],
      ]);
      now += 86_400_000;
      expect(await scopeAfter('no')).toEqual([
        [null, 'undecided'],
        ['2026-11-22', 'yes'],
        ['2026-11-23', 'no'],
      ]);
    });

    it.each([
      [['--code', '99001', '--kind', 'hospital'], '--name is required'],
      [['--code', '99001', '--name', 'x'], '--kind is required'],
    ])('needs the name and kind of a new facility: %j', async (args, message) => {
      const { code, stderr } = await run('add', ...args);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
      expect(await readStore((store) => store.facilities())).toEqual([]);
    });

    it('registers nothing with a private key in the set', async () => {
      const { privateKey } = await generateKeyPair();
      await put('jwks.json', { keys: [privateKey] });
      const { code, stderr } = await run('add', ...basic, '--jwks', 'jwks.json');
      expect(code).toBe(1);
      expect(stderr).toContain('LT-A041 Key 1 holds private material (d).');
      expect(stderr).not.toContain(privateKey.d);
      expect(await readStore((store) => store.facilities())).toEqual([]);
    });
  });

  describe('list', () => {
    it('shows every facility with its number of keys', async () => {
      const { publicKey } = await generateKeyPair();
      await put('jwks.json', { keys: [publicKey] });
      await run('add', ...full, '--jwks', 'jwks.json');
      await run('add', '--code', '8934567890123', '--name', 'Trạm y tế', '--kind', 'other');
      const { code, stdout } = await run('list', '--lang', 'en');
      expect(code).toBe(0);
      expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
        ['code', 'cohort', 'scope', 'announced', 'open to', 'keys', 'commune', 'name'],
        ['8934567890123', 'other', 'undecided', '0', 'Trạm y tế'],
        ['99001', 'hospital', 'yes', '2026-10-01', '1', 'Xã Bình Sơn', 'Bệnh viện Mẫu'],
        [''],
      ]);
      expect((await run('list')).stdout).toMatch(/^99001 +Bệnh viện +Có +2026-10-01/m);
    });

    it('writes with --json what import takes', async () => {
      await run('add', ...full);
      await put('registry.json', (await run('list', '--json')).stdout);
      await readStore(async (store) => store.putFacility({ ...hospital, cohort: 'other', scope: [] }));
      expect(await run('import', 'registry.json')).toMatchObject({ code: 0, stderr: '' });
      expect(await readStore((store) => store.facilities())).toEqual([hospital]);
    });
  });

  describe('import', () => {
    it('takes the registry shape; what is left out is unknown', async () => {
      const whole = {
        ...hospital,
        openFrom: '2020-01-01',
        openTo: '2026-12-31',
        scope: [{ from: '2026-01-01', value: 'no', reason: 'không điều trị nội trú' }],
        statistics: { '2026-10': 1234 },
      };
      await put('registry.json', [whole, { code: '99002', name: 'Trạm y tế', cohort: 'other' }]);
      const { code, stdout } = await run('import', 'registry.json', '--json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({
        ...{ state: 'imported', imported: 2, faults: [], warnings: [] },
        ...{ added: ['99001', '99002'], changed: [], unchanged: 0, missing: [] },
      });
      const unknown = { commune: '', scope: [], announced: null, statistics: {} };
      expect(await readStore((store) => store.facilities())).toEqual([
        whole,
        { ...hospital, code: '99002', name: 'Trạm y tế', cohort: 'other', ...unknown },
      ]);
    });

    it.each([
      ['no array', {}, 'registry.json: nothing was imported, 1 fault\n  The JSON has another shape'],
      ['no JSON', '[', 'The file begins like JSON but is no JSON. [LT-F005]'],
      ['no object', [hospital, 'x'], 'entry 2: The JSON has another shape; it has to be: object. [LT-F011]'],
      [
        'no name',
        [{ ...hospital, name: undefined }],
        'entry 1, column "name", 99001: A value that is needed is missing.',
      ],
      ['a wrong code', [hospital, { ...hospital, code: '9900' }], 'entry 2, column "code": "9900" is a number'],
      [
        'another kind',
        [{ ...hospital, cohort: 'x' }],
        'entry 1, column "cohort", 99001: "x" is not known; it has to be one',
      ],
      [
        'a day that is none',
        [{ ...hospital, announced: '2026-02-30' }],
        '"2026-02-30" is no day of the calendar. [LT-F023]',
      ],
      [
        'a misspelt member',
        [{ ...hospital, anounced: null }],
        'column "anounced": This JSON member is not known. [LT-F012]',
      ],
      [
        'a scope that is none',
        [{ ...hospital, scope: [{ from: null, value: 'maybe', reason: 'x' }] }],
        'column "scope[0].value", 99001: "maybe" is not known',
      ],
      ['a month that is none', [{ ...hospital, statistics: { '2026-13': 1 } }], 'column "statistics.2026-13"'],
      [
        'a count below nothing',
        [{ ...hospital, statistics: { '2026-10': -1 } }],
        '"-1" is no whole number of encounters.',
      ],
      [
        'a code twice',
        [hospital, { ...hospital, name: 'x' }],
        'entry 2, column "code", 99001: This code stands in row 1 already',
      ],
      ['no entry', [], 'There is no facility in the file. [LT-F010]'],
    ])('takes nothing of a registry with %s', async (_, registry, message) => {
      await put('registry.json', registry);
      const { code, stdout, stderr } = await run('import', 'registry.json', '--lang', 'en');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(message);
      expect(await readStore((store) => store.facilities())).toEqual([]);
    });

    it('names fifty faults at most, and all of them with --json', async () => {
      await put(
        'registry.json',
        Array.from({ length: 60 }, () => ({})),
      );
      const { stderr } = await run('import', 'registry.json');
      expect(stderr.split('\n').filter((line) => line.startsWith('  mục'))).toHaveLength(50);
      expect(stderr).toContain('  … và 10 nữa (xem --json)\n');
      const { code, stdout } = await run('import', 'registry.json', '--json');
      expect(code).toBe(1);
      expect(JSON.parse(stdout).faults).toHaveLength(60);
    });

    it('takes a CSV file and a workbook alike, and tells the differences field by field', async () => {
      await run('add', ...full);
      const rows = [
        'Mã cơ sở;Tên cơ sở;Nhóm;Cấp;Xã phường;Phạm vi;Lý do phạm vi;Lượt khám 10/2026;Ghi chú nội bộ',
        '99001;Bệnh viện Mẫu;Bệnh viện;Tỉnh;21040;có;Có điều trị nội trú;1200;x',
        '01234;Trạm Y tế "A";Khác;Xã;Lý Sơn;chưa rõ;Chờ Sở Y tế;;',
      ];
      await put('r.csv', `\uFEFF${rows.join('\r\n')}`);
      const dry = await run('import', 'r.csv', '--dry-run');
      expect(dry).toEqual({
        code: 0,
        stderr:
          'r.csv: 2 cảnh báo\n  dòng 1, cột “Ghi chú nội bộ”: Không hiểu cột này; cột được bỏ qua. [LT-F008]\n' +
          '      cách sửa: Kiểm tra chính tả của tiêu đề; danh sách tiêu đề ở docs/guides/registry.vi.md.\n' +
          '  dòng 3, cột “Xã phường”, 01234: “Lý Sơn” được hiểu là Đặc khu Lý Sơn (21548). [LT-F031]\n' +
          '      cách sửa: Kiểm tra lại: tên cũ có thể nay thuộc nhiều xã. Ghi tên đầy đủ hiện nay để không còn cảnh báo.\n',
        stdout:
          'r.csv: 2 cơ sở: thêm 1, thay đổi 1, giữ nguyên 0\n  + 01234  Trạm Y tế "A"\n  ~ 99001  Bệnh viện Mẫu\n' +
          '      Cấp: (trống) → Tỉnh\n      Lượt khám: 2026-10 (trống) → 1200\nchạy thử: không ghi gì\n',
      });
      expect(await readStore((store) => store.facilities())).toEqual([hospital]);
      const { stdout } = await run('import', 'r.csv', '--by', 'Phòng KHTH', '--reason', 'QĐ 12', '--lang', 'en');
      expect(stdout).toMatch(/ 1 added, 1 changed, 0 unchanged\n(.*\n)*imported\n$/);
      const [edition] = await readStore((store) => store.editions('99001'));
      expect(edition).toMatchObject({ by: 'Phòng KHTH', reason: 'QĐ 12', facility: { level: 'province' } });
      await run('export', '--out', 'r.xlsx');
      expect((await run('import', 'r.xlsx')).stdout).toBe(
        'r.xlsx: 2 cơ sở: thêm 0, thay đổi 0, giữ nguyên 2\nkhông có gì thay đổi\n',
      );
      expect(await readStore((store) => store.editions('99001'))).toHaveLength(2);
    });

    it('leaves the keys of a known facility alone', async () => {
      const { publicKey } = await generateKeyPair();
      await put('jwks.json', { keys: [publicKey] });
      await run('add', ...basic, '--jwks', 'jwks.json');
      await put('registry.json', [hospital]);
      await run('import', 'registry.json');
      expect(await readStore((store) => store.keys('99001'))).toHaveLength(1);
    });
  });
});
