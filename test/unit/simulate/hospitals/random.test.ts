import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../../src/simulate/hospitals/random.ts';

const draw = (seed: string, count = 200): readonly number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('stays the same on every machine and in every version', () => {
    expect(draw('demo', 3)).toEqual([0.8388890530914068, 0.13535357755608857, 0.055482710245996714]);
  });

  it('spreads over the whole range', () => {
    const values = draw('spread', 10_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });

  it('gives whole numbers with both ends', () => {
    const random = createRandom('ends');
    expect(new Set(Array.from({ length: 200 }, () => random.integer(2, 4)))).toEqual(new Set([2, 3, 4]));
  });

  it('weighs', () => {
    const random = createRandom('weights');
    const drawn = Array.from({ length: 1_000 }, () =>
      random.weighted([
        [9, 'often'],
        [1, 'seldom'],
        [0, 'never'],
      ]),
    );
    expect(drawn.filter((choice) => choice === 'often').length).toBeGreaterThan(800);
    expect(drawn).not.toContain('never');
  });

  it('refuses to choose from nothing', () => {
    expect(() => createRandom('x').pick([])).toThrow(RangeError);
    expect(() => createRandom('x').weighted([])).toThrow(RangeError);
  });
});
