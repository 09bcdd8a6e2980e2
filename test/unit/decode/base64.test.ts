import { describe, expect, it } from '@jest/globals';
import { decodeBase64 } from '../../../src/decode/base64.ts';

describe('decodeBase64', () => {
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9v\r\n YmFy\t', 'foobar'],
    ['Zg=\n=', 'f'],
    ['Zh==', 'f'],
    ['4buH', 'ệ'],
  ])('%j', (text, decoded) => {
    expect(decodeBase64(text)?.toString('utf8')).toBe(decoded);
  });

  it.each([
    'Z',
    'Zg',
    'Zg=',
    'Zm8',
    'Zg===',
    'Z===',
    '====',
    '=Zg=',
    'Zg==Zg==',
    'Zm9v-A==',
    'Zm9_',
    'Zm9v!',
    'Zm9vệ',
    'Zm9v\u00a0',
    '\u0000m9v',
  ])('%j is not base64', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});
