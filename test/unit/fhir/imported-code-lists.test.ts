import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadCodeLists } from '../../../src/fhir/code-lists.ts';
import {
  type ImportedCodeList,
  importedFileName,
  readImportedLists,
  renderImportedList,
} from '../../../src/fhir/imported-code-lists.ts';

let root: string;
const shipped = () => join(root, 'shipped');
const imported = () => join(root, 'imported');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'imported-lists-'));
  mkdirSync(shipped());
  mkdirSync(imported());
  writeFileSync(
    join(shipped(), 'icd.yaml'),
    `list: ICD
title: { vi: Bệnh, en: Diseases }
source: shipped
confidence: high
versions: [{ complete: true, codes: { A00: { vi: Tả, en: Cholera } } }]
synonyms: { tả: A00 }
`,
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function put(changes: Partial<ImportedCodeList>): void {
  const list = {
    list: 'ICD',
    from: null,
    to: null,
    complete: true,
    source: 'QĐ',
    codes: [['B00']],
    ...changes,
  } as const;
  writeFileSync(join(imported(), importedFileName(list)), renderImportedList(list));
}

const load = () => loadCodeLists(shipped(), imported());

describe('imported lists over those that ship', () => {
  it('hold on their own days; on the others what holds without them', () => {
    put({ to: '2026-06-30', codes: [['A01', 'cũ']] });
    put({ from: '2026-07-01', codes: [['A01', 'mới', 'new'], ['01']] });
    const lists = load();
    expect(lists.lookup('ICD', 'A01', '2026-06-30')).toEqual({ code: 'A01', vi: 'cũ' });
    expect(lists.lookup('ICD', 'A01', '2026-07-01')).toEqual({ code: 'A01', vi: 'mới', en: 'new' });
    expect(lists.lookup('ICD', '01')).toEqual({ code: '01' });
    expect(lists.lookup('ICD', 'A00', '2026-07-01')).toBeUndefined();
    expect([lists.edition('ICD', '2026-06-30'), lists.edition('ICD', '2026-07-01')]).toEqual([
      '2026-06-30',
      '2026-07-01',
    ]);
  });

  it('leave days before and after to the list that ships', () => {
    put({ from: '2026-03-01', to: '2026-12-31' });
    const days = ['2026-02-28', '2026-03-01', '2026-12-31', '2027-01-01'];
    expect(days.map((day) => load().lookup('ICD', 'A00', day) !== undefined)).toEqual([true, false, false, true]);
    const [{ versions } = { versions: [] }] = load().summaries;
    expect(versions.map(({ from, to, origin }) => [from, to, origin])).toEqual([
      [null, '2026-02-28', 'shipped'],
      ['2026-03-01', '2026-12-31', 'imported'],
      ['2027-01-01', null, 'shipped'],
    ]);
  });

  it('end where the next one begins', () => {
    put({ codes: [['A']] });
    put({ from: '2026-07-01', codes: [['B']] });
    expect([load().lookup('ICD', 'A', '2026-06-30')?.code, load().lookup('ICD', 'A', '2026-07-01')?.code]).toEqual([
      'A',
      undefined,
    ]);
  });

  it('are never beyond doubt, complete when they say so, and keep the synonyms', () => {
    expect(load().isCertain('ICD')).toBe(true);
    put({ complete: false });
    expect([load().isCertain('ICD'), load().isComplete('ICD'), load().isLoaded('ICD')]).toEqual([false, false, true]);
    expect(load().synonym('ICD', 'TẢ')).toBe('A00');
    put({ complete: true });
    expect([load().isCertain('ICD'), load().isComplete('ICD')]).toEqual([false, true]);
  });

  it('are told from another state by a digest', () => {
    expect([load().importDigest, loadCodeLists(shipped()).importDigest]).toEqual([null, null]);
    put({});
    const first = load().importDigest;
    put({ codes: [['B01']] });
    expect(first).toMatch(/^[0-9a-f]{8}$/);
    expect(load().importDigest).not.toBe(first);
  });

  it('a folder that is not there holds none, and other files in it are passed over', () => {
    expect(readImportedLists(join(root, 'none')).lists).toEqual([]);
    writeFileSync(join(imported(), 'ICD.json.part'), '{');
    expect(load().importDigest).toBeNull();
  });

  it.each([
    ['no JSON', 'ICD.json', '{'],
    [
      'codes that are numbers',
      'ICD.json',
      '{"list":"ICD","from":null,"to":null,"complete":true,"source":"","codes":[[1]]}',
    ],
    [
      'a day that is none',
      'ICD.2026-02-30.json',
      '{"list":"ICD","from":"2026-02-30","to":null,"complete":true,"source":"","codes":[]}',
    ],
    [
      'an end before its beginning',
      'ICD.2026-02-02.json',
      '{"list":"ICD","from":"2026-02-02","to":"2026-02-01","complete":true,"source":"","codes":[]}',
    ],
    ["another's name", 'DVHC.json', '{"list":"ICD","from":null,"to":null,"complete":true,"source":"","codes":[]}'],
  ])('refuses %s, naming the file', (_name, file, text) => {
    writeFileSync(join(imported(), file), text);
    expect(load).toThrow(file);
  });

  it('refuses a list that does not ship', () => {
    put({ list: 'ICE' });
    expect(load).toThrow(/^the imported list ICE is none/);
  });

  it('gives back what was written, leading zeros too', () => {
    put({ codes: [['01', 'Một'], ['1'], ['1.10', '', 'one']] });
    const [read] = readImportedLists(imported()).lists;
    expect(read?.codes).toEqual([['01', 'Một'], ['1'], ['1.10', '', 'one']]);
    expect(readdirSync(imported())).toEqual(['ICD.json']);
  });
});
