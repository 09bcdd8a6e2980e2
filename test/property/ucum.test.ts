import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isUnit } from '../../src/validate/ucum/is-unit.ts';
import { parseUnit, ratioBetween, type Unit } from '../../src/validate/ucum/parse-unit.ts';
import { compareRatios, ONE } from '../../src/validate/ucum/ratio.ts';

const simple = fc
  .tuple(
    fc.constantFrom('mg', 'L', 'mm[Hg]', '[in_i]', '10*', 'mol', 'Cel', '[iU]', "[D'ag'U]", '%', 'KiBy', 'B[10.nV]'),
    fc.constantFrom('', '2', '-1', '+3'),
    fc.constantFrom('', '{of (x)/y}'),
  )
  .map((parts) => parts.join(''));
const { term } = fc.letrec<{ term: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    simple,
    fc.constantFrom('12', '{score}'),
    tie('term').map((inner) => `(${inner})`),
  ),
  term: fc
    .tuple(
      fc.constantFrom('', '/'),
      tie('part'),
      fc.array(
        fc.tuple(fc.constantFrom('.', '/'), tie('part')).map((pair) => pair.join('')),
        { maxLength: 2 },
      ),
    )
    .map(([start, first, rest]) => start + first + rest.join('')),
}));
const code = term.filter((text) => text.length < 60);

function isOne(unit: Unit | undefined, other: Unit | undefined): boolean {
  const ratio = unit && other && ratioBetween(unit, other);
  return ratio !== undefined && compareRatios(ratio, ONE) === 0;
}

describe('codes of UCUM', () => {
  it('are what the grammar makes', () => {
    fc.assert(fc.property(code, (text) => expect(isUnit(text)).toBe(true)));
  });

  it('divided by themselves are one, whatever is in them', () => {
    fc.assert(
      fc.property(code, (text) => {
        fc.pre(parseUnit(text) !== undefined && parseUnit(`(${text}).(${text})`) !== undefined);
        expect(isOne(parseUnit(`(${text})/(${text})`), parseUnit('1'))).toBe(true);
        expect(isOne(parseUnit(`1/(1/(${text}))`), parseUnit(text))).toBe(true);
      }),
    );
  });

  it('mean the same in another order', () => {
    fc.assert(
      fc.property(code, code, (one, other) => {
        const left = parseUnit(`(${one}).(${other})`);
        fc.pre(left !== undefined);
        expect(isOne(left, parseUnit(`(${other}).(${one})`))).toBe(true);
      }),
    );
  });

  it('are read without throwing from anything', () => {
    const character = fc.constantFrom(...'mgLCel1023/.(){}[]*^%-+\'" ');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: character, maxLength: 30 }), fc.string()), (text) => {
        if (!isUnit(text)) expect(parseUnit(text)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });
});
