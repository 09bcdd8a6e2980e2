import { describe, expect, it } from '@jest/globals';
import { decodeJson, issuesOf } from '../../../support/json-forms.ts';

const VISIT = { THONG_TIN_CHUNG_VE_LAN_KHAM: { MA_CSKCB: '99001', MA_LK: 'KSK1', DOI_TUONG: 14 } };
const TESTS = {
  KHAM_CAN_LAM_SANG: { DANH_SACH_CLS: { CHI_TIET_CLS: [{ TEN_CHI_SO: 'WBC' }, { TEN_CHI_SO: 'RBC' }] } },
};
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

function read(files: readonly unknown[]) {
  const text = {
    KHAMSUCKHOE: {
      THONGTINDONVI: { MACSKCB: '0000000000000' },
      THONGTINHOSO: { NGAYLAP: '20260705', SOLUONGHOSO: 1, DANHSACHHOSO: { HOSO: [{ FILEHOSO: files }] } },
      CHUKYDONVI: '',
    },
  };
  return decodeJson(JSON.stringify(text));
}

describe('a health check in JSON', () => {
  it('becomes the same tables whether a file is an object, a text or base64', () => {
    const { records, envelope } = read([
      { LOAIHOSO: 'XML2', NOIDUNGFILE: VISIT },
      { LOAIHOSO: 'XML11', NOIDUNGFILE: base64(TESTS) },
      { LOAIHOSO: 'XML11', NOIDUNGFILE: JSON.stringify(TESTS) },
    ]);
    const [record] = records;
    expect(record).toMatchObject({ format: 'health-check-xml', key: 'KSK1', facility: '99001', issues: [] });
    expect(record?.tables.get('KSK.XML11')?.rows.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(record?.envelope.files.map(({ content, rows }) => [content, rows])).toEqual([
      ['elements', 1],
      ['base64', 2],
      ['text', 2],
    ]);
    expect([...(record?.envelope.texts ?? [])]).toEqual([
      ['THONGTINDONVI/MACSKCB', '0000000000000'],
      ['THONGTINHOSO/NGAYLAP', '20260705'],
      ['THONGTINHOSO/SOLUONGHOSO', '1'],
      ['CHUKYDONVI', ''],
    ]);
    expect(record?.envelope.jsonTypes).toEqual(new Map([['THONGTINHOSO/SOLUONGHOSO', 'number']]));
    expect(record?.tables.get('KSK.XML2')?.rows[0]?.jsonTypes).toEqual(new Map([['DOI_TUONG', 'number']]));
    expect(envelope).toMatchObject({ format: 'health-check-xml', facility: '99001', issues: [] });
  });

  it.each([
    ['base64 of no JSON', 'AAAA'],
    ['no base64', '%%%'],
    ['an unknown table', { LA: { A: '1' } }],
    ['two tables', { ...VISIT, ...TESTS }],
  ])('keeps %s as it was sent, and tells of it', (_name, content) => {
    const [record] = read([
      { LOAIHOSO: 'XML2', NOIDUNGFILE: VISIT },
      { LOAIHOSO: 'XML9', NOIDUNGFILE: content },
    ]).records;
    expect(record === undefined ? [] : issuesOf(record)).toEqual(['LT-D117 FILEHOSO[2]']);
    const unread = typeof content === 'string' ? content : JSON.stringify(content);
    expect(record?.envelope.files[1]).toMatchObject({ table: '', rows: 0, unread });
  });

  it('is told by its content without MA_LK, and refused without a table', () => {
    const [record] = read([{ LOAIHOSO: 'XML11', NOIDUNGFILE: TESTS }]).records;
    expect(record?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(record?.issues.map(({ rule }) => rule.id)).toEqual(['LT-D083', 'LT-D084']);
    expect(read([]).records[0]?.issues.map(({ rule }) => rule.id)).toEqual(['LT-D082']);
  });

  it('refuses a document without records', () => {
    const { records, envelope } = decodeJson('{"KHAMSUCKHOE":{}}');
    expect(records).toEqual([]);
    expect(envelope.issues.map(({ rule }) => rule.id)).toEqual(['LT-D011']);
  });
});
