import { describe, expect, it } from '@jest/globals';
import type { FormRecord } from '../../../../src/types/source-record.ts';
import { encodeJson, MEDICAL_RECORD, onlyRecord, PRESCRIPTION } from '../../../support/json-forms.ts';

/** The text of the only record, on one line. */
const thereAndBack = (text: string) => encodeJson(onlyRecord(text)).replaceAll(/\n */g, '').replaceAll('": ', '":');

describe('encoding to JSON', () => {
  it.each([
    ['a prescription', JSON.stringify(PRESCRIPTION)],
    ['a medical record', JSON.stringify(MEDICAL_RECORD)],
    ['groups without HoSoBenhAn', JSON.stringify(MEDICAL_RECORD.HoSoBenhAn)],
    ['digits', '{"ma_don_thuoc":"1","can_nang":5.60,"a":1e3,"b":-0.0,"c":12345678901234567890}'],
    ['empty, null and missing', '{"ma_don_thuoc":"1","luu_y":"","loi_dan":null,"chan_doan":[],"dot_dung_thuoc":{}}'],
    ['a list of one, and none', '{"ma_don_thuoc":"1","chan_doan":[{"ket_luan":"x"}],"dot_dung_thuoc":[{"dot":1}]}'],
    ['items that are no objects', '{"ma_don_thuoc":"1","thong_tin_don_thuoc":[{"ten_thuoc":"A"},null,"B",{}]}'],
    ['names in another case', '{"Ma_Don_Thuoc":"1","ma_so_bao_hiem_y_te":"2","Chan_Doan":[{"Ket_Luan":"x"}]}'],
    ['odd names', `{"ma_don_thuoc":"1","a/b":{"":[[],[1,[2]]],"#text":"x","~":"y"},"__proto__":{"2":1,"1":2}}`],
    ['odd texts', String.raw`{"ma_don_thuoc":"1","luu_y":"\"\\\n\u0001 😀"}`],
  ])('gives back %s', (_name, text) => {
    const minified = JSON.stringify(JSON.parse(text));
    const again = thereAndBack(text);
    expect(JSON.stringify(JSON.parse(again))).toBe(minified);
    if (!text.includes('\\')) expect(again).toBe(text);
  });

  it('puts rows where their form has them when nothing marks their place', () => {
    const record = onlyRecord('{"ma_don_thuoc":"1","chan_doan":[{"ket_luan":"x"}],"loi_dan":"y"}');
    const head = record.tables.get('DONTHUOC')?.rows[0];
    const fields = new Map([...(head?.fields ?? [])].filter(([name]) => name !== 'chan_doan'));
    const tables = new Map([...record.tables, ['DONTHUOC', { name: 'DONTHUOC', rows: [{ number: 1, fields }] }]]);
    expect(JSON.parse(encodeJson({ ...record, tables } as FormRecord))).toEqual({
      ma_don_thuoc: '1',
      chan_doan: [{ ket_luan: 'x' }],
      loi_dan: 'y',
    });
  });

  it('writes a text that is no value of its type as a string', () => {
    const fields = new Map([
      ['ma_don_thuoc', '1'],
      ['can_nang', '5 kg'],
      ['luu_y', 'x'],
    ]);
    const jsonTypes = new Map([
      ['can_nang', 'number'],
      ['luu_y', 'null'],
    ]);
    const record = onlyRecord('{"ma_don_thuoc":"1"}');
    const tables = new Map([['DONTHUOC', { name: 'DONTHUOC', rows: [{ number: 1, fields, jsonTypes }] }]]);
    expect(JSON.parse(encodeJson({ ...record, tables }))).toEqual({ ma_don_thuoc: '1', can_nang: '5 kg', luu_y: 'x' });
  });

  it('writes a deep path under its whole name', () => {
    const path = Array.from({ length: 10_000 }, () => 'a').join('/');
    const record = onlyRecord('{"ma_don_thuoc":"1"}');
    const tables = new Map([['DONTHUOC', { name: 'DONTHUOC', rows: [{ number: 1, fields: new Map([[path, 'x']]) }] }]]);
    expect(JSON.parse(encodeJson({ ...record, tables }))).toEqual({ [path]: 'x' });
  });

  it('refuses a record of another format', () => {
    expect(() => encodeJson({ ...onlyRecord('{"ma_don_thuoc":"1"}'), format: 'claim-xml' })).toThrow('claim-xml');
  });
});
