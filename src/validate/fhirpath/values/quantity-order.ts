import { areCommensurable, type UcumUnit } from '../ucum/parse-ucum.ts';
import { compareRatios, multiplyRatios, type Ratio, ratioOf } from '../ucum/ratio.ts';
import { compareDecimals, type Decimal, round } from './decimal.ts';
import type { Quantity } from './quantity.ts';
import { ucumOf } from './quantity-unit.ts';

const MONTHS: Readonly<Record<string, bigint>> = { year: 12n, month: 1n };

/** `different`: they measure different things. `unknown`: nothing is known of how their units relate. */
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
  const one = sizeOf(left);
  const other = sizeOf(right);
  if (one === undefined || other === undefined) return 'unknown';
  if (!areCommensurable(one.unit, other.unit)) return 'different';
  return compareRatios(one.size, other.size);
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
  const one = sizeOf(asAverage(left));
  const other = sizeOf(asAverage(right));
  if (left.unit === right.unit && left.system === right.system) return areEquivalentDecimals(left.value, right.value);
  if (one === undefined || other === undefined || !areCommensurable(one.unit, other.unit)) return false;
  const inLeftUnit = convert(right.value, one.unit.factor, other.unit.factor);
  const inRightUnit = convert(left.value, other.unit.factor, one.unit.factor);
  return areEquivalentDecimals(left.value, inLeftUnit) || areEquivalentDecimals(right.value, inRightUnit);
}

/** Equal when both are rounded to the digits after the point of the less precise one. */
export function areEquivalentDecimals(left: Decimal, right: Decimal): boolean {
  const scale = Math.min(left.scale, right.scale);
  return compareDecimals(round(left, scale), round(right, scale)) === 0;
}

interface Size {
  readonly unit: UcumUnit;
  readonly size: Ratio;
}

function sizeOf(quantity: Quantity): Size | undefined {
  const unit = ucumOf(quantity);
  return unit && { unit, size: multiplyRatios(ratioOf(quantity.value), unit.factor) };
}

function monthsOf({ value, unit, system }: Quantity): Ratio | undefined {
  const months = system === 'calendar' ? MONTHS[unit] : undefined;
  return months === undefined ? undefined : multiplyRatios(ratioOf(value), { numerator: months, denominator: 1n });
}

function asAverage(quantity: Quantity): Quantity {
  if (monthsOf(quantity) === undefined) return quantity;
  return { ...quantity, unit: quantity.unit === 'year' ? 'a' : 'mo', system: 'ucum' };
}

/** A number in another unit, with as many significant digits as it had. */
function convert(value: Decimal, wanted: Ratio, given: Ratio): Decimal {
  const numerator = value.units * given.numerator * wanted.denominator;
  const denominator = 10n ** BigInt(value.scale) * given.denominator * wanted.numerator;
  const growth = orderOfMagnitude(given.numerator * wanted.denominator, given.denominator * wanted.numerator);
  const scale = Math.max(0, value.scale - growth);
  const doubled = (numerator * 10n ** BigInt(scale) * 2n) / denominator;
  return { units: (doubled + (doubled < 0n ? -1n : 1n)) / 2n, scale };
}

function orderOfMagnitude(numerator: bigint, denominator: bigint): number {
  return String(numerator).length - String(denominator).length;
}
