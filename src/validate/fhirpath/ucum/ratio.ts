import { type Decimal, parseDecimal, powerOfTen } from '../values/decimal.ts';

/** An exact fraction; the denominator is above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** The fraction that a decimal number is. */
export function ratioOf({ units, scale }: Decimal): Ratio {
  return { numerator: units, denominator: powerOfTen(scale) };
}

/** The fraction that a text like `2.54` is; one for no number. */
export function parseRatio(text: string): Ratio {
  const decimal = parseDecimal(text);
  return decimal === undefined ? ONE : ratioOf(decimal);
}

/** Exact product. */
export function multiplyRatios(left: Ratio, right: Ratio): Ratio {
  return { numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator };
}

/** Power with a whole exponent; the ratio must not be zero. */
export function ratioPower(ratio: Ratio, exponent: number): Ratio {
  const times = BigInt(Math.abs(exponent));
  const numerator = ratio.numerator ** times;
  const denominator = ratio.denominator ** times;
  return exponent < 0 ? { numerator: denominator, denominator: numerator } : { numerator, denominator };
}

/** Order of two fractions: below 0, 0, above 0. */
export function compareRatios(left: Ratio, right: Ratio): number {
  const one = left.numerator * right.denominator;
  const other = right.numerator * left.denominator;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
