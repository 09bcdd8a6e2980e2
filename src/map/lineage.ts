import type { FhirElement } from '../types/mapped-record.ts';
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

/** A list element is written as a whole (''); a choice (`valueQuantity`) may have been under its common name (`value`). */
function placeOf(trace: Trace, node: object, name: string): string | undefined {
  const places = trace.get(node);
  return places?.get(name) ?? places?.get('') ?? (name.startsWith('value') ? places?.get('value') : undefined);
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

/** Notes for `parent[name]` which place of the sender's file it came from. */
export function recordPlace(trace: Trace | undefined, parent: object, name: string, place: string): void {
  if (trace === undefined) return;
  const places = trace.get(parent) ?? new Map<string, string>();
  places.set(name, place);
  trace.set(parent, places);
}

/** The elements that were written from a place of the sender's file: first its home, then its copies. */
export function findElements(trace: Trace, resources: Iterable<JsonNode>, place: string): FhirElement[] {
  const found: FhirElement[] = [];
  const visit = (at: unknown, path: string): void => {
    if (typeof at !== 'object' || at === null) return;
    if (Array.isArray(at)) {
      at.forEach((item, index) => {
        visit(item, `${path}[${index}]`);
      });
      return;
    }
    for (const [name, from] of trace.get(at) ?? []) {
      if (from === place) found.push(elementAt(at as JsonNode, path, name));
    }
    for (const [name, value] of Object.entries(at)) visit(value, `${path}.${name}`);
  };
  for (const resource of resources) visit(resource, `${resource['resourceType']}/${resource['id']}`);
  return found;
}

/** A name that the trace knows may be that of no property: `value` for `valueQuantity`, or '' for the element itself. */
function elementAt(parent: JsonNode, path: string, name: string): FhirElement {
  const property = name in parent ? name : Object.keys(parent).find((key) => name !== '' && key.startsWith(name));
  if (property === undefined) return { path, value: parent };
  return { path: `${path}.${property}`, value: parent[property] };
}
