import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../src/reports/canonical-json.ts';
import { findDifferences } from '../../../src/reports/find-differences.ts';

describe('canonical JSON', () => {
  it('is one spelling of a value, whatever made it', () => {
    const one = canonicalJson({ b: [1, { d: null, c: 'Tỉnh' }], a: 0.1, left: undefined });
    expect(one).toBe('{"a":0.1,"b":[1,{"c":"Tỉnh","d":null}]}\n');
    expect(canonicalJson({ a: 0.1, b: [1, { c: 'Tỉnh', d: null }] })).toBe(one);
    expect(canonicalJson(JSON.parse(one))).toBe(one);
  });

  it('refuses a number that JSON has not', () => {
    expect(() => canonicalJson({ share: Number.NaN })).toThrow(TypeError);
  });
});

describe('differences', () => {
  const from = {
    facilities: [
      { code: '99001', stage: 'proven' },
      { code: '99002', stage: 'sending' },
    ],
    silent: ['99002'],
    day: 1,
  };

  it('are none between equals', () => {
    expect(findDifferences(from, structuredClone(from), 10)).toEqual([]);
  });

  it('name the place by what an element is known by', () => {
    const to = {
      ...from,
      facilities: [
        { code: '99002', stage: 'complete' },
        { code: '99001', stage: 'proven' },
      ],
    };
    expect(findDifferences(from, to, 10)).toEqual([
      { path: ['facilities', '99002', 'stage'], from: 'sending', to: 'complete' },
    ]);
  });

  it('tell what came and went, once each', () => {
    const to = { ...from, facilities: from.facilities.slice(1), silent: ['99002', '99003'], day: 2 };
    expect(findDifferences(from, to, 10)).toEqual([
      { path: ['day'], from: 1, to: 2 },
      { path: ['facilities', '99001'], from: from.facilities[0], to: undefined },
      { path: ['silent', '99003'], from: undefined, to: '99003' },
    ]);
    expect(findDifferences(from, to, 1)).toHaveLength(1);
  });
});
