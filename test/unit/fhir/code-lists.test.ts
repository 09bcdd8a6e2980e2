import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../src/config/paths.ts';
import { loadCodeLists } from '../../../src/fhir/code-lists.ts';
import { loadForms } from '../../../src/fhir/forms.ts';

const lists = loadCodeLists(join(PATHS.mappings, 'codes'));

describe('a list with versions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'code-lists-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'a.yaml'),
    `list: A
versions:
  - to: 2026-07-31
    complete: true
    codes: { 01: { en: one }, 1.10: { vi: cũ, en: old } }
  - from: 2026-08-01
    complete: false
    codes: { 01: { en: another one } }
synonyms: { Một: 01 }
`,
  );
  writeFileSync(join(folder, 'notes.txt'), 'not a list');
  const own = loadCodeLists(folder);

  it.each([
    ['01', '2026-07-31', 'one'],
    ['01', '2026-08-01', 'another one'],
    ['01', '1999-01-01', 'one'],
    ['01', undefined, 'another one'],
    ['1.10', '2026-01-01', 'old'],
    ['1.10', '2026-08-01', undefined],
    ['1.1', '2026-01-01', undefined],
    ['1', '2026-01-01', undefined],
  ])('%s on %s', (code, day, meaning) => {
    expect(own.lookup('A', code, day)?.en).toBe(meaning);
  });

  it('gives the code with its meaning', () => {
    expect(own.lookup('A', '1.10', '2026-01-01')).toEqual({ code: '1.10', vi: 'cũ', en: 'old' });
  });

  it('is complete by version', () => {
    expect([own.isComplete('A', '2026-01-01'), own.isComplete('A', '2026-09-01'), own.isComplete('A')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('names its versions by their days', () => {
    expect([own.edition('A', '2026-01-01'), own.edition('A', '2026-09-01'), own.edition('A')]).toEqual([
      '2026-07-31',
      '2026-08-01',
      '2026-08-01',
    ]);
    expect([own.edition('B'), lists.edition('GIOI_TINH')]).toEqual([undefined, undefined]);
  });

  it('is certain where it is complete and its source is sure', () => {
    expect(own.isCertain('A', '2026-01-01')).toBe(false);
    expect(['KET_QUA_DTRI', 'MA_NHOM', 'MA_KHOA', 'B'].map((list) => lists.isCertain(list))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('knows the texts that stand for a code', () => {
    expect([own.synonym('A', 'một'), own.synonym('A', 'MỘT'), own.synonym('A', 'hai')]).toEqual([
      '01',
      '01',
      undefined,
    ]);
  });

  it('an unknown list knows nothing, and is never complete', () => {
    expect([own.lookup('B', '1'), own.synonym('B', '1'), own.isComplete('B')]).toEqual([undefined, undefined, false]);
  });
});

describe('mappings/codes', () => {
  it('MA_LOAI_KCB has 16 values from 01/08/2026, 10 before', () => {
    const known = (day: string) =>
      Array.from({ length: 20 }, (_, at) => String(at + 1).padStart(2, '0')).filter((code) =>
        lists.lookup('MA_LOAI_KCB', code, day),
      ).length;
    expect([known('2026-07-31'), known('2026-08-01')]).toEqual([10, 16]);
  });

  it.each([
    ['GIOI_TINH', '2', 'Nữ'],
    ['MA_DANTOC', '19', 'Hrê'],
    ['MA_DANTOC', '30', 'Co'],
    ['MA_DANTOC', '14', 'Xơ-Đăng'],
    ['DUONG_DUNG', '2.10', 'Tiêm'],
    ['MA_LOAI_RV', '3', 'Trốn viện'],
  ])('%s %s', (list, code, vi) => {
    expect(lists.lookup(list, code)?.vi).toBe(vi);
  });

  it('every synonym stands for a code of its list', () => {
    expect(lists.lookup('GIOI_TINH', lists.synonym('GIOI_TINH', 'NAM') ?? '')?.en).toBe('male');
    expect(lists.lookup('MA_LOAI_KCB', lists.synonym('MA_LOAI_KCB', '3') ?? '')?.en).toBe('inpatient treatment');
    expect(lists.lookup('DUONG_DUNG', lists.synonym('DUONG_DUNG', 'tiêm bắp') ?? '')?.en).toBe('intramuscular');
  });

  const files = readdirSync(join(PATHS.mappings, 'codes')).filter((file) => file.endsWith('.yaml'));
  const names = files.map((file) => file.replace('.yaml', ''));

  it('every list that a field of the forms names is there', () => {
    const { forms } = loadForms(join(PATHS.mappings, 'forms'));
    const named = new Set(forms.flatMap(({ fields }) => fields.map(({ codes }) => codes)));
    named.delete(undefined);
    expect(names).toEqual(expect.arrayContaining([...named].map((list) => list?.toLowerCase().replaceAll('_', '-'))));
  });

  it.each(names)('%s holds the list that it is named after', (name) => {
    const { list } = parse(readFileSync(join(PATHS.mappings, 'codes', `${name}.yaml`), 'utf8')) as { list: string };
    expect(list.toLowerCase().replaceAll('_', '-')).toBe(name);
  });
});
