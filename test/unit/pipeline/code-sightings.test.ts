import { describe, expect, it } from '@jest/globals';
import { toSightings } from '../../../src/pipeline/code-sightings.ts';
import type { UnmappedCode } from '../../../src/types/mapped-record.ts';

const unmapped = (changes: Partial<UnmappedCode> = {}): UnmappedCode => ({
  list: 'MA_KHOA',
  code: 'K99',
  form: 'XML3',
  field: 'MA_KHOA',
  reason: 'not-in-list',
  ...changes,
});

describe('sightings of a record', () => {
  it('sum equal ones, by list, code, form and field', () => {
    const others = [{ code: 'K98' }, { list: 'MA_LOAI_RV' }, { form: 'XML2' }, { field: 'MA_KHOA_2' }];
    const counts = toSightings([unmapped(), unmapped(), ...others.map(unmapped), unmapped()]).map(({ count }) => count);
    expect(counts).toEqual([3, 1, 1, 1, 1]);
  });

  it('hold nothing personal: free texts of one shape are one', () => {
    const texts = ['Nguyễn Văn A', 'Trần Thị B', '001000000001'].map((code) => unmapped({ code, day: '2026-01-01' }));
    const kept = { list: 'MA_KHOA', form: 'XML3', field: 'MA_KHOA', reason: 'not-in-list', day: '2026-01-01' };
    expect(toSightings(texts)).toEqual([
      { ...kept, code: '~x x x', count: 2 },
      { ...kept, code: '~999999999999', count: 1 },
    ]);
  });

  it('are bounded; what is there already is still counted', () => {
    const codes = Array.from({ length: 600 }, (_, at) => unmapped({ code: `K${at}` }));
    const sightings = toSightings([...codes, unmapped({ code: 'K0' })]);
    expect([sightings.length, sightings[0]?.count]).toEqual([500, 2]);
  });
});
