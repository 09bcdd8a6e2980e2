import { describe, expect, it } from '@jest/globals';
import { claimsOf, drug, type Json, leftOutOf, patient, reference, text, visit } from '../../support/foreign-fhir.ts';

const SID = 'http://fhir.hl7.org.vn/core/sid';
const LICENCE = `${SID}/cchn`;
const encounter = reference('Encounter/1');
const BASE = [patient('a'), visit('1', 'a', '2026-09-10')];
const claimOf = (...resources: Json[]) => claimsOf([...BASE, ...resources])[0] ?? {};
const observation = (id: string, more: Json): Json => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  encounter,
  code: text(id),
  ...more,
});
const report = (...results: string[]): Json => ({
  resourceType: 'DiagnosticReport',
  id: 'd',
  status: 'final',
  encounter,
  code: text('Công thức máu'),
  issued: '2026-09-10T09:30:45.120+07:00',
  result: results.map(reference),
});

describe('results', () => {
  it('of a report are rows whatever their category, with its conclusion, its code and the time when it was given out', () => {
    const SERVICE = 'https://lienthong.example/fhir/CodeSystem/ma-dich-vu';
    const rows = claimOf(
      {
        ...report('Observation/wbc'),
        conclusion: 'Bạch cầu tăng',
        code: { coding: [{ system: SERVICE, code: '22.0001' }] },
      },
      observation('wbc', { valueQuantity: { value: 12.1, comparator: '>', unit: 'G/L' } }),
    )['XML4'];
    expect(rows).toEqual([
      {
        MA_LK: 'V-1',
        STT: '1',
        MA_DICH_VU: '22.0001',
        TEN_CHI_SO: 'wbc',
        GIA_TRI: '>12.1',
        DON_VI_DO: 'G/L',
        KET_LUAN: 'Bạch cầu tăng',
        NGAY_KQ: '202609100930',
      },
    ]);
  });

  it('of panels are the rows of members and components, each once', () => {
    const rows = claimOf(
      report('Observation/panel', 'Observation/m1'),
      observation('panel', { hasMember: [reference('Observation/m1'), reference('Observation/m2')] }),
      observation('m1', { valueInteger: 3 }),
      observation('m2', {
        component: [
          { code: text('HGB'), valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } },
          { code: text('PLT'), dataAbsentReason: text('không làm') },
        ],
      }),
    )['XML4'];
    expect(rows?.map(({ TEN_CHI_SO, GIA_TRI }) => [TEN_CHI_SO, GIA_TRI])).toEqual([
      ['m1', '3'],
      ['HGB', '1:128'],
    ]);
  });

  it('that are nothing but a conclusion are a row of its own; what was attached is none', () => {
    const alone = { ...report(), conclusion: 'Phổi bình thường', presentedForm: [{ contentType: 'application/pdf' }] };
    expect(claimOf(alone)['XML4']).toMatchObject([{ TEN_CHI_SO: 'Công thức máu', KET_LUAN: 'Phổi bình thường' }]);
    expect(claimOf(report())).not.toHaveProperty('XML4');
  });

  it('are no vital signs and no social history; what nothing tells the kind of is said', () => {
    const category = (code: string) => [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] },
    ];
    const others = [
      observation('mạch', { category: category('vital-signs'), valueInteger: 80 }),
      observation('thuốc lá', { category: category('social-history'), valueString: 'không' }),
      observation('lạ', { valueString: '?' }),
    ];
    expect(claimOf(...others)).not.toHaveProperty('XML4');
    expect(leftOutOf([...BASE, ...others])).toEqual([{ resource: 'Observation/lạ', reason: 'kind-unknown' }]);
  });

  it('that a report contains are followed', () => {
    const contained = [{ resourceType: 'Observation', id: 'o', status: 'final', code: text('CRP'), valueString: '5' }];
    expect(claimOf({ ...report('#o'), contained })['XML4']).toMatchObject([{ TEN_CHI_SO: 'CRP', GIA_TRI: '5' }]);
  });
});

