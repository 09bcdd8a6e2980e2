import { describe, expect, it } from '@jest/globals';
import type { Composition, Observation, Patient, ServiceRequest } from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, resourcesOf, rowOf, valuesFrom } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';

const HOMES = readFieldHomes('xml12-medical-assessment.yaml');
const recordOf = (...rows: Record<string, string>[]) => claimRecord({ XML12: rows });

describe('XML12: medical assessment', () => {
  const mapped = mapClaim(recordOf(rowOf(HOMES)));
  const { resources } = mapped;
  const [minutes] = resourcesOf<Composition>(resources, 'Composition');
  const [person] = resourcesOf<Patient>(resources, 'Patient');

  it.each([...HOMES].filter(([, { at }]) => at !== undefined))('%s has its home', (name, { at = '', is }) => {
    expect(valuesFrom(mapped, `XML12[1].${name}`, at)).toContain(is);
  });

  it('loses nothing, and is rebuilt to the letter', () => {
    expect(mapped.loss).toEqual([]);
    const sent = recordOf(rowOf(HOMES));
    expect(thereAndBack(sent)).toBeDefined();
    expect(comparable(thereAndBack(sent) ?? sent)).toEqual(comparable(sent));
    expect(thereAndBack(sent)?.facility).toBe('99001');
  });

  it('belongs to no care episode: no visit, no claim', () => {
    const types = resources.map(({ resourceType }) => resourceType);
    expect(types).not.toContain('Encounter');
    expect(types).not.toContain('Claim');
    expect(types.filter((type) => type === 'Patient')).toHaveLength(1);
    expect(minutes?.encounter).toBeUndefined();
  });

  it('every reference leads to a resource of the record', () => {
    const known = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const told = [...JSON.stringify(resources).matchAll(/"reference":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter((reference) => !known.has(String(reference)))).toEqual([]);
  });

  it('rates are percentages of the person, the new ones by the request', () => {
    const rates = resourcesOf<Observation>(resources, 'Observation').filter(({ valueQuantity }) => valueQuantity);
    expect(rates.map(({ valueQuantity }) => [valueQuantity?.value, valueQuantity?.code])).toEqual([
      [11, '%'],
      [21, '%'],
      [31, '%'],
    ]);
    expect(new Set(rates.map(({ subject }) => subject?.reference))).toEqual(new Set([`Patient/${person?.id}`]));
    const [request] = resourcesOf<ServiceRequest>(resources, 'ServiceRequest');
    expect(rates.map(({ basedOn }) => basedOn?.[0]?.reference)).toEqual([
      undefined,
      `ServiceRequest/${request?.id}`,
      `ServiceRequest/${request?.id}`,
    ]);
  });

  it('the people of one meeting do not mix', () => {
    const rows = [
      { ...rowOf(HOMES), HO_TEN: 'A', TONG_TYLE_TTCT: '41', MA_DOI_TUONG: 'BNN' },
      { ...rowOf(HOMES), HO_TEN: 'B', TONG_TYLE_TTCT: '', MA_DOI_TUONG: 'TB;KHAC', DANG_HUONG_CHE_DO: '' },
    ];
    const sent = recordOf(...rows);
    expect(resourcesOf<Patient>(mapClaim(sent).resources, 'Patient').map(({ name }) => name?.[0]?.text)).toEqual([
      'A',
      'B',
    ]);
    expect(comparable(thereAndBack(sent) ?? sent)).toEqual(comparable(sent));
  });

  it('empty minutes make up nothing', () => {
    const empty = mapClaim(recordOf({ NGUOI_CHU_TRI: '' })).resources;
    expect(resourcesOf<Observation>(empty, 'Observation')).toEqual([]);
    expect(resourcesOf<Composition>(empty, 'Composition')[0]?.attester).toBeUndefined();
  });
});
