import type { FhirElement } from '../types/mapped-record.ts';
import type { Slot } from './element-path.ts';
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
  const segments = path.split('.');
  for (const [index, segment] of segments.entries()) {
    if (typeof at !== 'object' || at === null) break;
    last = at;
    const groups = SEGMENT.exec(segment)?.groups;
    const name = groups?.['name'] ?? segment;
    nearest = placeOf(trace, at, name, segments[index + 1]) ?? nearest;
    const value: unknown = (at as JsonNode)[name];
    at = Array.isArray(value) ? value[Number(groups?.['index'] ?? 0)] : value;
  }
  return firstPlaceBelow(trace, at) ?? nearest ?? (last === resource ? undefined : firstPlaceBelow(trace, last));
}

/**
 * A list element is written as a whole (''); a choice (`valueQuantity`) may have been under its common name (`value`), its
 * unit under its own.
 */
function placeOf(trace: Trace, node: object, name: string, next: string | undefined): string | undefined {
  const places = trace.get(node);
  const ofChoice = name.startsWith('value') && next !== 'unit' ? places?.get('value') : undefined;
  return ofChoice ?? places?.get(name) ?? places?.get('');
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

/** The elements that were written from each place of the sender's file: first its home, then its copies. */
export function elementsByPlace(trace: Trace, resources: Iterable<JsonNode>): ReadonlyMap<string, FhirElement[]> {
  const found = new Map<string, FhirElement[]>();
  const visit = (at: unknown, path: string): void => {
    if (typeof at !== 'object' || at === null) return;
    if (Array.isArray(at)) {
      at.forEach((item, index) => {
        visit(item, `${path}[${index}]`);
      });
      return;
    }
    for (const [name, from] of trace.get(at) ?? []) {
      const elements = found.get(from) ?? [];
      elements.push(elementAt(at as JsonNode, path, name.split(AGREES)[0] ?? ''));
      found.set(from, elements);
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

/** Between the name that a value stands under and the place of a row that agrees with it. */
const AGREES = '\u0000';

/** Notes that a place says what stands at a slot already; who said it first stays the nearest place behind it. */
export function recordAgreement(trace: Trace | undefined, slot: Slot | undefined, place: string): void {
  if (slot !== undefined) recordPlace(trace, slot.parent, slot.name + AGREES + place, place);
}
