import { describe, expect, it } from '@jest/globals';
import { findResource, packRecord, unpackRecord } from '../../../src/store/record-content.ts';
import { observation, patient } from '../../support/store-fixtures.ts';

describe('the content of a record', () => {
  const resources = [patient('p1', 'Nguyễn Thị Ánh'), observation('o1'), observation('o2')];
  const digest = (...args: Parameters<typeof packRecord>) => packRecord(...args).digest.toString('hex');

  it('comes back as it was', () => {
    expect(unpackRecord(packRecord(resources, []).payload)).toEqual(resources);
    expect(unpackRecord(packRecord([], []).payload)).toEqual([]);
  });

  it('is the same whatever the order of resources and deletions', () => {
    const deletes = ['Observation/x', 'Observation/y'];
    expect(digest(resources.toReversed(), deletes.toReversed())).toBe(digest(resources, deletes));
  });

  it.each([
    ['a value', [patient('p1', 'Nguyễn Thị Ánh'), observation('o1'), observation('o2', 2)], []],
    ['an id', [patient('p1', 'Nguyễn Thị Ánh'), observation('o1'), observation('o3')], []],
    ['a resource less', resources.slice(1), []],
    ['a resource more', [...resources, observation('o3')], []],
    ['a deletion', resources, ['Observation/x']],
  ])('differs by %s', (_, other, deletes) => {
    expect(digest(other, deletes)).not.toBe(digest(resources, []));
  });

  it('refuses a resource without an id', () => {
    expect(() => packRecord([{ resourceType: 'Patient' }], [])).toThrow('a Patient has no id');
  });

  it('finds a resource by type and id', () => {
    expect(findResource(resources, 'Observation', 'o2')).toBe(resources[2]);
    expect(() => findResource(resources, 'Patient', 'o2')).toThrow('Patient o2');
  });
});
