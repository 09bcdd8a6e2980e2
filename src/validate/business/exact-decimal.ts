import { decimalsOf } from './value-forms.ts';

/** Exact decimal number: `units` / 10^`scale`. Money is never a float here. */
export interface ExactDecimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Longer texts are no amounts, and would only cost time. */
const MAX_LENGTH = 40;

export const ZERO: ExactDecimal = Object.freeze({ units: 0n, scale: 0 });

/** Undefined when the text is no decimal number with a dot, or too long to be one. */
export function parseDecimal(text: string | undefined): ExactDecimal | undefined {
  if (text === undefined || text.length > MAX_LENGTH) return undefined;
  if (text === '0.00' || text === '0') return ZERO;
  const scale = decimalsOf(text);
  if (scale === -1) return undefined;
  return { units: BigInt(scale === 0 ? text : text.replace('.', '')), scale };
}

/** Sum of all. */
export function sum(...terms: readonly ExactDecimal[]): ExactDecimal {
  let { units, scale } = ZERO;
  for (const term of terms) {
    if (term.units === 0n) continue;
    const wider = Math.max(scale, term.scale);
    units = rescale(units, wider - scale) + rescale(term.units, wider - term.scale);
    scale = wider;
  }
  return { units, scale };
}

/** Product of all. */
export function product(...factors: readonly ExactDecimal[]): ExactDecimal {
  let units = 1n;
  let scale = 0;
  for (const factor of factors) {
    units *= factor.units;
    scale += factor.scale;
  }
  return { units, scale };
}

/** A percentage as a factor. */
export function percent({ units, scale }: ExactDecimal): ExactDecimal {
  return { units, scale: scale + 2 };
}

/** The same amount with the other sign. */
export function negate({ units, scale }: ExactDecimal): ExactDecimal {
  return { units: -units, scale };
}

/** True when two amounts differ by at most 1 đồng: quantities, prices and amounts are rounded one by one. */
export function withinOneDong(a: ExactDecimal, b: ExactDecimal): boolean {
  const { units, scale } = sum(a, negate(b));
  const limit = rescale(1n, scale);
  return units <= limit && units >= -limit;
}

/** True when one amount is more than 1 đồng above another. */
export function exceeds(amount: ExactDecimal, limit: ExactDecimal): boolean {
  const { units, scale } = sum(amount, negate(limit));
  return units > rescale(1n, scale);
}

/** -1, 0 or 1: below zero, zero, above zero. */
export function signOf({ units }: ExactDecimal): -1 | 0 | 1 {
  if (units === 0n) return 0;
  return units < 0n ? -1 : 1;
}

/** Powers of ten by their exponent; amounts need no more than a few. */
const POWERS: readonly bigint[] = Object.freeze(Array.from({ length: 32 }, (_, exponent) => 10n ** BigInt(exponent)));

function rescale(units: bigint, by: number): bigint {
  return by === 0 || units === 0n ? units : units * (POWERS[by] ?? 10n ** BigInt(by));
}
