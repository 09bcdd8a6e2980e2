import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { FORMS, findingsOf, readEnvelope, rowsOf } from '../../support/claim-envelope.ts';

const sample = (name: string) => readEnvelope(readFileSync(join(PATHS.root, 'test/cases/claim-xml', name)));
const sizes = ({ tables }: ReturnType<typeof sample>['records'][number]) =>
  [...tables.values()].map(({ name, rows }) => `${name}:${rows.length}x${rows[0]?.fields.size}`);

describe('a clean file of QĐ 4750', () => {
  const { records, end } = sample('synthetic-4750-giamdinhhs.xml');
  const [record] = records;

  it('is one record without a finding', () => {
    expect(records).toHaveLength(1);
    expect(record?.issues).toEqual([]);
    expect(end).toEqual({ format: 'claim-xml', facility: '00000', issues: [] });
    expect(record).toMatchObject({ format: 'claim-xml', key: 'TEST0000000001', facility: '00000', position: 1 });
  });

  it('has its eight tables, whole', () => {
    expect(record && sizes(record)).toEqual([
      'XML1:1x66',
      'XML2:1x39',
      'XML3:1x47',
      'XML4:2x12',
      'XML5:2x9',
      'XML7:1x26',
      'XML8:1x22',
      'XML14:1x22',
    ]);
  });

  it.each(['XML1', 'XML2', 'XML3', 'XML4', 'XML5', 'XML7', 'XML8', 'XML14'])(
    '%s has the fields of its form, in order',
    (id) => {
      const form = FORMS.forms.find((candidate) => candidate.id === id);
      expect(Object.keys(rowsOf(record, id)[0] ?? {})).toEqual(form?.fields.map(({ name }) => name));
    },
  );

  it('keeps values as sent', () => {
    expect(rowsOf(record, 'XML1')[0]).toMatchObject({
      HO_TEN: 'NGUYỄN VĂN THỬ NGHIỆM',
      MA_LOAI_KCB: '03',
      MA_DOITUONG_KCB: '1.1',
      NGAY_MIEN_CCT: '',
    });
    expect(rowsOf(record, 'XML4').map((row) => row['STT'])).toEqual(['1', '2']);
  });
});

describe('a file of QĐ 4210', () => {
  const { records, end } = sample('synthetic-4210-giamdinhhs.xml');

  it('is read into tables of its own', () => {
    expect(records.flatMap(sizes)).toEqual([
      '4210.XML1:1x40',
      '4210.XML2:1x27',
      '4210.XML3:1x29',
      '4210.XML4:1x10',
      '4210.XML5:1x6',
    ]);
    expect(records[0]).toMatchObject({ key: 'TEST0000000001', facility: '00000' });
    expect(rowsOf(records[0], '4210.XML1')[0]).toMatchObject({ MA_THE: 'XX0000000000001', MA_LOAI_KCB: '3' });
  });

  it('is named as the old form, once', () => {
    expect(findingsOf(records[0]?.issues ?? [])).toEqual(['LT-D051 4210.XML1']);
    expect(records[0]?.issues[0]?.text.en).toContain('5 tables');
    expect(end.issues).toEqual([]);
  });
});

describe('the faulty file', () => {
  const { records, end } = sample('synthetic-faulty-4750-giamdinhhs.xml');

  it('is read whole, each fault of structure at its place', () => {
    expect(findingsOf(end.issues)).toEqual(['LT-D012 line 1, column 1', 'LT-D018 GIAMDINHHS.THONGTINHOSO.SOLUONGHOSO']);
    expect(findingsOf(records[0]?.issues ?? [])).toEqual(['LT-D036 XML2']);
  });

  it('loses nothing and changes nothing', () => {
    expect(records.flatMap(sizes)).toEqual(['XML1:1x66', 'XML2:1x39', 'XML4:1x12']);
    expect(rowsOf(records[0], 'XML1')[0]).toMatchObject({
      GIOI_TINH: 'Nam',
      MA_LOAI_KCB: '3',
      MA_BENH_CHINH: 'J18.9†',
      GT_THE_TU: '20260101;20260601',
      T_TONGCHI_BV: '320000.4999999',
    });
    expect(rowsOf(records[0], 'XML4')[0]).toMatchObject({ GIA_TRI: '5,6 mmol/L', NGAY_KQ: '01/07/2026 11:00' });
  });
});
