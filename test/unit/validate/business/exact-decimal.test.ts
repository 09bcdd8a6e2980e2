import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type ExactDecimal,
  negate,
  parseDecimal,
  percent,
  product,
  sum,
  withinOneDong,
} from '../../../../src/validate/business/exact-decimal.ts';

const decimal = (text: string): ExactDecimal => {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`${text} is no decimal`);
  return parsed;
};

/** `units` with `scale` digits after the point. */
const amount = fc.tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.nat(4)).map(([units, scale]) => {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return {
    text: `${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`,
    atFour: units * 10n ** BigInt(4 - scale),
  };
});
const atScale = ({ units, scale }: ExactDecimal, wanted: number) => units * 10n ** BigInt(wanted - scale);

describe('exact decimals', () => {
  it('add and multiply without loss', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(atScale(sum(decimal(a.text), decimal(b.text)), 4)).toBe(a.atFour + b.atFour);
        expect(atScale(product(decimal(a.text), decimal(b.text)), 8)).toBe(a.atFour * b.atFour);
        expect(atScale(negate(decimal(a.text)), 4)).toBe(-a.atFour);
      }),
      { numRuns: 300 },
    );
  });

  it('where floats fail', () => {
    expect(withinOneDong(sum(decimal('0.1'), decimal('0.2')), decimal('0.3'))).toBe(true);
    expect(sum(decimal('0.1'), decimal('0.2'))).toEqual({ units: 3n, scale: 1 });
    expect(product(decimal('20.000'), decimal('6000.000'), percent(decimal('80')))).toEqual({
      units: 9_600_000_000_000n,
      scale: 8,
    });
  });

  it.each([
    ['100', '101', true],
    ['100', '99', true],
    ['100', '101.01', false],
    ['100.005', '99.004', false],
    ['-1', '0', true],
    ['-1.001', '0', false],
  ])('%s and %s within 1 dong: %s', (a, b, within) => {
    expect(withinOneDong(decimal(a), decimal(b))).toBe(within);
    expect(withinOneDong(decimal(b), decimal(a))).toBe(within);
  });

  it.each([undefined, '', 'x', '1,5', '1e3', '1.', '9'.repeat(41)])('%j is no decimal', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });
});
