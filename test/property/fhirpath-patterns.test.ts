import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileBounded } from '../../src/validate/fhirpath/pattern/bounded-pattern.ts';
import { parsePattern } from '../../src/validate/fhirpath/pattern/parse-pattern.ts';
import { compileProgram } from '../../src/validate/fhirpath/pattern/pattern-program.ts';
import { startSearch } from '../../src/validate/fhirpath/pattern/run-program.ts';

const atom = fc.constantFrom(
  'a',
  'b',
  '[ab]',
  '[^a]',
  '.',
  '\\d',
  '😀',
  '(?:ab|b)',
  '(a|ab)',
  '(?:a{1,2}b?)',
  '^',
  '$',
  '\\b',
);
const quantifier = fc.constantFrom('', '', '', '?', '{2}', '{1,3}', '*', '+', '{2,}', '{1,2}?');
const pattern = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(atom, quantifier), { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([isAnchored, parts, isClosed]) => {
    const body = parts.map(([one, times]) => (/^[\^$]$|^\\b$/.test(one) ? one : one + times)).join('');
    return `${isAnchored ? '^' : ''}${body}${isClosed ? '$' : ''}`;
  });
const text = fc
  .array(fc.constantFrom('a', 'b', '1', ' ', '😀', '\n'), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('a pattern of bounded work', () => {
  it.each([false, true])('matches what the search that remembers matches (as a whole: %j)', (isWhole) => {
    let bounded = 0;
    fc.assert(
      fc.property(pattern, text, (source, sample) => {
        const parsed = parsePattern(source);
        const quick = compileBounded(parsed.node, isWhole);
        if (quick === undefined) return;
        bounded += 1;
        expect(quick(sample)).toBe(startSearch(compileProgram(parsed), sample, isWhole)(0) !== undefined);
      }),
      { numRuns: 2000 },
    );
    expect(bounded).toBeGreaterThan(200);
  });

  it.each(['(a+)+b', '(a|aa)*', 'a+b', '^a*a*', '(?=a)a', '(a{1,30}){1,30}', '^(ab)+'])('is not %s', (source) => {
    expect(compileBounded(parsePattern(source).node, false)).toBeUndefined();
  });
});
