/** An exact fraction; the denominator is above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** The fraction that a number of digits, like `254`, `2.54` or `254e-2`, is. Throws SyntaxError for no number. */
export function parseRatio(text: string): Ratio {
  const [digits = '', exponent = '0'] = text.split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const power = Number(exponent) - fraction.length;
  const size = 10n ** BigInt(Math.abs(power));
  const number = BigInt(whole + fraction);
  return power < 0 ? { numerator: number, denominator: size } : { numerator: number * size, denominator: 1n };
}

/** Exact product. */
export function multiplyRatios(left: Ratio, right: Ratio): Ratio {
  return { numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator };
}

/** Exact quotient of two ratios above zero. */
export function divideRatios(left: Ratio, right: Ratio): Ratio {
  return { numerator: left.numerator * right.denominator, denominator: left.denominator * right.numerator };
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
