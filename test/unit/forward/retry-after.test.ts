import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from '../../../src/forward/retry-after.ts';

const NOW = Date.UTC(2026, 10, 22, 1, 0, 0);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Sun, 22 Nov 2026 01:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 00:59:00 GMT', 0],
  ])('%s is %d ms', (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    '-5',
    '1.5',
    '1e9',
    '99999999999',
    'soon',
    '2026-11-22T01:00:30Z',
    'Xyz, 99 Abc 2026 01:00:30 GMT',
    ['1', '2'],
  ])('%p is no Retry-After', (value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });
});
