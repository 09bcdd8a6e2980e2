import { describe, expect, it } from '@jest/globals';
import type {
  Claim,
  Condition,
  Coverage,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../support/claim-mapping.ts';

const HEADER = {
  MA_LK: 'LK1',
  MA_BN: 'BN1',
  HO_TEN: 'NGUYỄN THỬ',
  MA_CSKCB: '99001',
  MA_LOAI_KCB: '03',
  NGAY_VAO: '202607010815',
  NGAY_RA: '202607051000',
};

function mapHeader(fields: Readonly<Record<string, string>>): readonly Resource[] {
  return mapClaim(claimRecord({ XML1: [{ ...HEADER, ...fields }] })).resources;
}

function pick<T extends Resource>(resources: readonly Resource[], type: T['resourceType']): T[] {
  return resources.filter((resource): resource is T => resource.resourceType === type);
}

describe('XML1: the patient', () => {
  it.each([
    ['12 digits', '051099000001', 'http://fhir.hl7.org.vn/core/sid/cccd'],
    ['9 digits', '212345678', 'http://fhir.hl7.org.vn/core/sid/cmnd'],
    ['a passport or anything else', 'B1234567', 'https://lienthong.example/fhir/sid/so-giay-to'],
  ])('SO_CCCD, %s', (_name, value, system) => {
    const [patient] = pick<Patient>(mapHeader({ SO_CCCD: value }), 'Patient');
    expect(patient?.identifier).toContainEqual(expect.objectContaining({ system, value }));
  });

  it.each([
    ['1', 'male', undefined],
    ['2', 'female', undefined],
    ['3', 'unknown', undefined],
    ['Nam', 'male', 'Nam'],
    ['7', undefined, '7'],
  ])('GIOI_TINH %s', (text, gender, kept) => {
    const [patient] = pick<Patient>(mapHeader({ GIOI_TINH: text }), 'Patient');
    expect(patient?.gender).toBe(gender);
    const sibling = (patient as unknown as { _gender?: { extension: { valueString: string }[] } })._gender;
    expect(sibling?.extension[0]?.valueString).toBe(kept);
  });

  it('NGAY_SINH of a newborn keeps the time of birth in FHIR’s own extension', () => {
    const [patient] = pick<Patient>(mapHeader({ NGAY_SINH: '202607010405' }), 'Patient');
    expect(patient).toMatchObject({
      birthDate: '2026-07-01',
      _birthDate: {
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime',
            valueDateTime: '2026-07-01T04:05:00+07:00',
          },
        ],
      },
    });
  });

  it('no value is invented: without HO_TEN the name has a data-absent-reason', () => {
    const [patient] = pick<Patient>(
      mapClaim(claimRecord({ XML1: [{ MA_LK: 'LK1', MA_BN: 'BN1' }] })).resources,
      'Patient',
    );
    expect(patient?.name).toEqual([{ extension: [expect.objectContaining({ valueCode: 'unknown' })] }]);
  });
});

