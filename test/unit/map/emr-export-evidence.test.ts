import { describe, expect, it } from '@jest/globals';
import { buildEmrExportEvidence } from '../../../src/map/evidence/emr-export-evidence.ts';
import { DECIDE_SECTIONS } from '../../support/claim-mapping.ts';
import { MEDICAL_RECORD, onlyRecord } from '../../support/json-forms.ts';

const GROUPS = MEDICAL_RECORD.HoSoBenhAn;
const evidenceOf = (groups: object) =>
  buildEmrExportEvidence(onlyRecord(JSON.stringify({ HoSoBenhAn: groups })), DECIDE_SECTIONS);

describe('what an exported medical record tells about coverage', () => {
  it('is a document when every section that is due has come', () => {
    expect(evidenceOf(GROUPS)).toEqual({
      source: 'emr',
      encounter: '26.000001',
      endOfCare: Date.parse('2026-07-05T10:00:00+07:00'),
      level: 2,
      sectionsDue: [
        'administrative',
        'admission',
        'progress',
        'discharge',
        'drug-orders',
        'service-orders',
        'laboratory',
        'imaging',
        'procedures',
      ],
      sectionsPresent: [
        'administrative',
        'admission',
        'progress',
        'discharge',
        'drug-orders',
        'service-orders',
        'laboratory',
        'imaging',
        'procedures',
      ],
      identity: true,
      signed: false,
    });
  });

  it('is none when a section that is due with a bed is missing', () => {
    const { ThongTinVaoVien: _, ...others } = GROUPS;
    const { level, sectionsDue, sectionsPresent } = evidenceOf(others);
    expect(level).toBe(0);
    expect(sectionsDue.filter((section) => !sectionsPresent.includes(section))).toEqual(['admission']);
  });

  it('counts no group that tells only whose it is', () => {
    const { sectionsPresent } = evidenceOf({
      ThongTinBenhNhan: { sovaovien: '1', hoten: '' },
      PhieuPhauThuat: { sovaovien: '1', danhsach: [] },
      YLenhThuocVatTu: { sovaovien: '1', danhsach: [{ danhsach: [{ tenthuocvattu: 'A' }] }] },
    });
    expect(sectionsPresent).toEqual(['drug-orders']);
  });

  it.each([
    ['05/07/2026', '2026-07-05T23:59:59+07:00'],
    ['05/07/2026 10:00', '2026-07-05T10:00:00+07:00'],
    ['07/2026', null],
    ['hôm qua', null],
    ['', null],
  ])('ends with %j', (ngayravien, end) => {
    const { endOfCare } = evidenceOf({ ThongTinDieuTri: { sovaovien: '1', ngayravien } });
    expect(endOfCare).toBe(end === null ? null : Date.parse(end));
  });
});
