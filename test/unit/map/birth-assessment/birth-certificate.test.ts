import { describe, expect, it } from '@jest/globals';
import type { Composition, Encounter, Observation, Patient, RelatedPerson } from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, resourcesOf, rowOf, valuesFrom } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';

const HOMES = readFieldHomes('xml9-birth-certificate.yaml');
const HEADER = {
  MA_LK: 'LK1',
  MA_BN: 'BN1',
  HO_TEN: 'TRẦN THỊ THỬ',
  NGAY_VAO: '202607010800',
  NGAY_RA: '202607051000',
};
const recordOf = (...rows: Record<string, string>[]) =>
  claimRecord({ XML1: [HEADER], XML9: rows.map((row) => ({ MA_LK: 'LK1', ...row })) });

describe('XML9: birth certificate', () => {
  const mapped = mapClaim(recordOf(rowOf(HOMES)));
  const { resources } = mapped;
  const [certificate] = resourcesOf<Composition>(resources, 'Composition');
  const newborn = resourcesOf<Patient>(resources, 'Patient').find(({ birthDate }) => birthDate === '2026-07-02');

  it.each([...HOMES].filter(([, { at }]) => at !== undefined))('%s has its home', (name, { at = '', is }) => {
    expect(valuesFrom(mapped, `XML9[1].${name}`, at)).toContain(is);
  });

  it('loses nothing, and is rebuilt to the letter', () => {
    expect(mapped.loss).toEqual([]);
    const sent = recordOf(rowOf(HOMES));
    expect(thereAndBack(sent)).toBeDefined();
    expect(comparable(thereAndBack(sent) ?? sent)).toEqual(comparable(sent));
  });

  it('is about the child, whose mother is the patient of the stay', () => {
    expect(certificate?.subject?.reference).toBe(`Patient/${newborn?.id}`);
    expect(certificate?.type?.coding?.[0]).toMatchObject({ system: 'http://loinc.org', code: '71230-7' });
    const [visit] = resourcesOf<Encounter>(resources, 'Encounter');
    expect(certificate?.encounter?.reference).toBe(`Encounter/${visit?.id}`);
    expect(visit?.subject?.reference).not.toBe(certificate?.subject?.reference);
  });

  it('leads from the certificate to everything that it tells', () => {
    const listed = certificate?.section?.[0]?.entry?.map(({ reference }) => reference?.split('/')[0]) ?? [];
    expect(listed).toEqual(['Patient', 'RelatedPerson', 'RelatedPerson', ...Array(6).fill('Observation')]);
  });

  it('weighs the child at the hour of birth, in grams', () => {
    const weights = resourcesOf<Observation>(resources, 'Observation').filter(
      ({ code }) => code?.coding?.[0]?.code === '8339-4',
    );
    expect(weights).toEqual([
      expect.objectContaining({
        subject: { reference: `Patient/${newborn?.id}` },
        effectiveDateTime: '2026-07-02T03:15:00+07:00',
        valueQuantity: { value: 3150, unit: 'g', system: 'http://unitsofmeasure.org', code: 'g' },
      }),
    ]);
  });

  it('children that the mother had are facts about her', () => {
    const [mother] = resourcesOf<RelatedPerson>(resources, 'RelatedPerson');
    const focused = resourcesOf<Observation>(resources, 'Observation').filter(({ focus }) => focus !== undefined);
    expect(focused.map(({ focus }) => focus)).toEqual(Array(2).fill([{ reference: `RelatedPerson/${mother?.id}` }]));
  });

  it('twins: each child has its own certificate, people and facts', () => {
    const twins = [
      { ...rowOf(HOMES), SO: '1', CAN_NANG_CON: '2400', TINH_TRANG_CON: 'Khỏe', HO_TEN_CHA: '' },
      { ...rowOf(HOMES), SO: '2', CAN_NANG_CON: '2100', TINH_TRANG_CON: 'Yếu', GIOI_TINH_CON: '1' },
    ];
    const sent = recordOf(...twins);
    const all = mapClaim(sent).resources;
    expect(resourcesOf<Patient>(all, 'Patient')).toHaveLength(3);
    expect(resourcesOf<RelatedPerson>(all, 'RelatedPerson')).toHaveLength(3);
    expect(comparable(thereAndBack(sent) ?? sent)).toEqual(comparable(sent));
    expect(
      thereAndBack(sent)
        ?.tables.get('XML9')
        ?.rows.map(({ fields }) => fields.get('CAN_NANG_CON')),
    ).toEqual(['2400', '2100']);
  });

  it('an empty certificate makes up nobody and nothing', () => {
    const all = mapClaim(recordOf({})).resources;
    expect(resourcesOf<RelatedPerson>(all, 'RelatedPerson')).toEqual([]);
    expect(resourcesOf<Observation>(all, 'Observation')).toEqual([]);
    const [empty] = resourcesOf<Composition>(all, 'Composition');
    expect(empty?.date).toBeUndefined();
    expect(JSON.stringify(empty)).toContain('data-absent-reason');
  });
});
