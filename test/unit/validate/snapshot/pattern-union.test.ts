import { describe, expect, it } from '@jest/globals';
import { unitePatterns } from '../../../../src/validate/snapshot/pattern-union.ts';

describe('unitePatterns', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['the same', { code: 'a' }, { code: 'a' }, { code: 'a' }],
    ['properties of both', { system: 's' }, { code: 'a' }, { system: 's', code: 'a' }],
    ['what contradicts', { code: 'a', system: 's' }, { code: 'b' }, { code: 'b', system: 's' }],
    [
      'an item that a stricter one implies',
      [{ system: 's' }],
      [{ system: 's', code: 'a' }],
      [{ system: 's', code: 'a' }],
    ],
    [
      'an item that is less strict',
      [{ system: 's', code: 'a' }],
      [{ system: 's' }],
      [{ system: 's' }, { system: 's', code: 'a' }],
    ],
    ['items of both', [{ code: 'a' }], [{ code: 'b' }], [{ code: 'b' }, { code: 'a' }]],
    ['lists in items', [{ given: ['a'] }], [{ given: ['b', 'a'] }], [{ given: ['b', 'a'] }]],
    ['a list and a value', ['a'], 'a', 'a'],
    ['nothing and an object', null, { code: 'a' }, { code: 'a' }],
    ['deeper properties', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
  ])('%s', (_name, first, second, united) => {
    expect(unitePatterns(first, second)).toEqual(united);
  });

  it('does not go on without end', () => {
    const deep = (leaf: string) =>
      Array.from({ length: 5_000 }).reduce<unknown>((value) => ({ a: value }), { [leaf]: 1 });
    const second = deep('second');
    const lists = (leaf: string) => Array.from({ length: 5_000 }).reduce<unknown>((value) => [value], leaf);
    expect(() => unitePatterns(deep('first'), second)).not.toThrow();
    expect(() => unitePatterns(lists('first'), lists('second'))).not.toThrow();
  });
});
