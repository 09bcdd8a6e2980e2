import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readFormFacts } from '../../../../src/simulate/receivers/form-facts.ts';
import { ROOT } from '../../../support/source-files.ts';

const read = (...path: readonly string[]) => readFileSync(join(ROOT, 'test', 'cases', ...path), 'utf8');
const BOOK = read('map', 'health-book', 'record.xml');
const NESTED = read('national-forms', 'synthetic-ksk-adult-nested.xml');
const ENCODED = read('national-forms', 'synthetic-ksk-adult-base64.xml');
const digestOf = (xml: string) => readFormFacts(xml)?.digest;

describe('what a receiver reads of a form', () => {
  it('root, key and texts of the envelope', () => {
    expect(readFormFacts(BOOK)).toMatchObject({ root: 'Data', key: '000000000001' });
    expect(readFormFacts(NESTED)).toMatchObject({ root: 'KHAMSUCKHOE', key: 'TEST0000000001' });
    expect(readFormFacts(ENCODED)?.key).toBe('TEST0000000001');
    expect(readFormFacts(BOOK)?.at('HEADER/SENDER_CODE')).toBe('99001');
    expect(readFormFacts(BOOK)?.at('HEADER/NONE/DEEPER')).toBe('');
  });

  it('the digest is of what the record says', () => {
    expect(digestOf(BOOK.replaceAll(/>\s+</g, '><'))).toBe(digestOf(BOOK));
    expect(digestOf(BOOK.replace('YC-THU-0001', 'YC-2'))).toBe(digestOf(BOOK));
    expect(digestOf(BOOK.replace('Penicillin', 'Aspirin'))).not.toBe(digestOf(BOOK));
    expect(digestOf(NESTED.replace('NGHIỆM', 'NGHIỆM 2'))).not.toBe(digestOf(NESTED));
  });

  it('a table means the same in base64 as in elements', () => {
    const encoded = NESTED.replaceAll(
      /<NOIDUNGFILE>([\s\S]*?)<\/NOIDUNGFILE>/g,
      (_all, inner: string) => `<NOIDUNGFILE>${Buffer.from(inner).toString('base64')}</NOIDUNGFILE>`,
    );
    expect(digestOf(encoded)).toBe(digestOf(NESTED));
  });

  it.each([['<GIAMDINHHS/>'], ['<Data/>'], ['<Data>'], [''], ['{}']])('%j is none', (xml) => {
    expect(readFormFacts(xml)).toBeUndefined();
  });
});

describe('what a receiver reads of a form in JSON', () => {
  const table = { THONG_TIN_CHUNG_VE_LAN_KHAM: { MA_CSKCB: '99001', MA_LK: 'KSK1', DOI_TUONG: 14 } };
  const form = (content: unknown, more: object = {}) =>
    JSON.stringify({
      KHAMSUCKHOE: {
        THONGTINDONVI: { MACSKCB: '0000000099001', ...more },
        THONGTINHOSO: { DANHSACHHOSO: { HOSO: [{ FILEHOSO: [{ LOAIHOSO: 'XML2', NOIDUNGFILE: content }] }] } },
      },
    });
  const digestOfJson = (json: string) => readFormFacts(json, 'json')?.digest;

  it('is the same whether a table is an object, a text or base64', () => {
    const facts = readFormFacts(form(table), 'json');
    expect(facts).toMatchObject({ root: 'KHAMSUCKHOE', key: 'KSK1' });
    expect(facts?.at('THONGTINDONVI/MACSKCB')).toBe('0000000099001');
    expect(facts?.count('THONGTINHOSO/DANHSACHHOSO/HOSO')).toBe(1);
    for (const content of [JSON.stringify(table), Buffer.from(JSON.stringify(table)).toString('base64')]) {
      expect(digestOfJson(form(content))).toBe(facts?.digest);
    }
    expect(digestOfJson(form(table, { TENDONVI: 'A' }))).toBe(facts?.digest);
    expect(digestOfJson(form({ A: { MA_LK: 'KSK1' } }))).not.toBe(facts?.digest);
  });

  it.each([['{"KHAMSUCKHOE":{},"A":1}'], ['[]'], ['1'], ['{'], [NESTED]])('%j is none', (json) => {
    expect(readFormFacts(json, 'json')).toBeUndefined();
  });
});
