import { describe, expect, it } from '@jest/globals';
import type {
  Composition,
  Condition,
  Encounter,
  Observation,
  Patient,
  RelatedPerson,
  Resource,
} from '@medplum/fhirtypes';
import { documentRecord, mapDocument, rebuildDocument } from '../../../support/document-mapping.ts';

type Documents = Readonly<Record<string, Readonly<Record<string, string>>>>;

const PERSON = { HO_TEN: 'NGUYỄN THỊ THỬ', MA_BHXH: '0000000001', SO_CCCD: '000000000001' };

const mapAll = (documents: Documents): readonly Resource[] => mapDocument(documentRecord(documents)).resources;

function pick<T extends Resource>(resources: readonly Resource[], type: T['resourceType']): T[] {
  return resources.filter((resource): resource is T => resource.resourceType === type);
}

/** The fields of a document after its way to FHIR and back. */
function fieldsAgain(documents: Documents, table: string): Record<string, string> {
  const again = rebuildDocument(mapAll(documents));
  return Object.fromEntries(again?.tables.get(table)?.rows[0]?.fields ?? []);
}

describe('several documents of one HOSO', () => {
  const documents = {
    CT03: {
      ...PERSON,
      NGAY_VAO: '202607010815',
      NGAY_RA: '202607051000',
      CHAN_DOAN: 'Viêm phổi',
      HO_TEN_ME: 'MẸ',
      MA_KHOA: 'K03',
    },
    CT07: { ...PERSON, NGAY_KCB: '20260705', CHANDOAN_DIEUTRI: 'Viêm phổi đã ổn', HO_TEN_ME: 'MẸ KHÁC' },
    GIAYDIEUTRINOITRU: { ...PERSON, NGAY_VAO: '202607010815', MA_KHOA: 'K05;K03' },
  };
  const resources = mapAll(documents);

  it('share the person, the parents and the stay', () => {
    expect(pick<Patient>(resources, 'Patient')).toHaveLength(1);
    expect(pick<RelatedPerson>(resources, 'RelatedPerson')).toHaveLength(1);
    expect(pick<Encounter>(resources, 'Encounter')).toHaveLength(1);
  });

  it('have a Composition and a diagnosis each', () => {
    const titles = pick<Composition>(resources, 'Composition').map(({ title }) => title);
    expect(titles).toHaveLength(3);
    expect(new Set(titles).size).toBe(3);
    expect(pick<Condition>(resources, 'Condition').map(({ code }) => code?.text)).toEqual([
      'Viêm phổi',
      'Viêm phổi đã ổn',
    ]);
  });

  it.each(['CT03', 'CT07', 'GIAYDIEUTRINOITRU'] as const)('%s is told again, although they differ', (table) => {
    expect(fieldsAgain(documents, table)).toEqual(documents[table]);
  });
});

describe('what a document leaves out', () => {
  it('a certificate without a diagnosis says so, and makes no Condition', () => {
    const resources = mapAll({ CT03: { ...PERSON, PP_DIEUTRI: 'Kháng sinh' } });
    const [document] = pick<Composition>(resources, 'Composition');
    expect(pick<Condition>(resources, 'Condition')).toEqual([]);
    expect(document?.section).toContainEqual(
      expect.objectContaining({ title: 'Chẩn đoán ra viện (không ghi)', emptyReason: expect.anything() }),
    );
    expect(document?.section?.map(({ title }) => title)).not.toContain('Phương pháp điều trị (không ghi)');
  });

  it('where and when a paper was issued makes no identifier without its number', () => {
    const fields = { HO_TEN: 'A', MA_THE: 'XX0000000000001', NGAYCAP_CCCD: '20210105', NOICAP_CCCD: 'Nơi cấp thử' };
    const [patient] = pick<Patient>(mapAll({ CT07: fields }), 'Patient');
    expect(patient?.identifier?.map(({ value }) => value)).toEqual(['XX0000000000001']);
    expect(fieldsAgain({ CT07: fields }, 'CT07')).toEqual(fields);
  });

  it('a date of the document that is missing has a data-absent-reason', () => {
    const [document] = pick<Composition>(mapAll({ CT07: PERSON }), 'Composition');
    expect(document?.date).toBeUndefined();
    expect(document).toHaveProperty('_date.extension.0.valueCode', 'unknown');
  });
});

describe('values of other forms than the annex has', () => {
  it.each([
    ['J18.9;I10', undefined],
    ['J18.9', 'J18.9'],
  ])('BENH_ICD10_ID %s', (text, code) => {
    const documents = { CT07: { ...PERSON, CHANDOAN_DIEUTRI: 'Viêm phổi', BENH_ICD10_ID: text } };
    const [condition] = pick<Condition>(mapAll(documents), 'Condition');
    expect(condition?.code?.coding?.[0]?.code).toBe(code);
    expect(fieldsAgain(documents, 'CT07')['BENH_ICD10_ID']).toBe(text);
  });

  it.each([
    ['01', { code: '01' }, undefined],
    ['Hà Nội', undefined, 'Hà Nội'],
  ])('MA_TINHCUTRU %s', (text, coding, state) => {
    const documents = { GIAYSUCKHOEME: { ...PERSON, MA_TINHCUTRU: text } };
    const address = pick<Patient>(mapAll(documents), 'Patient')[0]?.address?.[0];
    if (coding === undefined) expect(address?.extension).toBeUndefined();
    else expect(address?.extension?.[0]?.valueCoding).toMatchObject(coding);
    expect(address?.state).toBe(state);
    expect(fieldsAgain(documents, 'GIAYSUCKHOEME')['MA_TINHCUTRU']).toBe(text);
  });

  it('CAN_NANG_CON of twins: a weight for each, at its place', () => {
    const documents = { GIAYCHUNGSINH: { TEN_CON: 'CON', CAN_NANG_CON: '2600;2450' } };
    const weights = pick<Observation>(mapAll(documents), 'Observation');
    expect(weights.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([2600, 2450]);
    expect(fieldsAgain(documents, 'GIAYCHUNGSINH')).toEqual(documents.GIAYCHUNGSINH);
  });
});

describe('GIAYCHUNGSINH with a commissioning couple', () => {
  const documents = {
    GIAYCHUNGSINH: {
      TEN_CON: 'CON',
      HOTEN_NND: 'MẸ SINH',
      HOTEN_MTH: 'MẸ NHỜ',
      SO_CCCD_MTH: '000000000004',
      HO_TEN_CHA_MTH: 'CHA NHỜ',
    },
  };
  const resources = mapAll(documents);
  const isCouples = (resource: Resource) => resource.meta?.security?.some(({ code }) => code === 'R') === true;

  it('labels their resources, and only those', () => {
    const labelled = resources.filter(isCouples) as RelatedPerson[];
    expect(labelled.map(({ name }) => name?.[0]?.text)).toEqual(['MẸ NHỜ', 'CHA NHỜ']);
  });

  it('what is delivered neither names nor refers to them', () => {
    const delivered = JSON.stringify(resources.filter((resource) => !isCouples(resource)));
    for (const { id } of resources.filter(isCouples)) expect(delivered).not.toContain(id);
    expect(delivered).not.toContain('000000000004');
    expect(delivered).not.toContain('NHỜ');
  });
});
