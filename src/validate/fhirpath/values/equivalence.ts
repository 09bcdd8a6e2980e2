import type { TypedNode } from '../typed-node.ts';
import { areEquivalentDecimals, areEquivalentQuantities } from './quantity-order.ts';
import { isNumber, type SystemValue, systemValueOf } from './system-value.ts';
import { areComparableTemporals, compareTemporals } from './temporal-order.ts';

const MAX_DEPTH = 200;

/**
 * `~` of two lists: the same values in any order.
 * @source http://hl7.org/fhirpath/N1/#equivalent
 */
export function areEquivalentLists(left: readonly TypedNode[], right: readonly TypedNode[]): boolean {
  if (left.length !== right.length) return false;
  const rest = [...right];
  return left.every((node) => {
    const found = rest.findIndex((other) => areEquivalent(node, other));
    if (found !== -1) rest.splice(found, 1);
    return found !== -1;
  });
}

/** `~` of two nodes: text without regard to case and blanks, numbers as precise as the less precise one. */
export function areEquivalent(left: TypedNode, right: TypedNode): boolean {
  const one = systemValueOf(left);
  const other = systemValueOf(right);
  if (one === undefined && other === undefined) return areEquivalentJson(left.value, right.value, 0);
  return one !== undefined && other !== undefined && areEquivalentValues(one, other);
}

function areEquivalentValues(left: SystemValue, right: SystemValue): boolean {
  if (isNumber(left) && isNumber(right)) return areEquivalentDecimals(left.value, right.value);
  if (left.kind === 'temporal' && right.kind === 'temporal') {
    return areComparableTemporals(left.value, right.value) && compareTemporals(left.value, right.value) === 0;
  }
  if (left.kind === 'quantity' && right.kind === 'quantity') return areEquivalentQuantities(left.value, right.value);
  if (left.kind === 'string' && right.kind === 'string') return folded(left.value) === folded(right.value);
  return left.kind === right.kind && left.value === right.value;
}

function areEquivalentJson(left: unknown, right: unknown, depth: number): boolean {
  if (typeof left === 'string' && typeof right === 'string') return folded(left) === folded(right);
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (depth > MAX_DEPTH || Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left)) return Array.isArray(right) && areEquivalentArrays(left, right, depth);
  const one = left as Readonly<Record<string, unknown>>;
  const other = right as Readonly<Record<string, unknown>>;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && areEquivalentJson(one[key], other[key], depth + 1));
}

function areEquivalentArrays(left: readonly unknown[], right: readonly unknown[], depth: number): boolean {
  if (left.length !== right.length) return false;
  const rest = [...right];
  return left.every((item) => {
    const found = rest.findIndex((other) => areEquivalentJson(item, other, depth + 1));
    if (found !== -1) rest.splice(found, 1);
    return found !== -1;
  });
}

function folded(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
