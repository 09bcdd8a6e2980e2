import { describe, expect, it } from '@jest/globals';
import { missingFields } from '../../../src/map/missing-fields.ts';
import { FORMS } from '../../support/claim-mapping.ts';
import { rebuild } from '../../support/form-tables.ts';

const text = (words: string) => ({ text: words });
const reference = (to: string) => ({ reference: to });

/** A stay of a hospital that speaks FHIR R4 and knows nothing of the national forms. */
const STAY = [
  {
    resourceType: 'Organization',
    id: 'o',
    identifier: [{ system: 'http://fhir.hl7.org.vn/core/sid/ma-cskcb', value: '99001' }],
    name: 'Bệnh viện thử nghiệm',
  },
  {
    resourceType: 'Patient',
    id: 'p',
    identifier: [
      { type: { coding: [{ code: 'MR' }] }, system: 'urn:example:mrn', value: 'BN-7' },
      { type: { coding: [{ code: 'NI' }] }, system: 'urn:example:id', value: '000000000001' },
    ],
    name: [{ use: 'official', family: 'Nguyễn', given: ['Văn', 'Thử'] }],
    birthDate: '1980-02-03',
    gender: 'female',
    address: [{ line: ['Số 0 Đường Thử Nghiệm'], city: 'Quảng Ngãi' }],
  },
  { resourceType: 'Practitioner', id: 'd', identifier: [{ system: 'urn:example:staff', value: 'CCHN-1' }] },
  {
    resourceType: 'Encounter',
    id: 'e',
    status: 'finished',
    class: { code: 'IMP' },
    subject: reference('Patient/p'),
    serviceProvider: reference('Organization/o'),
    identifier: [{ system: 'urn:example:visit', value: 'V-1' }],
    period: { start: '2026-07-01T01:15:00Z', end: '2026-07-05T10:00:00+07:00' },
    reasonCode: [{ coding: [{ display: 'Sốt' }] }],
    diagnosis: [
      { condition: reference('Condition/c2'), rank: 2 },
      { condition: reference('Condition/c1'), rank: 1 },
    ],
  },
  {
    resourceType: 'Condition',
    id: 'c1',
    subject: reference('Patient/p'),
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-vn', code: 'J18.9', display: 'Viêm phổi' }] },
  },
  {
    resourceType: 'Condition',
    id: 'c2',
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }] },
  },
  {
    resourceType: 'MedicationRequest',
    id: 'm',
    encounter: reference('Encounter/e'),
    medicationCodeableConcept: { coding: [{ display: 'Paracetamol 500 mg' }] },
    authoredOn: '2026-07-01T09:00:00+07:00',
    requester: reference('Practitioner/d'),
    dosageInstruction: [{ text: 'Ngày 3 lần, mỗi lần 1 viên' }],
    dispenseRequest: { quantity: { value: 9, unit: 'viên' } },
  },
  {
    resourceType: 'Procedure',
    id: 'x',
    encounter: reference('Encounter/e'),
    code: text('Khâu vết thương'),
    performedPeriod: { start: '2026-07-02T08:00:00+07:00', end: '2026-07-02T08:30:00+07:00' },
  },
  {
    resourceType: 'Observation',
    id: 'r',
    encounter: reference('Encounter/e'),
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '2345-7', display: 'Glucose' }] },
    effectiveDateTime: '2026-07-01T10:00:00+07:00',
    valueQuantity: { value: 5.6, unit: 'mmol/L' },
  },
];

const [form] = rebuild(STAY).forms;
const fieldsOf = (table: string, row = 1) =>
  Object.fromEntries(form?.record.tables.get(table)?.rows[row - 1]?.fields ?? []);

describe('FHIR that no form was the source of becomes a claim', () => {
  it('is known by the number of the encounter and belongs to the facility of its Organization', () => {
    expect(form).toMatchObject({ isReturned: false, record: { format: 'claim-xml', key: 'V-1', facility: '99001' } });
  });

  it('tells the episode in XML1, instants in Việt Nam’s own time', () => {
    expect(fieldsOf('XML1')).toMatchObject({
      MA_LK: 'V-1',
      STT: '1',
      MA_BN: 'BN-7',
      HO_TEN: 'Nguyễn Văn Thử',
      SO_CCCD: '000000000001',
      NGAY_SINH: '198002030000',
      GIOI_TINH: '2',
      DIA_CHI: 'Số 0 Đường Thử Nghiệm, Quảng Ngãi',
      LY_DO_VV: 'Sốt',
      CHAN_DOAN_RV: 'Viêm phổi',
      MA_BENH_CHINH: 'J18.9',
      MA_BENH_KT: 'I10',
      NGAY_VAO: '202607010815',
      NGAY_RA: '202607051000',
      MA_CSKCB: '99001',
    });
  });

  it('tells orders, procedures and results in rows', () => {
    expect(fieldsOf('XML2')).toMatchObject({
      TEN_THUOC: 'Paracetamol 500 mg',
      DON_VI_TINH: 'viên',
      SO_LUONG: '9.000',
      LIEU_DUNG: 'Ngày 3 lần, mỗi lần 1 viên',
      NGAY_YL: '202607010900',
      MA_BAC_SI: 'CCHN-1',
    });
    expect(fieldsOf('XML3')).toMatchObject({
      TEN_DICH_VU: 'Khâu vết thương',
      NGAY_TH_YL: '202607020800',
      NGAY_KQ: '202607020830',
    });
    expect(fieldsOf('XML4')).toMatchObject({
      TEN_CHI_SO: 'Glucose',
      GIA_TRI: '5.6',
      DON_VI_DO: 'mmol/L',
      NGAY_KQ: '202607011000',
    });
  });

  it('invents nothing, and names the mandatory fields that nothing tells', () => {
    const missing = form === undefined ? [] : missingFields(form.record, FORMS.forms).map(({ place }) => place);
    expect(missing).toEqual(expect.arrayContaining(['XML1[1].MA_LOAI_KCB', 'XML2[1].MA_NHOM', 'XML3[1].MA_DICH_VU']));
    expect(missing).not.toContain('XML1[1].MA_LK');
    expect(new Set(missing).size).toBe(missing.length);
  });

  it('knows no visit and no patient by a logical id', () => {
    const [unnamed] = rebuild(STAY.map(({ identifier: _, ...resource }) => resource)).forms;
    const missing = unnamed === undefined ? [] : missingFields(unnamed.record, FORMS.forms).map(({ place }) => place);
    expect(unnamed?.record.key).toBe('');
    expect(missing.filter((place) => /\.MA_(LK|BN)$/.test(place))).toEqual([
      'XML1[1].MA_LK',
      'XML1[1].MA_BN',
      'XML2[1].MA_LK',
      'XML3[1].MA_LK',
      'XML4[1].MA_LK',
    ]);
  });
});
