import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import type { Scope } from '../reference/scope.ts';
import type { PropertyCheck } from './object-plan.ts';
import { isPrimitive } from './primitives.ts';

/** One value of an element, where it stands. */
export interface Occurrence {
  /** JSON property: `name`, `valueQuantity`. */
  readonly property: PropertyCheck;
  readonly name: string;
  /** Position in an array; -1 for a value that stands alone. */
  readonly index: number;
  /** Type as the property says; for a resource its `resourceType`. */
  readonly type: string;
  readonly value: unknown;
  /** Id and extensions of a primitive. */
  readonly sibling: unknown;
  /** Resource in view there, when the way to the value led through a reference. */
  readonly scope?: Scope;
}

/** A JSON property that can carry an element. */
export interface Carrier {
  readonly name: string;
  /** The `_` property beside it, for a primitive. */
  readonly sibling: string | undefined;
  readonly property: PropertyCheck;
}

/** Makes a carrier of a property. */
export function carrierOf(name: string, property: PropertyCheck): Carrier {
  return { name, sibling: isPrimitive(property.type) ? `_${name}` : undefined, property };
}

/** Number of values of an element in an object. */
export function countIn(holder: JsonObject, carriers: readonly Carrier[]): number {
  let count = 0;
  for (const { name, sibling } of carriers) {
    const value = holder[name];
    const beside = sibling === undefined ? undefined : holder[sibling];
    if (value === undefined && beside === undefined) continue;
    const values = Array.isArray(value) ? value.length : 1;
    count += Array.isArray(beside) ? Math.max(Array.isArray(value) ? values : 0, beside.length) : values;
  }
  return count;
}

/** Values of an element in an object, in their order. A primitive that has only extensions is one, without a value. */
export function occurrencesOf(holder: JsonObject, carriers: readonly Carrier[]): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const { name, sibling: beside, property } of carriers) {
    const value = holder[name];
    const sibling = beside === undefined ? undefined : holder[beside];
    if (value === undefined && sibling === undefined) continue;
    if (!Array.isArray(value) && !Array.isArray(sibling)) found.push(occurrence(name, property, -1, value, sibling));
    else addItems(found, name, property, value, sibling);
  }
  return found;
}

function addItems(
  found: Occurrence[],
  name: string,
  property: PropertyCheck,
  values: unknown,
  siblings: unknown,
): void {
  const many: readonly unknown[] = Array.isArray(values) ? values : [];
  const beside: readonly unknown[] = Array.isArray(siblings) ? siblings : [];
  const count = Math.max(many.length, beside.length);
  for (let index = 0; index < count; index += 1) {
    found.push(occurrence(name, property, index, many[index] ?? undefined, beside[index] ?? undefined));
  }
}

function occurrence(
  name: string,
  property: PropertyCheck,
  index: number,
  value: unknown,
  sibling: unknown,
): Occurrence {
  return { name, property, index, type: actualType(property.type, value), value, sibling };
}

function actualType(type: string, value: unknown): string {
  return type === 'Resource' && isObject(value) ? textOf(value['resourceType']) : type;
}

/** The object that the children of a value stand in: for a primitive, the one with its id and extensions. */
export function contentOf({ type, value, sibling }: Occurrence): JsonObject | undefined {
  const content = isPrimitive(type) ? sibling : value;
  return isObject(content) ? content : undefined;
}
