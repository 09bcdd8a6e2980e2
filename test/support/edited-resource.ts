/** JSON as a resource carries it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** What a fault does to a valid resource; places are written like `name[0].given`. */
export interface Edits {
  /** A value for each place, instead of what stands there. */
  readonly put?: Readonly<Record<string, Json>>;
  /** A value for the end of the array at each place. */
  readonly add?: Readonly<Record<string, Json>>;
  /** Places that are taken away. */
  readonly drop?: readonly string[];
}

/** A copy of a resource with edits: first `drop`, then `put`, then `add`. Refuses a place that does not exist by throwing. */
export function edited(resource: JsonObject, { drop = [], put = {}, add = {} }: Edits): JsonObject {
  const copy = structuredClone(resource);
  for (const place of drop) {
    const { holder, last } = locate(copy, place);
    if (!(last in holder)) throw new Error(`Nothing to drop at ${place}`);
    delete holder[last];
  }
  for (const [place, value] of Object.entries(put)) {
    const { holder, last } = locate(copy, place);
    holder[last] = structuredClone(value);
  }
  for (const [place, value] of Object.entries(add)) {
    const { holder, last } = locate(copy, place);
    (holder[last] as Json[]).push(structuredClone(value));
  }
  return copy;
}

function locate(resource: JsonObject, place: string): { holder: JsonObject; last: string } {
  const steps = place.split(/[.[\]]+/).filter((step) => step !== '');
  const last = steps.pop() ?? '';
  const holder = steps.reduce<Json | undefined>((inner, step) => (inner as JsonObject | undefined)?.[step], resource);
  if (typeof holder !== 'object' || holder === null) throw new Error(`No such place: ${place}`);
  return { holder: holder as JsonObject, last };
}
