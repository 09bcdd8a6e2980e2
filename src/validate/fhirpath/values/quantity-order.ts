import { areCommensurable, ratioBetween } from '../../ucum/parse-unit.ts';
import { compareRatios, divideRatios, multiplyRatios, ONE, type Ratio } from '../../ucum/ratio.ts';
import { compareDecimals, type Decimal, powerOfTen, round } from './decimal.ts';
import type { Quantity } from './quantity.ts';
import { unitOf } from './quantity-unit.ts';

const MONTHS: Readonly<Record<string, bigint>> = { year: 12n, month: 1n };

/** `different`: they measure different things. `unknown`: it is not known how their units relate, or no ratio (`Cel`, `K`). */
export type QuantityOrder = number | 'different' | 'unknown';

/**
 * Order of two quantities: below 0, 0, above 0. UCUM units are converted exactly. A calendar year or month has no
 * certain length: it is compared with years and months only. Units outside UCUM must be the same.
 * @source http://hl7.org/fhirpath/N1/#quantity-equality
 */
export function compareQuantities(left: Quantity, right: Quantity): QuantityOrder {
  if (left.unit === right.unit && left.system === right.system) return compareDecimals(left.value, right.value);
  const leftMonths = monthsOf(left);
  const rightMonths = monthsOf(right);
  if (leftMonths !== undefined && rightMonths !== undefined) return compareRatios(leftMonths, rightMonths);
  const one = unitOf(left);
  const other = unitOf(right);
  if (one === undefined || other === undefined) return 'unknown';
  if (!areCommensurable(one, other)) return 'different';
  const ratio = ratioBetween(one, other);
  if (ratio === undefined) return 'unknown';
  return compareRatios(multiplyRatios(ratioOf(left.value), ratio), ratioOf(right.value));
}

/** Whether two quantities can be converted into each other. */
export function areComparableQuantities(left: Quantity, right: Quantity): boolean {
  return typeof compareQuantities(left, right) === 'number';
}

/**
 * Equivalence: equal as precisely as the less precise one is given. Calendar years and months count as the UCUM ones.
 * @source http://hl7.org/fhirpath/N1/#quantity-equivalence
 */
export function areEquivalentQuantities(left: Quantity, right: Quantity): boolean {
  if (left.unit === right.unit && left.system === right.system) return areEquivalentDecimals(left.value, right.value);
  const one = unitOf(asAverage(left));
  const other = unitOf(asAverage(right));
  const ratio = one && other && ratioBetween(one, other);
  if (ratio === undefined) return false;
  const inRightUnit = convert(left.value, ratio);
  const inLeftUnit = convert(right.value, divideRatios(ONE, ratio));
  return areEquivalentDecimals(left.value, inLeftUnit) || areEquivalentDecimals(right.value, inRightUnit);
}

/** Equal when both are rounded to the digits after the point of the less precise one. */
export function areEquivalentDecimals(left: Decimal, right: Decimal): boolean {
  const scale = Math.min(left.scale, right.scale);
  return compareDecimals(round(left, scale), round(right, scale)) === 0;
}

function monthsOf({ value, unit, system }: Quantity): Ratio | undefined {
  const months = system === 'calendar' ? MONTHS[unit] : undefined;
  return months === undefined ? undefined : multiplyRatios(ratioOf(value), { numerator: months, denominator: 1n });
}

function asAverage(quantity: Quantity): Quantity {
  if (monthsOf(quantity) === undefined) return quantity;
  return { ...quantity, unit: quantity.unit === 'year' ? 'a' : 'mo', system: 'ucum' };
}

function ratioOf({ units, scale }: Decimal): Ratio {
  return { numerator: units, denominator: powerOfTen(scale) };
}

/** A number in a unit of which there are `ratio` to one, with as many significant digits as it had. */
function convert(value: Decimal, ratio: Ratio): Decimal {
  const { numerator, denominator } = multiplyRatios(ratioOf(value), ratio);
  const scale = Math.max(0, value.scale - orderOfMagnitude(ratio));
  const doubled = (numerator * powerOfTen(scale) * 2n) / denominator;
  return { units: (doubled + (doubled < 0n ? -1n : 1n)) / 2n, scale };
}

function orderOfMagnitude({ numerator, denominator }: Ratio): number {
  return String(numerator).length - String(denominator).length;
}