describe('drugs', () => {
  it('are read from contained resources too', () => {
    const order = {
      ...drug('m', ''),
      encounter,
      medicationCodeableConcept: undefined,
      medicationReference: reference('#m1'),
      requester: reference('#p1'),
      contained: [
        { resourceType: 'Medication', id: 'm1', code: text('Ceftriaxone 1g'), form: text('bột pha tiêm') },
        { resourceType: 'Practitioner', id: 'p1', identifier: [{ system: LICENCE, value: '000999' }] },
      ],
    };
    expect(claimOf(order)['XML2']).toMatchObject([
      { TEN_THUOC: 'Ceftriaxone 1g', DANG_BAO_CHE: 'bột pha tiêm', MA_BAC_SI: '000999' },
    ]);
  });

  it('tell how much was handed out, and when they were first given', () => {
    const dispense = (id: string, value: number): Json => ({
      resourceType: 'MedicationDispense',
      id,
      status: 'completed',
      context: encounter,
      authorizingPrescription: [reference('MedicationRequest/m')],
      quantity: { value, unit: 'viên' },
      whenHandedOver: '2026-09-10T09:00:00+07:00',
    });
    const given = {
      resourceType: 'MedicationAdministration',
      id: 'g',
      status: 'completed',
      context: encounter,
      request: reference('MedicationRequest/m'),
      effectiveDateTime: '2026-09-10T09:40:00+07:00',
    };
    const order = drug('m', 'Paracetamol', { encounter, dispenseRequest: { quantity: { value: 30, unit: 'viên' } } });
    expect(claimOf(order, dispense('d1', 4), dispense('d2', 6), given)['XML2']).toMatchObject([
      { SO_LUONG: '10.000', DON_VI_TINH: 'viên', NGAY_TH_YL: '202609100940' },
    ]);
  });

  it('that were handed out and given without an order are one row', () => {
    const execution = (resourceType: string, id: string): Json => ({
      resourceType,
      id,
      status: 'completed',
      context: encounter,
      medicationCodeableConcept: text('Insulin'),
    });
    const rows = claimOf(execution('MedicationDispense', 'd'), execution('MedicationAdministration', 'g'))['XML2'];
    expect(rows).toMatchObject([{ TEN_THUOC: 'Insulin' }]);
    expect(rows).toHaveLength(1);
  });

  it('of a Claim are claimed once, with what their orders tell', () => {
    const claim = {
      resourceType: 'Claim',
      id: 'c',
      status: 'active',
      use: 'claim',
      patient: reference('Patient/a'),
      item: [
        {
          productOrService: text('Paracetamol'),
          quantity: { value: 9 },
          unitPrice: { value: 500, currency: 'VND' },
          encounter: [encounter],
        },
        { productOrService: text('Khám'), net: { value: 3, currency: 'USD' }, encounter: [encounter] },
      ],
    };
    const orders = [
      drug('m', 'paracetamol ', { encounter, authoredOn: '2026-09-10' }),
      drug('n', 'Khác', { encounter }),
    ];
    const { XML2 = [], XML3 = [] } = claimOf(claim, ...orders);
    expect(XML2).toMatchObject([{ SO_LUONG: '9.000', DON_GIA: '500.000', NGAY_YL: '20260910' }]);
    expect(XML3).toEqual([{ MA_LK: 'V-1', STT: '1', TEN_DICH_VU: 'Khám' }]);
    expect(leftOutOf([...BASE, claim, ...orders])).toEqual([
      { resource: 'MedicationRequest/n', reason: 'not-on-claim' },
    ]);
  });
});

describe('services', () => {
  it('name those who did them, by their roles too, and where and why', () => {
    const resources = [
      { resourceType: 'Practitioner', id: 'd', identifier: [{ system: LICENCE, value: '000123' }] },
      { resourceType: 'PractitionerRole', id: 'r', practitioner: reference('Practitioner/d') },
      { resourceType: 'Location', id: 'l', identifier: [{ value: 'K26' }] },
      {
        resourceType: 'Procedure',
        id: 'x',
        status: 'completed',
        encounter,
        code: text('Cắt ruột thừa'),
        performer: [{ actor: reference('PractitionerRole/r') }],
        location: reference('Location/l'),
        reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'K35.8' }] }],
      },
    ];
    expect(claimOf(...resources)['XML3']).toMatchObject([
      { NGUOI_THUC_HIEN: '000123', MA_KHOA: 'K26', MA_BENH: 'K35.8' },
    ]);
  });
});

describe('the episode', () => {
  it('has the department, the card and the days that FHIR tells', () => {
    const [claim = {}] = claimsOf([
      {
        ...patient('a'),
        identifier: [{ system: `${SID}/bhyt`, value: 'XX0000000000001', period: { end: '2026-12-31' } }],
      },
      visit('1', 'a', '2026-09-10', {
        length: { value: 2, code: 'd' },
        location: [{ location: reference('Location/bed') }],
        hospitalization: { origin: reference('Organization/o') },
      }),
      { resourceType: 'Location', id: 'bed', partOf: reference('Location/ward') },
      { resourceType: 'Location', id: 'ward', identifier: [{ value: 'K19' }] },
      { resourceType: 'Organization', id: 'o', identifier: [{ system: `${SID}/ma-cskcb`, value: '00000' }] },
      observation('cân', {
        code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
        valueQuantity: { value: 3200, code: 'g' },
      }),
    ]);
    expect(claim['XML1']).toMatchObject([
      {
        MA_KHOA: 'K19',
        MA_THE_BHYT: 'XX0000000000001',
        GT_THE_DEN: '20261231',
        SO_NGAY_DTRI: '2',
        MA_NOI_DI: '00000',
        CAN_NANG: '3.20',
      },
    ]);
  });

  it('takes no number for one that it is not', () => {
    const [claim = {}] = claimsOf([
      {
        ...patient('a'),
        identifier: [{ type: { coding: [{ code: 'PPN' }] }, system: 'urn:example:passport', value: 'C0000001' }],
      },
      visit('1', 'a', '2026-09-10', { identifier: [], length: { value: 90, code: 'min' } }),
      {
        resourceType: 'Coverage',
        id: 'p',
        status: 'active',
        beneficiary: reference('Patient/a'),
        subscriberId: 'PRIVATE-1',
      },
      drug('m', 'Thuốc A', { encounter }),
    ]);
    expect(claim['XML1']).toEqual([
      { STT: '1', SO_CCCD: 'C0000001', NGAY_VAO: '202609100800', NGAY_RA: '202609101000' },
    ]);
    expect(claim['XML2']).toEqual([{ STT: '1', TEN_THUOC: 'Thuốc A' }]);
  });

  it('tells the visit that it is to be followed by', () => {
    const appointment = {
      resourceType: 'Appointment',
      id: 'n',
      status: 'booked',
      start: '2026-09-17T08:00:00+07:00',
      participant: [{ actor: reference('Patient/a') }],
    };
    expect(claimOf(appointment)['XML1']).toMatchObject([{ NGAY_TAI_KHAM: expect.stringMatching(/^20260917/) }]);
  });
});
