import { asRecordKey } from './record-key.ts';

/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** True for a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a name, when there is one. */
export function objectAt(value: unknown, name: string): Json | undefined {
  const inside = isObject(value) ? value[name] : undefined;
  return isObject(inside) ? inside : undefined;
}

/** The text under a name, when it can be a record's key. */
export function keyAt(value: unknown, name: string): string | undefined {
  return isObject(value) ? asRecordKey(value[name]) : undefined;
}
