import type { JsonNode } from './json-node.ts';

/** True for a JSON object. */
export function isObject(value: unknown): value is JsonNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text at the end of a path of objects; undefined when anything on the way is something else. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  let at = value;
  for (const name of path) at = isObject(at) ? at[name] : undefined;
  return typeof at === 'string' ? at : undefined;
}

/** The objects in the list (or the one object) under a name; what is no object is left out. */
export function objectsAt(value: unknown, name: string): readonly JsonNode[] {
  const found = isObject(value) ? value[name] : undefined;
  if (Array.isArray(found)) return found.filter(isObject);
  return isObject(found) ? [found] : [];
}
