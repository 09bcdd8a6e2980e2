import { isUnit } from '../../ucum/is-unit.ts';
import { ratioBetween } from '../../ucum/parse-unit.ts';
import { compareRatios, divideRatios, ONE, type Ratio } from '../../ucum/ratio.ts';
import { add, type Decimal, divide, multiply, negate } from './decimal.ts';
import { calendarUnit, plainQuantity, type Quantity } from './quantity.ts';
import { unitOf } from './quantity-unit.ts';

/**
 * Sum (`sign` 1) or difference (-1), in the smaller unit of the two. Undefined when the units do not fit.
 * @source http://hl7.org/fhirpath/N1/#addition
 */
export function addQuantities(left: Quantity, right: Quantity, sign: 1 | -1): Quantity | undefined {
  const other = sign === 1 ? right : { ...right, value: negate(right.value) };
  if (left.unit === right.unit && left.system === right.system) {
    return { ...left, value: add(left.value, other.value) };
  }
  const ratio = ratioOfUnits(left, right);
  if (ratio === undefined) return undefined;
  const isLeftSmaller = compareRatios(ratio, ONE) <= 0;
  const smaller = isLeftSmaller ? left : other;
  const converted = isLeftSmaller ? scaled(other.value, divideRatios(ONE, ratio)) : scaled(left.value, ratio);
  return converted && { ...smaller, value: add(smaller.value, converted) };
}

/** Product; a unit of both is in it. Undefined for units outside UCUM, calendar words too. */
export function multiplyQuantities(left: Quantity, right: Quantity): Quantity | undefined {
  return combine(left, right, multiply(left.value, right.value), '.');
}

/** Quotient. Undefined for a division by zero, and for units outside UCUM, calendar words too. */
export function divideQuantities(left: Quantity, right: Quantity): Quantity | undefined {
  const value = divide(left.value, right.value);
  if (value === undefined) return undefined;
  if (left.unit === right.unit && left.system === right.system) return plainQuantity(value);
  return combine(left, right, value, '/');
}

function combine(left: Quantity, right: Quantity, value: Decimal, operator: '.' | '/'): Quantity | undefined {
  if (left.system !== 'ucum' || right.system !== 'ucum') return undefined;
  if (right.unit === '1') return { ...left, value };
  if (left.unit === '1' && operator === '.') return { ...right, value };
  const unit = `${left.unit}${operator}${isSimple(right.unit) ? right.unit : `(${right.unit})`}`;
  return isUnit(unit) ? { value, unit, system: 'ucum' } : undefined;
}

function isSimple(unit: string): boolean {
  return !unit.includes('.') && !unit.includes('/');
}

function scaled(value: Decimal, factor: Ratio): Decimal | undefined {
  if (compareRatios(factor, ONE) === 0) return value;
  return divide(multiply(value, { units: factor.numerator, scale: 0 }), { units: factor.denominator, scale: 0 });
}

/** The same quantity in another unit, a UCUM code or a calendar word. Undefined when the units do not fit. */
export function convertQuantity(quantity: Quantity, unit: string): Quantity | undefined {
  const word = calendarUnit(unit);
  const wanted: Quantity = {
    value: quantity.value,
    unit: word ?? unit,
    system: word === undefined ? 'ucum' : 'calendar',
  };
  if (wanted.unit === quantity.unit && wanted.system === quantity.system) return quantity;
  const ratio = ratioOfUnits(quantity, wanted);
  const value = ratio && scaled(quantity.value, ratio);
  return value && { ...wanted, value };
}

/** How many of the unit of `to` one of the unit of `from` is; undefined when they do not fit. */
function ratioOfUnits(from: Quantity, to: Quantity): Ratio | undefined {
  const one = unitOf(from);
  const other = unitOf(to);
  return one && other && ratioBetween(one, other);
}
