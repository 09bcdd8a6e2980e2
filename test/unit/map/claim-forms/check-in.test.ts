import { describe, expect, it } from '@jest/globals';
import type { ChargeItem, Encounter, Resource } from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, rowOf } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';

const ROW = rowOf(readFieldHomes('xml0-check-in.yaml'));
const XML1 = {
  MA_LK: 'LK1',
  MA_BN: 'BN1',
  HO_TEN: 'NGUYỄN VĂN A',
  MA_THE_BHYT: 'XX0000000000001',
  MA_DOITUONG_KCB: '2',
  NGAY_VAO: '202607010815',
  NGAY_RA: '202607051000',
};

function pick<T extends Resource>(resources: readonly Resource[], type: T['resourceType']): T[] {
  return resources.filter((resource): resource is T => resource.resourceType === type);
}

const idsOf = (resources: readonly Resource[], types: readonly string[]) =>
  resources.flatMap(({ resourceType, id }) => (types.includes(resourceType) ? [`${resourceType}/${id}`] : [])).sort();

describe('XML0, the check-in', () => {
  it('is an encounter that goes on, with its first item not yet billed', () => {
    const { resources, loss } = mapClaim(claimRecord({ XML0: [ROW] }));
    expect(pick<Encounter>(resources, 'Encounter').map(({ status }) => status)).toEqual(['in-progress']);
    const [item] = pick<ChargeItem>(resources, 'ChargeItem');
    expect(item).toMatchObject({ status: 'planned', enteredDate: '2026-07-01T10:00:00+07:00' });
    expect(pick(resources, 'Claim')).toEqual([]);
    expect(loss).toEqual([]);
  });

  it('has the ids of the episode, so that XML1 takes its place', () => {
    const types = ['Organization', 'Patient', 'Encounter', 'Coverage'];
    const early = idsOf(mapClaim(claimRecord({ XML0: [ROW] })).resources, types);
    expect(early).toHaveLength(4);
    expect(idsOf(mapClaim(claimRecord({ XML1: [XML1] })).resources, types)).toEqual(early);
  });

  it('beside XML1 adds to its nodes, and leaves what XML1 says of them', () => {
    const record = claimRecord({ XML1: [XML1], XML0: [ROW] });
    const { resources } = mapClaim(record);
    const encounters = pick<Encounter>(resources, 'Encounter');
    expect(encounters).toHaveLength(1);
    expect(encounters[0]).toMatchObject({ status: 'finished', period: { end: '2026-07-05T10:00:00+07:00' } });
    expect(pick(resources, 'Coverage')).toHaveLength(1);
    const again = thereAndBack(record);
    expect(again && comparable(again)).toEqual(comparable(record));
  });

  it('tells each event of one visit', () => {
    const second = {
      ...ROW,
      STT: '2',
      MA_DICH_VU: '',
      TEN_DICH_VU: '',
      NGAY_YL: '202607011130',
      MA_DOITUONG_KCB: '3.1',
    };
    const record = claimRecord({ XML0: [ROW, second] });
    expect(pick<ChargeItem>(mapClaim(record).resources, 'ChargeItem')).toHaveLength(2);
    const again = thereAndBack(record);
    expect(again && comparable(again)).toEqual(comparable(record));
  });
});
