import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { FhirPathError } from '../../../../src/validate/fhirpath/fhirpath-error.ts';
import { compilePattern } from '../../../../src/validate/fhirpath/pattern/pattern.ts';
import { ROOT } from '../../../support/source-files.ts';

interface Table {
  readonly cases: readonly { pattern: string; text: string; found: boolean; whole?: boolean }[];
  readonly refused: readonly string[];
}

const { cases, refused } = parse(
  readFileSync(join(ROOT, 'test/cases/validate/fhirpath-parts/patterns.yaml'), 'utf8'),
) as Table;

describe('a pattern', () => {
  it.each(cases.map(({ pattern, text, found, whole = found }) => [pattern, text, found, whole] as const))(
    '%j on %j',
    (source, text, found, whole) => {
      const pattern = compilePattern(source);
      expect(pattern.find(text)).toBe(found);
      expect(pattern.matchesWhole(text)).toBe(whole);
    },
  );

  it.each(refused)('%j is refused', (source) => {
    expect(() => compilePattern(source)).toThrow(FhirPathError);
  });

  it.each([
    ['one that is too long', 'a'.repeat(5001)],
    ['one that is too deep', `${'('.repeat(60)}a${')'.repeat(60)}`],
  ])('%s is refused', (_name, source) => {
    expect(() => compilePattern(source)).toThrow(FhirPathError);
  });
});

describe('replaceAll()', () => {
  it.each([
    ['[0-9]+', 'a1b22', '#', 'a#b#'],
    ['(a)(b)?', 'ab-a', '[$1|$2]', '[a|b]-[a|]'],
    ['b', 'abc', '$0$0', 'abbc'],
    ['b', 'abc', '\\$1', 'a$1c'],
    ['b', 'abc', '$9', 'a$9c'],
    ['x*', 'axb', '-', '-a--b-'],
    ['^a', 'aaa', 'b', 'baa'],
    ['a+?', 'aa', 'b', 'bb'],
    ['a+', 'aa', 'b', 'b'],
    ['\\..*', 'Patient.name.family', '', 'Patient'],
    ['ab|b', 'abb', 'x', 'xx'],
  ])('%j in %j by %j', (source, text, replacement, result) => {
    expect(compilePattern(source).replaceAll(text, replacement)).toBe(result);
  });
});

describe('patterns and texts that make others run for ever', () => {
  it.each([
    ['(a+)+$', `${'a'.repeat(3000)}!`],
    ['(a|a)*b', 'a'.repeat(3000)],
    ['(a|aa)+c', 'a'.repeat(3000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(3000)],
    ['(.*)(.*)(.*)(.*)x', 'a'.repeat(3000)],
  ])('%j is decided', (source, text) => {
    expect(compilePattern(source).find(text)).toBe(false);
  });

  it.each([
    ['a text that is too long for the pattern', '(a{0,500})b', 'a'.repeat(200_000)],
    ['a look-ahead at every place', '(a(?=a*b))*c', 'a'.repeat(20_000)],
  ])('%s is given up', (_name, source, text) => {
    const pattern = compilePattern(source);
    expect(() => pattern.find(text)).toThrow(FhirPathError);
  });

  it('a replaced text does not grow without end', () => {
    expect(() => compilePattern('a').replaceAll('a'.repeat(20_000), 'b'.repeat(1000))).toThrow(FhirPathError);
  });
});
