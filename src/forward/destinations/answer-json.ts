export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a body is; an empty one when it is none. */
export function parseObject(body: string | null): JsonObject {
  try {
    return toObject(JSON.parse(body ?? 'null'));
  } catch {
    return {};
  }
}

/** A member that is an object; an empty one when it is none. */
export function objectAt(object: JsonObject, name: string): JsonObject {
  return Object.hasOwn(object, name) ? toObject(object[name]) : {};
}

/** A member that is a text; '' when it is none. */
export function textAt(object: JsonObject, name: string): string {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** A member that is a number above 0; undefined when it is none. */
export function amountAt(object: JsonObject, name: string): number | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function toObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
