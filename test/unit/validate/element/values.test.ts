import { describe, expect, it } from '@jest/globals';
import { compareValues } from '../../../../src/validate/element/compare-values.ts';
import { equalsFixed, matchesPattern } from '../../../../src/validate/element/fixed-pattern.ts';

describe('matchesPattern', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    [{ a: 1, b: 2 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2, 3], [3, 1], true],
    [[1], [1, 2], false],
    [1, [1], false],
    [{ a: [{ b: 1, c: 1 }] }, { a: [{ b: 1 }] }, true],
    [null, {}, false],
    [undefined, 'a', false],
  ])('%j against %j: %j', (value, pattern, expected) => {
    expect(matchesPattern(value, pattern)).toBe(expected);
  });
});

describe('compareValues', () => {
  it.each([
    [1, 2, -1],
    ['2026-01-02', '2026-01-01', 1],
    ['2026', '2026', 0],
    ['2026', '2027-01', -1],
    ['2027-01-01T00:00:00Z', '2026-12', 1],
    ['2026-01-01T07:00:00+07:00', '2026-01-01T00:00:00Z', 0],
    ['08:00:00', '07:59:59.9', 1],
  ])('%j and %j: %j', (one, other, sign) => {
    expect(Math.sign(compareValues(one, other) ?? Number.NaN)).toBe(sign);
  });

  it.each([
    ['2026', '2026-06'],
    ['2026-06-01T00:00:00Z', '2026-06-01'],
    ['nonsenseT', '2026-06-01T00:00:00Z'],
    [1, '1'],
    [{}, {}],
  ])('%j and %j cannot be compared', (one, other) => {
    expect(compareValues(one, other)).toBeUndefined();
  });
});

describe('equalsFixed', () => {
  it.each([
    ['a', 'a', true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2], [1, 2], true],
    [[2, 1], [1, 2], false],
    [[1], { 0: 1 }, false],
    [undefined, 'a', false],
  ])('%j against %j: %j', (value, fixed, expected) => {
    expect(equalsFixed(value, fixed)).toBe(expected);
  });
});
