import { describe, expect, it } from '@jest/globals';
import type { CarePlan, Condition, EpisodeOfCare, Observation } from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, resourcesOf, rowOf, valuesFrom } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';

const HOMES = readFieldHomes('xml6-hiv-care.yaml');
const HEADER = { MA_LK: 'LK1', NGAY_VAO: '202607010800', NGAY_RA: '202607011000' };
const mapRow = (row: Record<string, string>, header: Record<string, string> = HEADER) =>
  mapClaim(claimRecord({ XML1: [header], XML6: [{ MA_LK: 'LK1', ...row }] }));

describe('XML6: HIV care', () => {
  const mapped = mapRow(rowOf(HOMES));

  it.each([...HOMES].filter(([, { at }]) => at !== undefined))('%s has its home', (name, { at = '', is }) => {
    expect(valuesFrom(mapped, `XML6[1].${name}`, at)).toContain(is);
  });

  it('loses nothing, and is rebuilt to the letter', () => {
    expect(mapped.loss).toEqual([]);
    const sent = claimRecord({ XML1: [HEADER], XML6: [rowOf(HOMES)] });
    expect(comparable(thereAndBack(sent) ?? sent)).toEqual(comparable(sent));
    expect(thereAndBack(sent)).toBeDefined();
  });

  it('somebody who takes PrEP has no infection', () => {
    const { resources } = mapRow({ MA_LOAI_BN: '3', GIAI_DOAN_LAM_SANG: '1' });
    expect(resourcesOf<Condition>(resources, 'Condition')).toEqual([]);
    expect(resourcesOf<EpisodeOfCare>(resources, 'EpisodeOfCare')[0]?.type?.[0]?.coding?.[0]?.code).toBe('3');
  });

  it('an infection that is confirmed tells its stage, and stands in the episode of care', () => {
    const [infection] = resourcesOf<Condition>(mapped.resources, 'Condition');
    expect(infection?.verificationStatus?.coding?.[0]?.code).toBe('confirmed');
    expect(infection?.stage?.[0]?.summary?.coding?.[0]?.code).toBe('2');
    const [care] = resourcesOf<EpisodeOfCare>(mapped.resources, 'EpisodeOfCare');
    expect(care?.diagnosis).toEqual([{ condition: { reference: `Condition/${infection?.id}` } }]);
  });

  it('no treatment for tuberculosis is no plan of one, and still told', () => {
    const row = { LOAI_DTRI_LAO: '0', KQ_DTRI_LAO: '7', SANG_LOC_LAO: '1' };
    expect(resourcesOf<CarePlan>(mapRow(row).resources, 'CarePlan')).toEqual([]);
    const again = thereAndBack(claimRecord({ XML1: [HEADER], XML6: [{ MA_LK: 'LK1', ...row }] }));
    expect(Object.fromEntries(again?.tables.get('XML6')?.rows[0]?.fields ?? [])).toMatchObject(row);
  });

  it.each([
    ['202406301000', '2024-06-30', 'INH'],
    ['202407011000', '2024-07-01', 'B2 2HRZE/10RH'],
  ])('care that ended at %s: the regimens for tuberculosis as they were numbered then', (NGAY_RA, version, display) => {
    const { resources } = mapRow({ LOAI_DTRI_LAO: '2', PHACDO_DTRI_LAO: '6' }, { ...HEADER, NGAY_RA });
    const [plan] = resourcesOf<CarePlan>(resources, 'CarePlan');
    expect(plan?.activity?.[0]?.detail?.code?.coding).toEqual([
      expect.objectContaining({
        system: expect.stringContaining('/phacdo-dtri-lao-xml6'),
        code: '6',
        version,
        display,
      }),
    ]);
  });

  it('the facts of one row do not mix with those of another', () => {
    const rows = [
      { MA_LK: 'LK1', NGAY_BAT_DAU_XU_TRI: '20260601', KQ_XNTL_VR: '5', MA_XU_TRI: '1;4' },
      { MA_LK: 'LK1', NGAY_BAT_DAU_XU_TRI: '20260701', KQ_XNTL_VR: '1', MA_XU_TRI: '2' },
    ];
    const sent = claimRecord({ XML1: [HEADER], XML6: rows });
    const bands = resourcesOf<Observation>(mapClaim(sent).resources, 'Observation').map(
      ({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code,
    );
    expect(bands).toEqual(['5', '1']);
    const again = thereAndBack(sent)
      ?.tables.get('XML6')
      ?.rows.map(({ fields }) => Object.fromEntries(fields));
    expect(again).toEqual(rows);
  });
});
