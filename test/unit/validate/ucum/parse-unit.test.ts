import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { isUnit } from '../../../../src/validate/ucum/is-unit.ts';
import { areCommensurable, parseUnit, ratioBetween, type Unit } from '../../../../src/validate/ucum/parse-unit.ts';
import { compareRatios, multiplyRatios, ONE, parseRatio } from '../../../../src/validate/ucum/ratio.ts';
import { unitRatio } from '../../../../src/validate/ucum/unit-ratio.ts';
import { UNIT_SYMBOLS } from '../../../../src/validate/ucum/unit-table.ts';
import { ROOT } from '../../../support/source-files.ts';

interface Table {
  readonly equal: readonly (readonly [string, string])[];
  readonly different: readonly (readonly [string, string])[];
  readonly scales: readonly (readonly [string, string])[];
  readonly none: readonly string[];
}

const table = parse(readFileSync(join(ROOT, 'test/cases/validate/ucum/units.yaml'), 'utf8')) as Table;
const atoms = [...new Map([...UNIT_SYMBOLS.values()].map(({ atom }) => [atom.code, atom])).values()];

function known(code: string): Unit {
  const unit = parseUnit(code);
  if (unit === undefined) throw new Error(`${code} is no unit`);
  return unit;
}

describe('test/cases/validate/ucum/units.yaml', () => {
  it.each(table.equal)('%s is %s', (left, right) => {
    const [number = '', from = ''] = left.split(' ');
    const [other = '', to = ''] = right.split(' ');
    const ratio = ratioBetween(known(from), known(to));
    expect(ratio && compareRatios(multiplyRatios(parseRatio(number), ratio), parseRatio(other))).toBe(0);
    expect(Number(number) * (unitRatio(from, to) ?? 0)).toBeCloseTo(Number(other), 6);
  });

  it.each(table.different)('%s and %s measure different things', (left, right) => {
    expect(areCommensurable(known(left), known(right))).toBe(false);
    expect(unitRatio(left, right)).toBeUndefined();
  });

  it.each(table.scales)('%s and %s measure the same on different scales', (left, right) => {
    expect(areCommensurable(known(left), known(right))).toBe(true);
    expect(unitRatio(left, right)).toBeUndefined();
  });

  it.each(table.none)('%j is none', (code) => {
    expect(isUnit(code)).toBe(false);
    expect(parseUnit(code)).toBeUndefined();
  });
});

describe('the table of units', () => {
  it('has the units of UCUM 2.2, each with what it is', () => {
    expect(atoms).toHaveLength(312);
    const withoutMeaning = atoms.filter(({ kind, of }) => kind !== 'own' && parseUnit(of) === undefined);
    expect(withoutMeaning).toEqual([]);
  });

  it('has no code twice', () => {
    const metric = atoms.filter(({ isMetric }) => isMetric).length;
    expect(UNIT_SYMBOLS.size).toBe(atoms.length + metric * 24);
  });

  it('ends with units that measure nothing else, each like itself only', () => {
    const own = atoms.filter(({ kind }) => kind === 'own').map(({ code }) => code);
    expect(own).toHaveLength(47);
    const alike = own.flatMap((one, index) =>
      own.slice(index + 1).filter((other) => areCommensurable(known(one), known(other))),
    );
    expect(alike).toEqual([]);
  });
});

describe('parseUnit', () => {
  it('gives factor and dimension', () => {
    expect(known('mg/dL')).toEqual({
      factor: expect.anything(),
      dimension: new Map([
        ['g', 1],
        ['m', -3],
      ]),
      special: new Map(),
    });
    expect(known('{score}')).toEqual({ factor: ONE, dimension: new Map(), special: new Map() });
    expect(known('mCel').special).toEqual(new Map([['Cel', 1]]));
  });

  it.each([
    ['a code that is too long', `m${'.m'.repeat(128)}`, false],
    ['parentheses that are too deep', `${'('.repeat(17)}m${')'.repeat(17)}`, false],
    ['an exponent that is too high', 'm31', true],
    ['a factor that is too long', 'mol30', true],
    ['a factor that is too long in parts', Array.from({ length: 8 }, () => 'mol').join('.'), true],
    ['a number that is too long', '9'.repeat(200), true],
    ['no number of times', '0', true],
    ['a division by no number of times', 'm/0', true],
  ])('refuses %s', (_name, code, isCode) => {
    expect(isUnit(code)).toBe(isCode);
    expect(parseUnit(code)).toBeUndefined();
  });

  it.each([
    ['long', `m${'.m'.repeat(14)}/m${'/m'.repeat(14)}`],
    ['deep', `${'('.repeat(16)}m${')'.repeat(16)}`],
    ['high', 'm30'],
  ])('takes what is just not too %s', (_name, code) => {
    expect(parseUnit(code)).toBeDefined();
  });
});
