import { describe, expect, it } from '@jest/globals';
import type { Composition, Encounter, Practitioner, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, rowOf } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';

const DISCHARGE = rowOf(readFieldHomes('xml7-discharge-certificate.yaml'));
const SUMMARY = rowOf(readFieldHomes('xml8-record-summary.yaml'));
const SICK_LEAVE = rowOf(readFieldHomes('xml11-sick-leave.yaml'));
const XML1 = { MA_LK: 'LK1', MA_BN: 'BN1', NGAY_VAO: '202607010815', NGAY_RA: '202607051000' };

function pick<T extends Resource>(resources: readonly Resource[], type: T['resourceType']): T[] {
  return resources.filter((resource): resource is T => resource.resourceType === type);
}

function expectBack(record: ReturnType<typeof claimRecord>): void {
  const again = thereAndBack(record);
  expect(again && comparable(again)).toEqual(comparable(record));
}

describe('XML7, XML8, XML10 and XML11: certificates', () => {
  it('what is said of the episode again is told once, by XML1', () => {
    const record = claimRecord({ XML1: [XML1], XML7: [{ ...DISCHARGE, NGAY_RA: '202607050900' }], XML8: [SUMMARY] });
    const [encounter] = pick<Encounter>(mapClaim(record).resources, 'Encounter');
    expect(encounter?.period?.end).toBe('2026-07-05T10:00:00+07:00');
    expectBack(record);
  });

  it('parents and signatories are one, whoever names them', () => {
    const { resources } = mapClaim(claimRecord({ XML1: [XML1], XML7: [DISCHARGE], XML8: [SUMMARY] }));
    const relations = pick<RelatedPerson>(resources, 'RelatedPerson').map(
      ({ relationship }) => relationship?.[0]?.text,
    );
    expect(relations.sort()).toEqual(['Cha', 'Mẹ', 'Người giám hộ']);
    const numbers = pick<Practitioner>(resources, 'Practitioner').map(({ identifier }) => identifier?.[0]);
    expect(numbers).toEqual([
      { system: 'https://lienthong.example/fhir/sid/ma-bhxh', value: '0000000009' },
      { system: 'https://lienthong.example/fhir/sid/ma-bhxh', value: '0000000008' },
    ]);
  });

  it('names its kind by LOINC where there is a code, and by the form', () => {
    const { resources } = mapClaim(claimRecord({ XML7: [DISCHARGE], XML8: [SUMMARY], XML11: [SICK_LEAVE] }));
    const kinds = pick<Composition>(resources, 'Composition').map(({ type }) => type.coding?.map(({ code }) => code));
    expect(kinds.sort()).toEqual([['18842-5', 'XML7'], ['34133-9', 'XML8'], ['XML11']]);
  });

  it.each([
    ['XML7', { CHAN_DOAN_RV: '', PP_DIEUTRI: '' }, 2],
    ['XML8', { CHAN_DOAN_VAO: '', CHAN_DOAN_RV: '', QT_BENHLY: '', TOMTAT_KQ: '', PP_DIEUTRI: '' }, 5],
    ['XML10', { CHAN_DOAN_RV: '' }, 1],
    ['XML11', { CHAN_DOAN_RV: '' }, 1],
  ])('%s: a section that must be there says why it is empty', (form, fields, count) => {
    const record = claimRecord({ XML1: [XML1], [form]: [{ MA_LK: 'LK1', ...fields }] });
    const [document] = pick<Composition>(mapClaim(record).resources, 'Composition');
    const reasons = document?.section?.map(({ emptyReason, text }) => [emptyReason?.coding?.[0]?.code, text?.status]);
    expect(reasons).toEqual(Array.from({ length: count }, () => ['unavailable', 'empty']));
    expectBack(record);
  });

  it('each child of a multiple birth has a certificate of its own', () => {
    const second = { ...DISCHARGE, SO_LUU_TRU: 'LT-2', MA_THE_TAM: 'TE1000000000002', TUOI_THAI: '13' };
    const record = claimRecord({ XML1: [XML1], XML7: [DISCHARGE, second] });
    const documents = pick<Composition>(mapClaim(record).resources, 'Composition');
    expect(new Set(documents.map(({ id }) => id)).size).toBe(2);
    expectBack(record);
  });

  it('without a signatory nobody is made up', () => {
    const { resources } = mapClaim(claimRecord({ XML1: [XML1], XML11: [{ ...SICK_LEAVE, MA_TTDV: '', MA_BS: '' }] }));
    const [document] = pick<Composition>(resources, 'Composition');
    expect(document?.attester).toBeUndefined();
    expect(document?.author).toEqual([{ extension: [expect.objectContaining({ valueCode: 'unknown' })] }]);
  });
});
