import { describe, expect, it } from '@jest/globals';
import { decodeJson, issuesOf, MEDICAL_RECORD, onlyRecord } from '../../../support/json-forms.ts';

const read = (value: unknown) => onlyRecord(JSON.stringify(value));

describe('an exported medical record in JSON', () => {
  it('becomes tables of its groups, sheets and lines, each within its own', () => {
    const record = read(MEDICAL_RECORD);
    expect(record).toMatchObject({ format: 'emr-export', key: '26.000001', facility: '', issues: [] });
    expect(record.envelope).toMatchObject({ root: 'HoSoBenhAn', syntax: 'json' });
    const within = (table: string) => record.tables.get(table)?.rows.map((row) => row.within);
    expect(within('HSBA.YLenhThuocVatTu')).toEqual(['HSBA[1]']);
    expect(within('HSBA.YLenhThuocVatTu.Phieu')).toEqual(['HSBA.YLenhThuocVatTu[1]', 'HSBA.YLenhThuocVatTu[1]']);
    expect(within('HSBA.YLenhThuocVatTu.Thuoc')).toEqual([
      'HSBA.YLenhThuocVatTu.Phieu[1]',
      'HSBA.YLenhThuocVatTu.Phieu[1]',
      'HSBA.YLenhThuocVatTu.Phieu[2]',
    ]);
    expect(record.tables.get('HSBA.ThongTinVaoVien')?.rows[0]?.fields.get('khambenh_caccoquan/tuanhoan/dauchung')).toBe(
      'Tim đều',
    );
  });

  it('keeps groups and members that no form knows', () => {
    const record = read({ HoSoBenhAn: { ThongTinBenhNhan: { sovaovien: '1', la: '2' }, PhieuChamSoc: { so: '3' } } });
    expect(record.tables.get('HSBA')?.rows[0]?.fields.get('PhieuChamSoc/so')).toBe('3');
    expect(record.tables.get('HSBA.ThongTinBenhNhan')?.rows[0]?.fields.get('la')).toBe('2');
  });

  it('may come without HoSoBenhAn around its groups', () => {
    const record = read(MEDICAL_RECORD.HoSoBenhAn);
    expect(record).toMatchObject({ key: '26.000001', envelope: { root: 'HSBA' } });
  });

  it.each([
    [JSON.stringify([MEDICAL_RECORD, MEDICAL_RECORD])],
    [JSON.stringify({ DanhSachHoSoBenhAn: [MEDICAL_RECORD, MEDICAL_RECORD] })],
    [JSON.stringify({ HoSoBenhAn: [MEDICAL_RECORD.HoSoBenhAn, MEDICAL_RECORD.HoSoBenhAn] })],
  ])('comes in lists, where a number may stand once (%#)', (text) => {
    const { records } = decodeJson(text);
    expect(records.map(issuesOf)).toEqual([[], ['LT-D114 HSBA.ThongTinBenhNhan[1].sovaovien']]);
  });

  it('tells of groups without a number, and of another number', () => {
    expect(issuesOf(read({ HoSoBenhAn: { ThongTinBenhNhan: { hoten: 'A' } } }))).toEqual([
      'LT-D112 HSBA.ThongTinBenhNhan[1].sovaovien',
    ]);
    const other = { HoSoBenhAn: { ThongTinBenhNhan: { sovaovien: '1' }, PhieuChiDinh: { sovaovien: '2' } } };
    expect(issuesOf(read(other))).toEqual(['LT-D115 HSBA.PhieuChiDinh[1].sovaovien']);
    expect(read(other).key).toBe('1');
  });
});
