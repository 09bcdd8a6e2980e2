import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { withStore } from '../../../src/cli/open-store.ts';
import { FREEZING, fillYear } from '../../support/reported-year.ts';
import { createFolder } from '../../support/run-cli.ts';
import { type CliHere, cliHere } from '../../support/run-here.ts';

let folder: Awaited<ReturnType<typeof createFolder>>;
let here: CliHere;

beforeAll(async () => {
  folder = await createFolder();
  const env = { USER: 'lan', DATA_DIR: join(folder.path, 'data') };
  here = cliHere(folder.path, { clock: () => FREEZING, env });
  await withStore(here.io, (store) => fillYear(store, ['99002', '99005', '99011']));
  const first = await here.run('report', '--month', '2026-11', '--revise', '--reason', 'cổng không chạy ngày 1');
  expect(first.code).toBe(0);
}, 60_000);
afterAll(() => folder.remove());

const file = (name: string) => readFileSync(join(folder.path, name));

describe('report', () => {
  it.each(['json', 'csv', 'xlsx', 'pdf'])('writes a month as %s', async (format) => {
    const { code, stderr } = await here.run('report', '--month', '2026-11', '--format', format, '--out', `m.${format}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `m.${format}: ${file(`m.${format}`).length} byte\n` });
    const start = { json: '{"asOf":"2026-11-30"', csv: '\uFEFFTháng,', xlsx: 'PK', pdf: '%PDF-' }[format] ?? '?';
    expect(file(`m.${format}`).toString('utf8').startsWith(start)).toBe(true);
  });

  it('writes English, revisions, years and drafts', async () => {
    const english = ['--format', 'csv', '--out', 'en.csv', '--lang', 'en'];
    expect((await here.run('report', '--month', '2026-11', '--revision', '1', ...english)).code).toBe(0);
    const rows: Record<string, string>[] = parse(file('en.csv'), { bom: true, columns: true });
    expect(rows.map((row) => [row['Code'], row['Step']])).toEqual([
      ['99002', 'Registered'],
      ['99005', 'Registered'],
      ['99011', 'Complete'],
    ]);
    expect((await here.run('report', '--year', '2026', '--format', 'xlsx', '--out', 'y.xlsx')).code).toBe(0);
    const draft = await here.run('report', '--month', '2026-12', '--format', 'json', '--out', 'd.json');
    expect([draft.code, draft.stderr.split('\n')[0]]).toEqual([0, 'tháng 2026-12 chưa chốt: đây là bản nháp']);
    expect(JSON.parse(file('d.json').toString())).toMatchObject({ state: 'draft' });
  });

  it('lists months and revisions', async () => {
    const { stdout } = await here.run('report', '--list', '--json');
    const [open, frozen] = JSON.parse(stdout);
    expect(open).toMatchObject({ month: '2026-12', revisions: [], freezeOn: '2027-01-04' });
    expect(frozen.revisions.at(-1)).toMatchObject({
      revision: 1,
      by: 'operator:lan',
      reason: 'cổng không chạy ngày 1',
    });
    expect((await here.run('report', '--list')).stdout).toMatch(/2026-11\s+1\s+2026-12-01 06:00\s+operator:lan/);
  });

  it('proves that a report can be computed again', async () => {
    const { code, stdout } = await here.run('report', '--month', '2026-11', '--recompute', '--revision', '1');
    expect([code, stdout.split('\n')[1]]).toEqual([0, 'Tính lại từ dữ kiện đã lưu: giống hệt từng byte']);
    await withStore(here.io, async (store) => {
      const kept = await store.report('2026-11', 1);
      const newest = (await store.reports())[0]?.revision ?? 0;
      const content = (kept?.content ?? '')
        .replace('"open":3', '"open":4')
        .replace('"revision":1', `"revision":${newest + 1}`);
      const sha256 = hash('sha256', content, 'hex');
      await store.keepReport({
        month: '2026-11',
        revision: newest + 1,
        frozenAt: FREEZING,
        by: 'x',
        reason: null,
        sha256,
        content,
      });
    });
    const forged = await here.run('report', '--month', '2026-11', '--recompute', '--lang', 'en', '--json');
    expect(forged.code).toBe(1);
    expect(JSON.parse(forged.stdout)).toMatchObject({ same: false, first: { path: expect.any(Array) } });
  });

  it('writes a file to standard output', async () => {
    const csv = ['--month', '2026-11', '--revision', '1', '--format', 'csv', '--out'];
    const { code, stdout, stderr } = await here.run('report', ...csv, '-');
    expect((await here.run('report', ...csv, 'same.csv')).code).toBe(0);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: file('same.csv').toString(), stderr: '' });
  });

  it('refuses a month before the first traffic, in both languages, with the way out', async () => {
    const args = ['report', '--month', '2025-06', '--revise', '--reason', 'nhầm'];
    const vi = await here.run(...args);
    expect([vi.code, vi.stderr]).toEqual([
      1,
      expect.stringMatching(
        /tháng 2025-06 không có gì để báo cáo: .* ngày 2026-01-02; chỉ lập báo cáo từ tháng 2026-01/,
      ),
    ]);
    expect((await here.run(...args, '--lang', 'en')).stderr).toContain('reports begin with 2026-01');
    expect((await here.run('report', '--list')).stdout).not.toContain('2025');
  });

  it('makes a revision under a name', async () => {
    const args = ['--month', '2026-11', '--revise', '--reason', '  bổ sung ', '--by', 'Trần B', '--json'];
    const { code, stdout } = await here.run('report', ...args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ by: 'Trần B', reason: 'bổ sung' });
  });

  it.each([
    ['--month', '2026-11', '--format', 'doc', '--out', 'x'],
    ['--month', '2026-13', '--format', 'pdf', '--out', 'x'],
    ['--month', '2026-11', '--format', 'pdf'],
    ['--format', 'pdf', '--out', 'x'],
    ['--month', '2026-11', '--revise'],
    ['--month', '2026-11', '--revise', '--reason', ' \t '],
    ['--month', '2026-11', '--revise', '--reason', 'x', '--by', '  '],
    ['--month', '2026-11', '--format', 'json', '--out', '-', '--json'],
    ['--month', '2026-11', '--recompute', '--out', 'x'],
    ['--list', '--month', '2026-11'],
    ['--month', '2026-11', '--revision', '0', '--format', 'pdf', '--out', 'x'],
    ['--year', '26', '--format', 'pdf', '--out', 'x'],
    ['extra'],
  ])('refuses the usage %j', async (...args) => {
    expect((await here.run('report', ...args)).code).toBe(2);
  });

  it.each([
    ['--month', '2026-09', '--format', 'pdf', '--out', 'x'],
    ['--month', '2026-11', '--revision', '99', '--format', 'pdf', '--out', 'x'],
    ['--month', '2026-09', '--recompute'],
    ['--month', '2026-12', '--revise', '--reason', 'sớm'],
    ['--year', '2024', '--format', 'pdf', '--out', 'x'],
    ['--month', '2026-11', '--format', 'csv', '--out', 'no/such/folder/x'],
  ])('says what cannot be done: %j', async (...args) => {
    const { code, stderr } = await here.run('report', ...args);
    expect(code).toBe(1);
    expect(stderr).not.toContain('    at ');
  });
});
