import { describe, expect, it } from '@jest/globals';
import type { Condition, EpisodeOfCare } from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, resourcesOf, rowOf, valuesFrom } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';

const HOMES = readFieldHomes('xml15-tuberculosis.yaml');
const HEADER = { MA_LK: 'LK1', NGAY_VAO: '202607010800', NGAY_RA: '202607011000' };
const recordOf = (row: Record<string, string>) => claimRecord({ XML1: [HEADER], XML15: [{ MA_LK: 'LK1', ...row }] });

describe('XML15: treatment for tuberculosis', () => {
  const mapped = mapClaim(recordOf(rowOf(HOMES)));

  it.each([...HOMES].filter(([, { at }]) => at !== undefined))('%s has its home', (name, { at = '', is }) => {
    expect(valuesFrom(mapped, `XML15[1].${name}`, at)).toContain(is);
  });

  it('loses nothing, and is rebuilt to the letter', () => {
    expect(mapped.loss).toEqual([]);
    const sent = recordOf(rowOf(HOMES));
    expect(thereAndBack(sent)).toBeDefined();
    expect(comparable(thereAndBack(sent) ?? sent)).toEqual(comparable(sent));
  });

  it('a latent infection is no disease; the classes of one are told nevertheless', () => {
    const row = { LOAI_DTRI_LAO: '1', PHACDO_DTRI_LAO: '22', PHANLOAI_LAO_VITRI: '1' };
    const { resources } = mapClaim(recordOf(row));
    expect(resourcesOf<Condition>(resources, 'Condition')).toEqual([]);
    const again = thereAndBack(recordOf(row))?.tables.get('XML15')?.rows[0]?.fields ?? [];
    expect(Object.fromEntries(again)).toMatchObject(row);
  });

  it('a treatment that goes on has no end', () => {
    const { resources } = mapClaim(recordOf({ LOAI_DTRI_LAO: '2', NGAYBD_DTRI_LAO: '20260105', NGAYKT_DTRI_LAO: '' }));
    const [care] = resourcesOf<EpisodeOfCare>(resources, 'EpisodeOfCare');
    expect(care?.period).toEqual({ start: '2026-01-05' });
  });
});
