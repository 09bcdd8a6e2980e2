import { add, type Decimal, negate, powerOfTen, round, truncate } from './decimal.ts';
import type { Side } from './temporal-boundary.ts';

const MAX_DIGITS = 28;

/**
 * The least or greatest number that a number with its digits can stand for: half a unit of the last digit away from it,
 * written with as many digits after the point as asked for (8 by default). The reference's rounding: away from zero it
 * is rounded half up, towards zero it is cut. Undefined for fewer than 0 or more than 28 digits.
 * @source https://hl7.org/fhirpath/#lowboundaryprecision-integer-decimal--date--datetime--time
 */
export function decimalBoundary(decimal: Decimal, side: Side, digits = 8): Decimal | undefined {
  if (digits < 0 || digits > MAX_DIGITS) return undefined;
  const half: Decimal = { units: 5n, scale: decimal.scale + 1 };
  const edge = add(decimal, side === 'low' ? negate(half) : half);
  if (digits >= edge.scale) return { units: edge.units * powerOfTen(digits - edge.scale), scale: digits };
  const isAwayFromZero = decimal.units < 0n === (side === 'low');
  return isAwayFromZero ? round(edge, digits) : truncate(edge, digits);
}
