import { describe, expect, it } from '@jest/globals';
import { tellsNoMore } from '../../../src/store/tells-less.ts';

const CODE = { system: 'ma-cskcb', value: '99001' };
const GLN = { system: 'gln', value: '8930000000001' };
const absent = { extension: [{ url: 'data-absent-reason', valueCode: 'unknown' }] };

describe('what one version of a resource says beyond another', () => {
  it.each([
    ['the same', { name: 'A' }, { name: 'A' }, true],
    ['fewer identifiers', { identifier: [CODE] }, { identifier: [GLN, CODE] }, true],
    ['one more', { identifier: [CODE, GLN] }, { identifier: [CODE] }, false],
    ['another value', { identifier: [{ ...CODE, value: '99002' }] }, { identifier: [CODE] }, false],
    ['only that the name is not known', { _name: absent }, { name: 'Bệnh viện' }, true],
    ['that a name is not known which nobody knows', { _name: absent }, {}, false],
    ['an object where a list was', { identifier: CODE }, { identifier: [CODE] }, false],
    ['null where nothing was', { name: null }, {}, false],
  ])('%s', (_name, next, current, isNoMore) => {
    expect(tellsNoMore(next, current)).toBe(isNoMore);
  });
});
