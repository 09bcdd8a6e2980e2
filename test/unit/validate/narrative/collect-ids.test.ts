import { describe, expect, it } from '@jest/globals';
import { collectIds } from '../../../../src/validate/narrative/collect-ids.ts';

describe('collectIds', () => {
  it('finds ids of resources, elements, and inside narratives', () => {
    const patient = {
      resourceType: 'Patient',
      id: 'a',
      text: { div: '<div><p id="b">x</p><a\n name = \'c\'>y</a><td headers="d"/></div>' },
      name: [{ id: 'e', family: 'f', given: ['g'], _given: [{ id: 'h' }, null] }],
      contained: [{ resourceType: 'Organization', id: 'i', text: { div: '<div id="j"/>' } }],
      active: true,
    };
    expect([...collectIds(patient)].toSorted()).toEqual(['a', 'b', 'c', 'e', 'h', 'i', 'j']);
  });

  it('takes what is no object', () => {
    expect(collectIds('a').size).toBe(0);
    expect(collectIds(null).size).toBe(0);
  });

  it('goes down any number of levels', () => {
    let nested: unknown = { id: 'deep' };
    for (let level = 0; level < 100_000; level += 1) nested = [nested];
    expect([...collectIds(nested)]).toEqual(['deep']);
  });
});
