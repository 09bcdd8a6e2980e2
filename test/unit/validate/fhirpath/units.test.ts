import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { areCommensurable, parseUcum } from '../../../../src/validate/fhirpath/ucum/parse-ucum.ts';
import { UCUM_ATOMS } from '../../../../src/validate/fhirpath/ucum/ucum-atoms.ts';
import { parseDecimal, wholeDecimal } from '../../../../src/validate/fhirpath/values/decimal.ts';
import type { Quantity } from '../../../../src/validate/fhirpath/values/quantity.ts';
import { compareQuantities } from '../../../../src/validate/fhirpath/values/quantity-order.ts';
import { ROOT } from '../../../support/source-files.ts';

interface Table {
  readonly equal: readonly (readonly [string, string])[];
  readonly different: readonly (readonly [string, string])[];
  readonly unknown: readonly string[];
}

const { equal, different, unknown } = parse(
  readFileSync(join(ROOT, 'test/cases/validate/fhirpath-parts/units.yaml'), 'utf8'),
) as Table;

function quantity(text: string): Quantity {
  const [number = '', unit = ''] = text.split(' ');
  return { value: parseDecimal(number) ?? wholeDecimal(0), unit: unit.replaceAll(/^'|'$/g, ''), system: 'ucum' };
}

describe('units of UCUM', () => {
  it.each(equal)('%s is %s', (left, right) => {
    expect(compareQuantities(quantity(left), quantity(right))).toBe(0);
    expect(compareQuantities(quantity(right), quantity(left))).toBe(0);
  });

  it.each(different)('%s and %s measure different things', (left, right) => {
    expect(compareQuantities(quantity(`1 ${left}`), quantity(`1 ${right}`))).toBe('different');
  });

  it.each(unknown)('%j is none', (code) => {
    expect(parseUcum(code)).toBeUndefined();
  });

  it('every unit of the table can be read', () => {
    expect([...UCUM_ATOMS.keys()].filter((code) => parseUcum(code) === undefined)).toEqual([]);
  });

  it('a unit that measures nothing else is like itself only', () => {
    const own = [...UCUM_ATOMS].filter(([, { unit }]) => unit === '').map(([code]) => code);
    const units = own.map((code) => parseUcum(code));
    const pairs = units.flatMap((one, index) => units.slice(index + 1).map((other) => [one, other] as const));
    expect(pairs.some(([one, other]) => one === undefined || other === undefined || areCommensurable(one, other))).toBe(
      false,
    );
  });

  it.each([
    ['too long', `m${'.m'.repeat(60)}`],
    ['too deep', `${'('.repeat(9)}m${')'.repeat(9)}`],
  ])('what is %s is none', (_name, code) => {
    expect(parseUcum(code)).toBeUndefined();
  });
});
