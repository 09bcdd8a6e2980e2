import { describe, expect, it } from '@jest/globals';
import { parseCanonical } from '../../../../src/validate/definitions/canonical.ts';
import { createCanonicalIndex } from '../../../../src/validate/definitions/canonical-index.ts';
import { compareVersions, matchesVersion } from '../../../../src/validate/definitions/version-order.ts';

describe('a canonical', () => {
  it.each([
    ['urn:x', { url: 'urn:x' }],
    ['urn:x|1.0', { url: 'urn:x', version: '1.0' }],
    ['urn:x|', { url: 'urn:x' }],
    ['urn:x|1.0#part', { url: 'urn:x', version: '1.0' }],
    ['urn:x#part', { url: 'urn:x' }],
    ['urn:x|1|2', { url: 'urn:x', version: '1|2' }],
    ['', { url: '' }],
  ])('%j', (canonical, parts) => {
    expect(parseCanonical(canonical)).toEqual(parts);
  });
});

describe('versions', () => {
  it('are ordered from none over dates and labels to numbers', () => {
    const inOrder = [
      '',
      '2014-03-26',
      '2018-08',
      '2018-08-12',
      'draft',
      '1',
      '1.0.1',
      '1.2-beta',
      '1.2',
      '1.10',
      '4.0.1',
    ];
    expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
  });

  it.each([
    ['1.0', '1.0.0'],
    ['2.9', '2.9'],
    ['', ''],
  ])('%j and %j are equal', (one, other) => {
    expect(compareVersions(one, other)).toBe(0);
  });

  it.each([
    ['4.0', '4.0.1', true],
    ['4', '4.0.1', true],
    ['4.0.1', '4.0.1', true],
    ['4.0', '4.01', false],
    ['4.0.1', '4.0', false],
  ])('%s asks for %s: %s', (wanted, version, matches) => {
    expect(matchesVersion(wanted, version)).toBe(matches);
  });
});

describe('an index', () => {
  const one = (version: string, text: string) => ({ url: 'urn:x', version, load: () => text });
  const index = createCanonicalIndex([one('2.0.0', 'c'), one('1.0.0', 'a'), one('1.1.0', 'b'), one('1.0.0', 'again')]);

  it.each([
    ['urn:x', 'c'],
    ['urn:x|1.1.0', 'b'],
    ['urn:x|1', 'b'],
    ['urn:x|1.0.0', 'again'],
    ['urn:x|1.0', 'again'],
    ['urn:x|3', undefined],
    ['urn:y', undefined],
  ])('finds %s', (canonical, text) => {
    expect(index.find(canonical)?.load()).toBe(text);
  });
});
