import { describe, expect, it } from '@jest/globals';
import type { Indicators } from '../../../src/measure/indicators.ts';
import { findShortfalls } from '../../../src/measure/shortfalls.ts';

const WELL: Indicators = {
  expected: 20,
  emr: 20,
  volume: 1,
  completeness: 1,
  timeliness: 1,
  identity: 1,
  signed: 1,
  acceptance: 1,
  connected: true,
  sending: true,
  complete: true,
};

describe('shortfalls', () => {
  it.each<[string, Partial<Indicators>, readonly string[]]>([
    ['not signed in', { connected: false, sending: false, complete: false, expected: null }, ['sign-in']],
    ['nothing sent of late', { sending: false }, ['records']],
    ['expected unknown', { complete: false, expected: null, volume: null }, ['expected']],
    [
      'expected unknown, and late',
      { complete: false, expected: null, volume: null, timeliness: 0.5 },
      ['expected', 'timeliness'],
    ],
    ['no EMR at all', { complete: false, emr: 0, volume: 0, completeness: null, timeliness: null }, ['volume']],
    [
      'sections missing and late',
      { complete: false, completeness: 0.9, timeliness: 0.89 },
      ['completeness', 'timeliness'],
    ],
    ['complete, but not for long', {}, ['days']],
  ])('%s', (_, changes, shortfalls) => {
    expect(findShortfalls({ ...WELL, ...changes }, { proven: false })).toEqual(shortfalls);
  });

  it('has nothing to say of a proven facility', () => {
    expect(findShortfalls(WELL, { proven: true })).toEqual([]);
  });
});
