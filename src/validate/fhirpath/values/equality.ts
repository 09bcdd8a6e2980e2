import type { TypedNode } from '../typed-node.ts';
import { compareDecimals } from './decimal.ts';
import { areEqualJson } from './json-equality.ts';
import { compareQuantities } from './quantity-order.ts';
import { isPrimitiveType } from './system-type.ts';
import { isNumber, type SystemValue, systemValueOf } from './system-value.ts';
import { areComparableTemporals, compareTemporals } from './temporal-order.ts';

/**
 * `=` of two nodes; undefined when it is not certain: dates of different precision, quantities of unknown units. A
 * primitive without value equals another without, and nothing that has one: extensions do not count.
 * @source http://hl7.org/fhirpath/N1/#equals
 */
export function areEqual(left: TypedNode, right: TypedNode): boolean | undefined {
  if (left === right) return true;
  const one = systemValueOf(left);
  const other = systemValueOf(right);
  if (one !== undefined && other !== undefined) return areEqualValues(one, other);
  if (one !== undefined || other !== undefined) return false;
  return isPrimitiveType(left.type) === isPrimitiveType(right.type) && areEqualJson(left.value, right.value);
}

function areEqualValues(left: SystemValue, right: SystemValue): boolean | undefined {
  if (isNumber(left) && isNumber(right)) return compareDecimals(left.value, right.value) === 0;
  if (left.kind === 'temporal' && right.kind === 'temporal') {
    if (!areComparableTemporals(left.value, right.value)) return false;
    const order = compareTemporals(left.value, right.value);
    return order === undefined ? undefined : order === 0;
  }
  if (left.kind === 'quantity' && right.kind === 'quantity') {
    const order = compareQuantities(left.value, right.value);
    return order === 'unknown' ? undefined : order === 0;
  }
  return left.kind === right.kind && left.value === right.value;
}

/** `=` of two lists: in order, and of the same length. Undefined when one is empty. */
export function areEqualLists(left: readonly TypedNode[], right: readonly TypedNode[]): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.length !== right.length) return false;
  let isCertain = true;
  for (let index = 0; index < left.length; index += 1) {
    const equal = areEqual(left[index] as TypedNode, right[index] as TypedNode);
    if (equal === false) return false;
    if (equal === undefined) isCertain = false;
  }
  return isCertain ? true : undefined;
}
