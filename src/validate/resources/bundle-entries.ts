import { isObject, type JsonObject } from '../reference/json-object.ts';

/** An entry of a Bundle with its number. */
export interface BundleEntry {
  readonly index: number;
  readonly entry: JsonObject;
  readonly fullUrl: string | undefined;
  readonly resource: JsonObject | undefined;
}

/** Entries of a Bundle; what is no object is left out, it is reported as such. */
export function entriesOf(bundle: JsonObject): readonly BundleEntry[] {
  return objectsIn(bundle['entry']).map(({ index, item: entry }) => ({
    index,
    entry,
    fullUrl: typeof entry['fullUrl'] === 'string' ? entry['fullUrl'] : undefined,
    resource: isObject(entry['resource']) ? entry['resource'] : undefined,
  }));
}

/** Objects in an array with their numbers; none when it is no array. */
export function objectsIn(items: unknown): readonly { readonly index: number; readonly item: JsonObject }[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown, index) => (isObject(item) ? [{ index, item }] : []));
}