describe('XML1: the encounter and its coverage', () => {
  it('MA_LOAI_KCB gives type and class; a lost zero is read and kept', () => {
    const [encounter] = pick<Encounter>(mapHeader({ MA_LOAI_KCB: '3' }), 'Encounter');
    expect(encounter?.class).toMatchObject({ code: 'IMP' });
    expect(encounter?.type?.[0]?.coding?.[0]).toMatchObject({
      code: '03',
      display: 'Điều trị nội trú',
      _code: { extension: [{ valueString: '3' }] },
    });
  });

  it('two cards in parallel lists make two Coverages, each with its own period', () => {
    const coverages = pick<Coverage>(
      mapHeader({
        MA_THE_BHYT: 'XX1;XX2',
        MA_DKBD: '99001;99002',
        GT_THE_TU: '20260101;20260601',
        GT_THE_DEN: '20260531;20261231',
      }),
      'Coverage',
    );
    expect(coverages.map(({ subscriberId, period }) => [subscriberId, period?.start, period?.end])).toEqual([
      ['XX1', '2026-01-01', '2026-05-31'],
      ['XX2', '2026-06-01', '2026-12-31'],
    ]);
    const [claim] = pick<Claim>(mapHeader({ MA_THE_BHYT: 'XX1;XX2' }), 'Claim');
    expect(claim?.insurance?.map(({ sequence, focal }) => [sequence, focal])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('lists of unequal length lose nothing', () => {
    const { loss } = mapClaim(
      claimRecord({ XML1: [{ ...HEADER, MA_THE_BHYT: 'XX1', GT_THE_TU: '20260101;20260601', GT_THE_DEN: '' }] }),
    );
    expect(loss).toEqual([]);
  });

  it('diagnoses keep their rank; the main text belongs to the main code', () => {
    const resources = mapHeader({
      CHAN_DOAN_RV: 'Viêm phổi',
      MA_BENH_CHINH: 'J18.9',
      MA_BENH_KT: 'I10;E11.9',
      CHAN_DOAN_VAO: 'Sốt',
    });
    const [encounter] = pick<Encounter>(resources, 'Encounter');
    const conditions = pick<Condition>(resources, 'Condition');
    const byReference = new Map(conditions.map((condition) => [`Condition/${condition.id}`, condition]));
    const ranked = encounter?.diagnosis?.map(({ rank, use, condition }) => {
      const code = byReference.get(String(condition?.reference))?.code;
      return [rank, use?.coding?.[0]?.code, code?.coding?.[0]?.code, code?.text];
    });
    expect(ranked).toEqual([
      [1, 'DD', 'J18.9', 'Viêm phổi'],
      [2, 'DD', 'I10', undefined],
      [3, 'DD', 'E11.9', undefined],
      [undefined, 'AD', undefined, 'Sốt'],
    ]);
  });
});

describe('XML2: a charge does not prove intake', () => {
  const drug = { MA_LK: 'LK1', MA_THUOC: '40.17', TEN_THUOC: 'Oxy', NGAY_YL: '202607011000' };
  it.each([
    ['inpatient with time of execution', '03', '202607011015', 1],
    ['inpatient without it', '03', '', 0],
    ['outpatient', '01', '202607011015', 0],
  ])('%s', (_name, kind, time, administrations) => {
    const { resources } = mapClaim(
      claimRecord({ XML1: [{ ...HEADER, MA_LOAI_KCB: kind }], XML2: [{ ...drug, NGAY_TH_YL: time }] }),
    );
    expect(pick(resources, 'MedicationAdministration')).toHaveLength(administrations);
    expect(pick(resources, 'MedicationRequest')).toHaveLength(1);
  });

  it('two equal rows stay two orders and two lines', () => {
    const { resources } = mapClaim(claimRecord({ XML1: [HEADER], XML2: [drug, drug] }));
    const ids = pick(resources, 'MedicationRequest').map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(pick<Claim>(resources, 'Claim')[0]?.item).toHaveLength(2);
  });

  it('a row put in before others leaves the ids of the others as they were', () => {
    const other = { ...drug, MA_THUOC: '40.1', TEN_THUOC: 'Khác' };
    const before = mapClaim(claimRecord({ XML1: [HEADER], XML2: [drug] })).resources.map(({ id }) => id);
    const after = mapClaim(claimRecord({ XML1: [HEADER], XML2: [other, drug] })).resources.map(({ id }) => id);
    expect(after).toEqual(expect.arrayContaining(before));
  });
});

describe('XML3: what each cost group becomes', () => {
  it.each([
    ['1', ['ServiceRequest']],
    ['8', ['ServiceRequest', 'Procedure']],
    ['18', ['ServiceRequest', 'Procedure']],
    ['10', ['ChargeItem']],
    ['13', ['ChargeItem']],
    ['15', ['ChargeItem']],
  ])('MA_NHOM %s', (group, types) => {
    const { resources } = mapClaim(
      claimRecord({ XML1: [HEADER], XML3: [{ MA_LK: 'LK1', MA_NHOM: group, TEN_DICH_VU: 'Dịch vụ' }] }),
    );
    const made = resources
      .map(({ resourceType }) => resourceType)
      .filter((type) => ['ServiceRequest', 'Procedure', 'ChargeItem'].includes(type));
    expect(made).toEqual(types);
  });
});

describe('XML4: results', () => {
  const result = { MA_LK: 'LK1', MA_DICH_VU: 'DV1', TEN_CHI_SO: 'Glucose', NGAY_KQ: '202607011100' };
  function mapResult(fields: Readonly<Record<string, string>>) {
    const mapped = mapClaim(claimRecord({ XML1: [HEADER], XML4: [{ ...result, ...fields }] }));
    return { mapped, observation: pick<Observation>(mapped.resources, 'Observation')[0] };
  }

  it.each([
    ['5.6', 'mmol/L', { valueQuantity: { value: 5.6, unit: 'mmol/L' } }],
    ['<5', 'mg/L', { valueQuantity: { value: 5, comparator: '<', unit: 'mg/L' } }],
    ['5,6 mmol/L', 'mmol/L', { valueString: '5,6 mmol/L' }],
    ['Âm tính', '', { valueString: 'Âm tính' }],
  ])('GIA_TRI %s', (value, unit, expected) => {
    const { observation, mapped } = mapResult({ GIA_TRI: value, DON_VI_DO: unit });
    expect(observation).toMatchObject(expected);
    expect(mapped.loss).toEqual([]);
  });

  it('results of one service at one time share a report that points at its order', () => {
    const { resources } = mapClaim(
      claimRecord({
        XML1: [HEADER],
        XML3: [{ MA_LK: 'LK1', MA_NHOM: '1', MA_DICH_VU: 'DV1', TEN_DICH_VU: 'Sinh hóa', NGAY_KQ: '202607011100' }],
        XML4: [result, { ...result, TEN_CHI_SO: 'Ure' }, { ...result, MA_DICH_VU: 'DV2' }],
      }),
    );
    const [order] = pick(resources, 'ServiceRequest');
    const reports = resources.filter(({ resourceType }) => resourceType === 'DiagnosticReport');
    expect(reports).toMatchObject([
      { basedOn: [{ reference: `ServiceRequest/${order?.id}` }], result: [expect.anything(), expect.anything()] },
      { result: [expect.anything()] },
    ]);
    expect(reports[1]).not.toHaveProperty('basedOn');
  });
});

describe('what is kept, and where it came from', () => {
  it('an element that the form does not know is kept under its own name and named by an issue', () => {
    const mapped = mapClaim(
      claimRecord({
        XML1: [HEADER],
        XML2: [
          { TEN_THUOC: 'A', MA_VENDOR: 'x y' },
          { TEN_THUOC: 'B', MA_VENDOR: 'z' },
        ],
      }),
    );
    expect(mapped.issues.map(({ rule, place }) => [rule.id, place])).toEqual([['LT-M001', 'XML2[1].MA_VENDOR']]);
    expect(JSON.stringify(mapped.resources)).toContain(
      '{"url":"name","valueString":"MA_VENDOR"},{"url":"text","valueString":"x y"}',
    );
    expect(mapped.loss).toEqual([]);
  });

  it('what is certainly no code of its list is a text; a doubtful one stays a code', () => {
    const { resources } = mapClaim(
      claimRecord({ XML1: [{ ...HEADER, MA_LOAI_RV: '9' }], XML2: [{ TEN_THUOC: 'A', DUONG_DUNG: '2.17' }] }),
    );
    const [visit] = pick<Encounter>(resources, 'Encounter');
    const disposition = JSON.stringify(visit?.hospitalization?.dischargeDisposition);
    expect(disposition).toMatch(/"_code":.*"valueString":"9"/);
    expect(disposition).not.toContain('"code"');
    const [order] = pick<MedicationRequest>(resources, 'MedicationRequest');
    expect(order?.dosageInstruction?.[0]?.route?.coding?.[0]?.code).toBe('2.17');
  });

  it.each([
    ['202607310800', '2026-07-31', 'Điều trị nội trú ban ngày'],
    ['202608010800', '2026-08-01', 'Điều trị ban ngày'],
  ])('care that ended at %s: the version and the meaning that the code had then', (NGAY_RA, version, display) => {
    const { resources } = mapClaim(claimRecord({ XML1: [{ ...HEADER, NGAY_RA, MA_LOAI_KCB: '04' }] }));
    const [visit] = pick<Encounter>(resources, 'Encounter');
    expect(visit?.type?.[0]?.coding).toEqual([expect.objectContaining({ code: '04', version, display })]);
  });

  it('a field that nothing read is a loss', () => {
    const mapped = mapClaim(claimRecord({ XML1: [HEADER], XML99: [{ A: '1', B: '' }] }));
    expect(mapped.loss).toEqual([{ place: 'XML99[1].A', table: 'XML99', field: 'A' }]);
  });

  it('leads an element back to table, row and field', () => {
    const mapped = mapClaim(
      claimRecord({ XML1: [HEADER], XML2: [{ TEN_THUOC: 'A' }, { TEN_THUOC: 'B', DON_GIA: '5.000' }] }),
    );
    const idOf = (type: string) => String(mapped.resources.find(({ resourceType }) => resourceType === type)?.id);
    expect(mapped.lineage('Encounter', idOf('Encounter'), 'period.end')).toBe('XML1[1].NGAY_RA');
    expect(mapped.lineage('Claim', idOf('Claim'), 'item[1].unitPrice.value')).toBe('XML2[2].DON_GIA');
    expect(mapped.lineage('Patient', idOf('Patient'), 'name[0].text')).toBe('XML1[1].HO_TEN');
    expect(mapped.lineage('Encounter', 'no-such-id', 'period')).toBeUndefined();
  });

  it('the same record gives the same resources, and two facilities never share an id', () => {
    const record = claimRecord({ XML1: [HEADER], XML2: [{ TEN_THUOC: 'A' }] });
    expect(mapClaim(record).resources).toEqual(mapClaim(record).resources);
    const elsewhere = mapClaim({ ...record, facility: '99002' }).resources.map(({ id }) => id);
    expect(mapClaim(record).resources.filter(({ id }) => elsewhere.includes(id))).toEqual([]);
  });

  it('people without MA_BN are never one patient, whether it is empty, missing, or XML1 with it', () => {
    const patients = [
      { ...claimRecord({ XML1: [{ ...HEADER, MA_BN: '' }] }), key: 'LK1' },
      { ...claimRecord({ XML1: [{ MA_LK: 'LK2', HO_TEN: 'A' }] }), key: 'LK2' },
      { ...claimRecord({ XML2: [{ MA_LK: 'LK3', TEN_THUOC: 'A' }] }), key: 'LK3' },
      { ...claimRecord({ XML2: [{ MA_LK: 'LK4', TEN_THUOC: 'A' }] }), key: 'LK4' },
    ].map((record) => mapClaim(record).patient);
    expect(patients).not.toContain(null);
    expect(new Set(patients).size).toBe(4);
    const again = mapClaim({ ...claimRecord({ XML1: [{ ...HEADER, MA_BN: '' }] }), key: 'LK1' }).patient;
    expect(again).toBe(patients[0]);
  });

  it('a check-in says nothing of a claim or a finished stay', () => {
    const mapped = mapClaim(claimRecord({ XML0: [{ MA_LK: 'LK1', HO_TEN: 'A' }] }));
    expect(pick(mapped.resources, 'Encounter')).toMatchObject([{ status: 'in-progress' }]);
    expect(pick(mapped.resources, 'Claim')).toEqual([]);
    expect(mapped).toMatchObject({ loss: [], replacesEpisode: false });
    expect(mapped.evidence).toMatchObject({ source: 'check-in', sectionsDue: [], level: 0, identity: false });
  });

  it('a check-in that comes with XML1 is a claim, and replaces the episode', () => {
    const mapped = mapClaim(claimRecord({ XML0: [{ MA_LK: 'LK1' }], XML1: [HEADER] }));
    expect(mapped).toMatchObject({ replacesEpisode: true, evidence: { source: 'claim' } });
    expect(mapClaim(claimRecord({ XML1: [], XML2: [{ MA_LK: 'LK1' }] })).replacesEpisode).toBe(false);
  });

  it('without XML1 the other tables still have their episode', () => {
    const mapped = mapClaim(claimRecord({ XML2: [{ MA_LK: 'LK1', TEN_THUOC: 'A' }] }));
    expect(mapped.resources.map(({ resourceType }) => resourceType)).toEqual(
      expect.arrayContaining(['Patient', 'Encounter', 'Claim', 'MedicationRequest']),
    );
    expect(mapped.loss).toEqual([]);
  });
});

describe('QĐ 4210: other names, the same homes', () => {
  it('maps the renamed fields and keeps the codes that are its own', () => {
    const mapped = mapClaim(
      claimRecord({
        '4210.XML1': [
          {
            MA_LK: 'LK1',
            MA_BN: 'BN1',
            HO_TEN: 'A',
            MA_THE: 'XX1',
            MA_BENH: 'J18.9',
            TEN_BENH: 'Viêm phổi',
            MA_LYDO_VVIEN: '2',
            MA_LOAI_KCB: '3',
          },
        ],
        '4210.XML5': [{ MA_LK: 'LK1', DIEN_BIEN: 'Đỡ sốt', NGAY_YL: '201907011000' }],
      }),
    );
    expect(mapped.loss).toEqual([]);
    expect(mapped.issues).toEqual([]);
    expect(mapped.mapping).toBe('claim-xml/4210@1');
    expect(pick<Coverage>(mapped.resources, 'Coverage')[0]?.subscriberId).toBe('XX1');
    expect(pick<Encounter>(mapped.resources, 'Encounter')[0]?.class).toMatchObject({ code: 'IMP' });
    expect(mapped.resources.find(({ resourceType }) => resourceType === 'ClinicalImpression')).toMatchObject({
      summary: 'Đỡ sốt',
      effectiveDateTime: '2019-07-01T10:00:00+07:00',
    });
    expect(mapped.lineage('Patient', 'x', 'name')).toBeUndefined();
  });
});
