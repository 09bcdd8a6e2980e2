import { describe, expect, it } from '@jest/globals';
import { decodeJson, issuesOf, onlyRecord, PRESCRIPTION } from '../../../support/json-forms.ts';

const read = (value: unknown) => onlyRecord(JSON.stringify(value));

describe('a prescription in JSON', () => {
  it('becomes tables of rows, its key without regard to case', () => {
    const record = read(PRESCRIPTION);
    expect(record).toMatchObject({ format: 'prescription-json', key: '99001ab12cd3-c', facility: '99001', issues: [] });
    expect(record.tables.get('DONTHUOC')?.rows[0]?.fields.get('ma_don_thuoc')).toBe('99001AB12cd3-c');
    expect([...record.tables].map(([name, { rows }]) => [name, rows.length])).toEqual([
      ['DONTHUOC', 1],
      ['DONTHUOC.CHANDOAN', 2],
      ['DONTHUOC.DOT', 1],
      ['DONTHUOC.THUOC', 2],
    ]);
    expect(record.tables.get('DONTHUOC.THUOC')?.rows[1]).toMatchObject({ number: 2, within: 'DONTHUOC[1]' });
  });

  it('keeps digits and types of values, and marks where rows stand', () => {
    const { fields, jsonTypes } = onlyRecord(
      '{"ma_don_thuoc":"99001ab12cd3-c","can_nang":5.60,"luu_y":null,"chan_doan":[],"dot_dung_thuoc":{"dot":1}}',
    ).tables.get('DONTHUOC')?.rows[0] ?? { fields: new Map() };
    expect([...fields]).toEqual([
      ['ma_don_thuoc', '99001ab12cd3-c'],
      ['can_nang', '5.60'],
      ['luu_y', ''],
      ['chan_doan', ''],
      ['dot_dung_thuoc', ''],
    ]);
    expect([...(jsonTypes ?? [])]).toEqual([
      ['can_nang', 'number'],
      ['luu_y', 'null'],
      ['chan_doan', 'array'],
      ['dot_dung_thuoc', 'object'],
    ]);
  });

  it('keeps what no form knows under its own path', () => {
    const row = read({ ma_don_thuoc: '99001ab12cd3-c', them: { a: [1, [true]], 'b/c': {} } }).tables.get('DONTHUOC')
      ?.rows[0];
    expect([...(row?.fields ?? [])].slice(1)).toEqual([
      ['them/a#1', '1'],
      ['them/a#2/#1', 'true'],
      ['them/b~1c', ''],
    ]);
    expect(row?.jsonTypes?.get('them/b~1c')).toBe('object');
  });

  it.each([
    [{ ma_don_thuoc: '99001ab12cd3-x' }, ['LT-D110 DONTHUOC[1].ma_don_thuoc']],
    [{ ma_don_thuoc: '99001ab12cd3' }, ['LT-D110 DONTHUOC[1].ma_don_thuoc']],
    [{ ma_don_thuoc: '99001AB12CD3-N' }, []],
    [{ ma_don_thuoc: '' }, ['LT-D111 DONTHUOC[1].ma_don_thuoc']],
    [{ ma_don_thuoc: 'x'.repeat(256) }, ['LT-D111 DONTHUOC[1].ma_don_thuoc']],
    [{ Ma_Don_Thuoc: '99001ab12cd3-c' }, ['LT-D113 DONTHUOC[1].ma_don_thuoc']],
    [
      { ma_don_thuoc: '99001ab12cd3-c', ma_so_bao_hiem_y_te: 'XX0000000000001' },
      ['LT-D045 DONTHUOC[1].ma_so_the_bao_hiem_y_te'],
    ],
  ])('tells of %j', (value, issues) => {
    expect(issuesOf(read(value))).toEqual(issues);
  });

  it('is refused when its paths would be a flood', () => {
    const name = 'a'.repeat(100_000);
    const leaves = `{${Array.from({ length: 400 }, (_, at) => `"${at}":1`).join(',')}}`;
    const record = onlyRecord(`{"ma_don_thuoc":"99001ab12cd3-c","x":{"${name}":${leaves}}}`);
    expect(issuesOf(record)).toEqual(['LT-D087 DONTHUOC', 'LT-D111 DONTHUOC[1].ma_don_thuoc']);
    expect(record.tables.size).toBe(0);
  });

  it('takes no facility from a code that does not fit', () => {
    expect(read({ ma_don_thuoc: '1' }).facility).toBe('');
  });

  it('comes in lists, where a code may stand once', () => {
    const { records, envelope } = decodeJson(JSON.stringify([PRESCRIPTION, { ma_don_thuoc: '99001ab12cd3-C' }]));
    expect(records.map(({ position }) => position)).toEqual([1, 2]);
    expect(issuesOf(records[1] ?? { issues: [] })).toEqual(['LT-D114 DONTHUOC[1].ma_don_thuoc']);
    expect(envelope).toMatchObject({ format: 'prescription-json', facility: null, issues: [] });
  });

  it('may begin with a byte order mark', () => {
    const { records, envelope } = decodeJson(`\ufeff${JSON.stringify(PRESCRIPTION)}`);
    expect(records).toHaveLength(1);
    expect(issuesOf(envelope)).toEqual(['LT-D012']);
  });

  it.each([
    ['{"ma_don_thuoc":"1",}', ['LT-D060 line 1, column 21']],
    ['{"ma_don_thuoc":"1","ma_don_thuoc":"2"}', ['LT-D062 line 1, column 21']],
    ['[]', ['LT-D116']],
  ])('refuses %s as a whole', (text, issues) => {
    const { records, envelope } = decodeJson(text);
    expect(records).toEqual([]);
    expect(issuesOf(envelope)).toEqual(issues);
    expect(envelope.issues[0]?.rule.severity).toBe('fatal');
  });
});
