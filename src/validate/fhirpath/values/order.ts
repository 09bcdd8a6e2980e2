import { FhirPathError } from '../fhirpath-error.ts';
import type { TypedNode } from '../typed-node.ts';
import { compareDecimals } from './decimal.ts';
import { plainQuantity } from './quantity.ts';
import { compareQuantities } from './quantity-order.ts';
import { isNumber, type SystemValue, systemValueOf } from './system-value.ts';
import { areComparableTemporals, compareTemporals } from './temporal-order.ts';

/**
 * Order of two nodes: below 0, 0, above 0; undefined when it is not certain, or a value is missing.
 * Throws FhirPathError for values of types that have no order together.
 * @source http://hl7.org/fhirpath/N1/#comparison
 */
export function compareNodes(left: TypedNode, right: TypedNode): number | undefined {
  const one = systemValueOf(left);
  const other = systemValueOf(right);
  if (one === undefined || other === undefined) {
    if (isWithoutValue(left) || isWithoutValue(right)) return undefined;
    throw notComparable();
  }
  return compareValues(one, other);
}

function compareValues(left: SystemValue, right: SystemValue): number | undefined {
  if (left.kind === 'quantity' || right.kind === 'quantity') return compareAsQuantities(left, right);
  if (isNumber(left) && isNumber(right)) return compareDecimals(left.value, right.value);
  if (left.kind === 'string' && right.kind === 'string') return compareTexts(left.value, right.value);
  if (left.kind === 'temporal' && right.kind === 'temporal' && areComparableTemporals(left.value, right.value)) {
    return compareTemporals(left.value, right.value);
  }
  throw notComparable();
}

function compareAsQuantities(left: SystemValue, right: SystemValue): number | undefined {
  const one = isNumber(left) ? plainQuantity(left.value) : left.value;
  const other = isNumber(right) ? plainQuantity(right.value) : right.value;
  if (!isQuantity(one) || !isQuantity(other)) throw notComparable();
  const order = compareQuantities(one, other);
  return typeof order === 'number' ? order : undefined;
}

function isQuantity(value: unknown): value is Parameters<typeof compareQuantities>[0] {
  return typeof value === 'object' && value !== null && 'unit' in value;
}

/** Order of two texts by code units, as the reference has it: upper case before lower case. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isWithoutValue({ value }: TypedNode): boolean {
  return value === undefined || value === null;
}

function notComparable(): FhirPathError {
  return new FhirPathError('Values of types that cannot be compared');
}
