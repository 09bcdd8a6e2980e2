import { describe, expect, it } from '@jest/globals';
import { MAX_LEAVES, readAccountNode } from '../../../src/reconcile/read-account.ts';

const HASH = 'ab'.repeat(32);
const NODE = { day: '2026-11-22', prefix: 'a', count: 2, root: HASH };
const LEAF = { facility: '99001', path: HASH, version: 3, sha256: HASH, receipt: 'VN/1' };
const read = (value: unknown) => readAccountNode(Buffer.from(JSON.stringify(value)));

describe('an answer of a destination', () => {
  it('lists children or records; other members are passed over', () => {
    const child = { prefix: 'ab', count: 2, root: HASH };
    expect(read({ ...NODE, children: [{ ...child, note: 'x' }], asOf: 'now' })).toEqual({
      prefix: 'a',
      count: 2,
      root: HASH,
      children: [child],
    });
    const { receipt: _receipt, ...bare } = LEAF;
    expect(read({ ...NODE, leaves: [LEAF, bare] })).toMatchObject({ leaves: [LEAF, { ...LEAF, receipt: null }] });
  });

  it.each<[string, unknown]>([
    ['no object', []],
    ['neither children nor records', NODE],
    ['both', { ...NODE, children: [], leaves: [] }],
    ['children that are no list', { ...NODE, children: {} }],
    ['17 children', { ...NODE, children: Array.from({ length: 17 }, () => NODE) }],
    ['too many records', { ...NODE, leaves: Array.from({ length: MAX_LEAVES + 1 }, () => LEAF) }],
    ['a prefix that is no hex', { ...NODE, prefix: 'A', leaves: [] }],
    ['a prefix of a whole path', { ...NODE, prefix: HASH, leaves: [] }],
    ['a count below 0', { ...NODE, count: -1, leaves: [] }],
    ['a short root', { ...NODE, root: 'ab', leaves: [] }],
    ['a child without root', { ...NODE, children: [{ prefix: 'ab', count: 1 }] }],
    ['a record without path', { ...NODE, leaves: [{ ...LEAF, path: null }] }],
    ['a record of version 0', { ...NODE, leaves: [{ ...LEAF, version: 0 }] }],
    ['a facility that is none', { ...NODE, leaves: [{ ...LEAF, facility: '../..' }] }],
    ['a receipt with a line break', { ...NODE, leaves: [{ ...LEAF, receipt: 'a\nb' }] }],
    ['a receipt that is too long', { ...NODE, leaves: [{ ...LEAF, receipt: 'a'.repeat(257) }] }],
  ])('%s is none', (_name, value) => expect(read(value)).toBeUndefined());

  it('is none when it is no strict JSON', () => {
    expect(readAccountNode(Buffer.from('<html>'))).toBeUndefined();
    expect(
      readAccountNode(Buffer.from(`{"prefix":"","prefix":"","count":0,"root":"${HASH}","leaves":[]}`)),
    ).toBeUndefined();
  });
});
