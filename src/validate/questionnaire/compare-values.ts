import { isObject } from '../reference/json-object.ts';
import type { TypedValue } from './json-access.ts';

/**
 * Compares two values of the same type: negative, 0 or positive. Dates by where they begin, quantities by their numbers.
 * Undefined when they cannot be compared: other types, no value, no order.
 */
export function compareValues(one: TypedValue, other: TypedValue): number | undefined {
  if (one.type !== other.type) return undefined;
  const left = comparable(one);
  const right = comparable(other);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function comparable({ type, value }: TypedValue): number | string | undefined {
  if (type === 'date' || type === 'dateTime') return typeof value === 'string' ? startOf(value) : undefined;
  if (type === 'Quantity') return isObject(value) && typeof value['value'] === 'number' ? value['value'] : undefined;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}

/**
 * The moment at which a date or dateTime of any precision begins, in milliseconds; without a zone in UTC. Undefined for
 * what is no date.
 */
export function startOf(date: string): number | undefined {
  const milliseconds = Date.parse(/T[\d:.]+$/.test(date) ? `${date}Z` : date);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
