import type { Trace } from './episode.ts';
import type { JsonNode } from './json-node.ts';

const SEGMENT = /^(?<name>[A-Za-z_]+)(?:\[(?<index>\d+)\])?/;

/**
 * The sender's own place behind an element: the nearest one recorded on the way from the resource down to the element,
 * else the first one below it. `path` is FHIRPath without the type: `period.end`, `item[3].net`.
 */
export function findPlace(trace: Trace, resource: JsonNode, path: string): string | undefined {
  let nearest: string | undefined;
  let last: unknown = resource;
  let at: unknown = resource;
  for (const segment of path.split('.')) {
    if (typeof at !== 'object' || at === null) break;
    last = at;
    const groups = SEGMENT.exec(segment)?.groups;
    const name = groups?.['name'] ?? segment;
    nearest = placeOf(trace, at, name) ?? nearest;
    const value: unknown = (at as JsonNode)[name];
    at = Array.isArray(value) ? value[Number(groups?.['index'] ?? 0)] : value;
  }
  return firstPlaceBelow(trace, at) ?? nearest ?? (last === resource ? undefined : firstPlaceBelow(trace, last));
}

/** A choice element (`valueQuantity`) may have been written under its common name (`value`). */
function placeOf(trace: Trace, node: object, name: string): string | undefined {
  const places = trace.get(node);
  return places?.get(name) ?? (name.startsWith('value') ? places?.get('value') : undefined);
}

function firstPlaceBelow(trace: Trace, at: unknown): string | undefined {
  if (typeof at !== 'object' || at === null) return undefined;
  const here = trace.get(at)?.values().next().value;
  if (here !== undefined) return here;
  for (const value of Object.values(at)) {
    const place = firstPlaceBelow(trace, value);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Every place that was written somewhere. */
export function placesOf(trace: Trace): Set<string> {
  const places = new Set<string>();
  for (const byName of trace.values()) for (const place of byName.values()) places.add(place);
  return places;
}
