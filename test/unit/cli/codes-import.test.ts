import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import type { CliRun } from '../../support/run-cli.ts';
import { createFolder } from '../../support/run-cli.ts';

const NOW = Date.parse('2026-11-22T08:00:00+07:00');

let folder: Awaited<ReturnType<typeof createFolder>>;
beforeEach(async () => {
  folder = await createFolder();
});
afterEach(() => folder.remove());

const put = (name: string, content: string | Buffer) => writeFileSync(join(folder.path, name), content);
const imported = (name: string) =>
  JSON.parse(readFileSync(join(folder.path, 'data', 'codes', name), 'utf8')) as { codes: readonly string[][] };

async function run(...args: string[]): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const to = (sink: string[]) => ({ write: (text: string) => sink.push(text) });
  const io = { env: {}, cwd: folder.path, clock: () => NOW, sleep: async () => {}, newId: () => 'id' };
  const code = await main(args, { ...io, stdout: to(out), stderr: to(err) });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

const importFile = (file: string, ...args: string[]) => run('codes', 'import', file, '--list', 'ICD9CM_VN', ...args);

describe('codes import', () => {
  it('loads a list for its days, tells what is new, and does nothing the second time', async () => {
    put('n.csv', 'ma,ten\n01,Nông dân\n02,Công nhân\n');
    const first = await importFile('n.csv', '--from', '2026-07-01', '--source', 'QĐ 34/2020/QĐ-TTg');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^ICD9CM_VN, 2026-07-01 – …: 2 codes \(new 2, renamed 0, gone 0\)\nwritten to .*next start\n$/,
    );
    expect(imported('ICD9CM_VN.2026-07-01.json')).toEqual({
      list: 'ICD9CM_VN',
      from: '2026-07-01',
      to: null,
      complete: true,
      source: 'QĐ 34/2020/QĐ-TTg',
      codes: [
        ['01', 'Nông dân'],
        ['02', 'Công nhân'],
      ],
    });
    const again = await importFile('n.csv', '--from', '2026-07-01', '--source', 'QĐ 34/2020/QĐ-TTg', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ state: 'unchanged', codes: 2, added: 0, gone: 0 });
    put('n.csv', 'ma,ten\n02,Công nhân cơ khí\n03,Ngư dân\n');
    const changed = await importFile('n.csv', '--from', '2026-07-01', '--json');
    expect(JSON.parse(changed.stdout)).toMatchObject({ state: 'written', added: 1, renamed: 1, gone: 1 });
    expect(readdirSync(join(folder.path, 'data', 'codes'))).toEqual(['ICD9CM_VN.2026-07-01.json']);
  });

  it('shows the versions in force', async () => {
    put('n.csv', 'ma,ten\n01,Nông dân\n');
    await importFile('n.csv', '--from', '2026-07-01', '--partial');
    const { stdout } = await run('codes', 'list');
    expect(stdout).toMatch(/^ICD9CM_VN +2026-06-30 +0 +part +shipped /m);
    expect(stdout).toMatch(/^ICD9CM_VN +2026-07-01 +1 +part +imported .*n\.csv$/m);
  });

  it('writes nothing on trial', async () => {
    put('n.csv', 'ma,ten\n01,Nông dân\n');
    expect((await importFile('n.csv', '--dry-run')).stdout).toMatch(/dry run/);
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  it.each([
    [
      'a byte order mark, semicolons, titles above, Vietnamese names',
      'n.csv',
      '\uFEFFDANH MỤC NGHỀ NGHIỆP;;\r\n\r\nSTT;Mã nghề nghiệp;Tên nghề nghiệp\r\n1; 01 ;Nông dân\r\n;;Nhóm khác\r\n2;1.10;"Thợ ""hàn""; thợ\r\ntiện"\r\n',
    ],
    ['tabs', 'n.tsv', 'code\tname\n01\tNông dân\n1.10\tThợ "hàn"; thợ tiện\n'],
    ['UTF-16', 'n.txt', Buffer.from('\uFEFFma\tten\n01\tNông dân\n1.10\tThợ "hàn"; thợ tiện\n', 'utf16le')],
    [
      'letters in pieces',
      'n.csv',
      'ma,ten\n01,No\u0302ng da\u0302n\n1.10,"Thơ\u0323 ""ha\u0300n""; thơ\u0323 tie\u0323\u0302n"\n',
    ],
    ['JSON', 'n.json', '[{"ma":"01","ten":"Nông dân"},{"ma":"1.10","ten":"Thợ \\"hàn\\"; thợ tiện"}]'],
    ['YAML', 'n.yaml', '01: Nông dân\n1.10: Thợ "hàn"; thợ tiện\n'],
    [
      'a CodeSystem',
      'n.json',
      '{"resourceType":"CodeSystem","concept":[{"code":"01","display":"Nông dân","concept":[{"code":"1.10","display":"Thợ \\"hàn\\"; thợ tiện"}]}]}',
    ],
  ])('reads %s', async (_name, file, content) => {
    put(file, content);
    expect(await importFile(file)).toMatchObject({ code: 0, stderr: '' });
    expect(imported('ICD9CM_VN.json').codes).toEqual([
      ['01', 'Nông dân'],
      ['1.10', 'Thợ "hàn"; thợ tiện'],
    ]);
  });

  it('tells of rows that it passed over, with their lines', async () => {
    put('n.csv', 'ma,ten\n01,A\n,Nhóm\n02,B\n01,A\n');
    expect((await importFile('n.csv')).stdout).toContain(
      '  rows without a code, passed over: 1 (3)\n  codes that stand twice, taken once: 1 (01 (2, 5))\n',
    );
  });

  it('takes the first of conflicting rows when it is told to', async () => {
    put('n.csv', 'ma,ten\n01,A\n01,B\n');
    expect((await importFile('n.csv', '--keep-first')).stdout).toContain('the first row was taken: 1 (01 (2, 3))');
    expect(imported('ICD9CM_VN.json').codes).toEqual([['01', 'A']]);
  });

  it('takes the columns that are named', async () => {
    put('n.csv', 'ma cu,ma moi,dien giai,English\n1,01,Nông dân,Farmer\n');
    expect((await importFile('n.csv')).stderr).toMatch(
      /no column of codes is found among 'ma cu', 'ma moi'.*--code-column/,
    );
    await importFile('n.csv', '--code-column', 'Mã mới', '--name-column', 'diễn giải');
    expect(imported('ICD9CM_VN.json').codes).toEqual([['01', 'Nông dân', 'Farmer']]);
  });

  it('refuses codes that lost their zeros', async () => {
    put('kcb.csv', 'ma,ten\n1,Khám bệnh\n11,Khác\n');
    expect(await run('codes', 'import', 'kcb.csv', '--list', 'MA_LOAI_KCB', '--from', '2026-08-01')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1: the list in force has 01'),
    });
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  it.each([
    ['rows that differ', 'n.csv', 'ma,ten\n01,A\n02,B\n01,C\n', '01: lines 2 and 4 differ'],
    [
      'a code with a line end',
      'n.csv',
      'ma,ten\n"0\n1",A\n02,B\n',
      'line 2: what stands in the column of codes is none',
    ],
    ['no code', 'n.csv', 'ma,ten\n', 'holds no code'],
    ['nothing', 'n.csv', '', 'no column of codes is found among nothing'],
    ['an open quote', 'n.csv', 'ma,ten\n01,"A\n', 'line 2: a quote is never closed'],
    ['text after a quote', 'n.csv', 'ma,ten\n01,"A"B\n', 'line 2: text stands after a closing quote'],
    ['another encoding', 'n.csv', Buffer.from([0x6d, 0x61, 0x0a, 0xe1, 0xe2]), 'neither UTF-8 nor UTF-16'],
    ['a workbook', 'n.xlsx', Buffer.from('PK\u0003\u0004'), 'an Excel workbook (.xlsx): save the sheet as CSV UTF-8'],
    ['no JSON', 'n.json', '{', 'is not JSON'],
    ['JSON of another kind', 'n.json', '[1]', 'neither a list of objects'],
    ['numbers for codes', 'n.json', '[{"ma":"01"},{"ma":2}]', 'entry 2: ma is a number and may have lost zeros'],
  ])('refuses %s, and imports nothing', async (_name, file, content, problem) => {
    put(file, content);
    const { code, stderr } = await importFile(file);
    expect([code, stderr]).toEqual([1, expect.stringContaining(problem)]);
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
  });

  it.each([
    [['codes'], "expected 'codes import'"],
    [['codes', 'import', '--list', 'MA_KHOA'], 'FILE is required'],
    [['codes', 'import', 'n.csv'], '--list is required'],
    [['codes', 'import', 'n.csv', '--list', 'MA_KHOAA'], 'did you mean MA_KHOA?'],
    [['codes', 'import', 'n.csv', '--list', 'MA_KHOA', '--from', '2026-02-30'], '--from must be a day'],
    [
      ['codes', 'import', 'n.csv', '--list', 'MA_KHOA', '--from', '2026-02-02', '--to', '2026-02-01'],
      '--to is before --from',
    ],
    [['codes', 'unmapped', '--limit', '0'], '--limit must be 1 to 1000'],
    [['codes', 'unmapped', '--reason', 'x'], '--reason must be one of'],
    [['codes', 'unmapped', '--after', 'x'], '--after is what the page before ended with'],
  ])('%j is wrong usage', async (args, problem) => {
    put('n.csv', 'ma,ten\n01,A\n');
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(problem) });
  });
});
