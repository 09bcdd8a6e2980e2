import { expect, it } from '@jest/globals';
import { valueKey } from '../../../../src/validate/element/value-key.ts';

it.each([
  ['another order of names', { a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 }],
  ['the same text', 'a', 'a'],
])('is the same for %s', (_name, one, other) => {
  expect(valueKey(one)).toBe(valueKey(other));
});

it.each([
  ['another value', { a: 1 }, { a: 2 }],
  ['a text that looks like it', { a: '1' }, { a: 1 }],
  ['an order of items', [1, 2], [2, 1]],
  ['one value of two', { a: 'b,"c":d' }, { a: 'b', c: 'd' }],
  ['an object in a list', [{ a: 1 }], { a: 1 }],
])('is different for %s', (_name, one, other) => {
  expect(valueKey(one)).not.toBe(valueKey(other));
});

it('is made of what is nested without end', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  expect(valueKey(deep)).toMatch(/^\[+…\]+$/);
});
