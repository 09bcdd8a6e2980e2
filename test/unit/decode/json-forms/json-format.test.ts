import { describe, expect, it } from '@jest/globals';
import { jsonFormatOf } from '../../../../src/decode/json-forms/json-format.ts';

const formatOf = (text: string) => jsonFormatOf(Buffer.from(text));

describe('jsonFormatOf', () => {
  it.each([
    ['{"ma_don_thuoc":"1"}', 'prescription-json'],
    ['{"loai_don_thuoc":"c","chan_doan":[{"resourceType":1}],"ma_don_thuoc":"1"}', 'prescription-json'],
    ['[{"ma_don_thuoc":"1"},{"resourceType":"Bundle"}]', 'prescription-json'],
    ['{"MA_DON_THUOC":"1"}', 'prescription-json'],
    [' \ufeff{"ma_don_thuoc":"1"}'.trimStart(), 'prescription-json'],
    ['{"HoSoBenhAn":{}}', 'emr-export'],
    ['{"ThongTinBenhNhan":{}}', 'emr-export'],
    ['{"DanhSachHoSoBenhAn":[]}', 'emr-export'],
    ['{"KHAMSUCKHOE":{}}', 'health-check-xml'],
    ['{"resourceType":"Bundle","ma_don_thuoc":"1"}', null],
    ['{"x":{"ma_don_thuoc":"1"}}', null],
    ['{"x":"ma_don_thuoc"}', null],
    [String.raw`{"x":"\"ma_don_thuoc\":"}`, null],
    ['{}', null],
    ['[]', null],
    ['"ma_don_thuoc"', null],
    ['{"ma_don', null],
    ['', null],
  ])('%s', (text, format) => {
    expect(formatOf(text)).toBe(format);
  });
});
