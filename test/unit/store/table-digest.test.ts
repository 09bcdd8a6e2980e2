import { describe, expect, it } from '@jest/globals';
import { createTableDigest } from '../../../src/store/copy/table-digest.ts';

describe('createTableDigest', () => {
  const digestOf = (...rows: (string | number | null | Buffer)[][]) => {
    const digest = createTableDigest();
    for (const row of rows) digest.add(row);
    return digest.value();
  };

  it('is the same for the same rows in any order', () => {
    expect(digestOf(['a', 1], ['b', null])).toEqual(digestOf(['b', null], ['a', 1]));
    expect(digestOf()).toEqual({ rows: 0, sha256: '0'.repeat(64) });
  });

  it.each([
    [
      ['a', 1],
      ['a', '1'],
    ],
    [
      ['ab', ''],
      ['a', 'b'],
    ],
    [
      ['a', null],
      ['a', ''],
    ],
    [
      ['a', Buffer.from('b')],
      ['a', 'b'],
    ],
  ])('tells %j from %j', (one, other) => {
    expect(digestOf(one).sha256).not.toBe(digestOf(other).sha256);
  });

  it('counts a row that stands twice', () => {
    expect(digestOf(['a'], ['a']).sha256).not.toBe(digestOf(['a']).sha256);
  });
});
