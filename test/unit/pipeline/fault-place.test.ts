import { describe, expect, it } from '@jest/globals';
import { createPlaceOfFault } from '../../../src/pipeline/fault-place.ts';
import type { SubmissionFormat } from '../../../src/types/submission.ts';
import { FORMS } from '../../support/claim-envelope.ts';

const placeOf = createPlaceOfFault(FORMS.forms);

describe('the place of a field that a receiver refused', () => {
  it.each<[SubmissionFormat, string, string | undefined]>([
    ['health-check-xml', 'SO_CCCD', 'KSK.XML1.SO_CCCD'],
    ['health-check-xml', 'KHAMSUCKHOE.XML1[1].SO_CCCD', 'KSK.XML1[1].SO_CCCD'],
    ['health-check-xml', 'khamsuckhoe/xml1/so_cccd', 'KSK.XML1.SO_CCCD'],
    ['health-check-xml', 'THONG_TIN_HANH_CHINH.SO_CCCD', 'KSK.XML1.SO_CCCD'],
    ['claim-xml', 'XML3[12].MA_DICH_VU', 'XML3[12].MA_DICH_VU'],
    ['claim-xml', 't_tongchi_bv', 'XML1.T_TONGCHI_BV'],
    ['prescription-json', 'so_dinh_danh_la', undefined],
    ['prescription-json', 'thong_tin_don_thuoc.0.so_luong', 'DONTHUOC.THUOC[1].so_luong'],
    ['prescription-json', 'thong_tin_don_thuoc[2].so_luong', 'DONTHUOC.THUOC[3].so_luong'],
    ['prescription-json', 'ngay_sinh_benh_nhan', 'DONTHUOC.ngay_sinh_benh_nhan'],
    ['health-book-xml', 'DSDIUNG', undefined],
    ['health-book-xml', 'HOSOSUCKHOE/THONGTINCHUNG/HOTEN', 'QD831.THONGTINCHUNG.HOTEN'],
    // In several forms, and nothing tells which.
    ['claim-xml', 'MA_LK', undefined],
    ['claim-xml', 'TRUONG_LA', undefined],
    ['claim-xml', '?', undefined],
    ['claim-xml', '', undefined],
    ['claim-xml', '0', undefined],
    ['fhir-json', 'SO_CCCD', undefined],
  ])('%s: %s', (format, field, place) => expect(placeOf(format, field)).toBe(place));
});
