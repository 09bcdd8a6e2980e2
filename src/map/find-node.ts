import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { compilePath } from './element-path.ts';
import type { Instance } from './episode.ts';
import type { JsonNode } from './json-node.ts';
import type { Attachment, FindSpec, MappingTable, NodeSpec, Template } from './mapping-table.ts';
import { compilePattern, type Matches } from './pattern.ts';
import type { Reading } from './reading.ts';
import { isObject, objectsAt, textAt } from './unchecked-element.ts';

/** Finds the instances of a node again, in the order of its items; undefined where an item has none. */
export type FindNode = (reading: Reading, nodeOf: (name: string) => Instance | undefined) => (Instance | undefined)[];

/**
 * Compiles how a node is found again when a form is rebuilt: by what was attached for it, by the path or the likeness that
 * its table names, or as an element of its list. Undefined for a node that only its row's anchor can be.
 */
export function compileFind(
  name: string,
  spec: NodeSpec,
  table: MappingTable,
  specOf: (node: string) => NodeSpec,
  systems: IdentifierSystems,
): FindNode | undefined {
  if (spec.find !== undefined) return compileFindSpec(spec, spec.find, specOf, systems);
  if (spec.element !== undefined) return compileElements(name, spec, table, systems);
  const attachment = spec.attach?.find(({ element }) => pathOfSelf(element) !== undefined);
  return attachment === undefined ? undefined : compileAttached(name, attachment, table, systems);
}

function splitTarget(target: string): readonly [owner: string, path: string] {
  const dot = target.indexOf('.');
  return dot < 0 ? [target, ''] : [target.slice(0, dot), target.slice(dot + 1)];
}

/** What was attached for the node: elements with the constants of the attachment, which no node before it has. */
function compileAttached(
  name: string,
  { to, element }: Attachment,
  table: MappingTable,
  systems: IdentifierSystems,
): FindNode {
  const [owner, list] = splitTarget(to);
  const matches = compilePattern(element, systems);
  const earlier = Object.entries(table.nodes).slice(0, Object.keys(table.nodes).indexOf(name));
  const taken = earlier.flatMap(([, { attach = [] }]) =>
    attach.filter((other) => other.to === to).map((other) => compilePattern(other.element, systems)),
  );
  const self = pathOfSelf(element) ?? [];
  return (reading, nodeOf) =>
    elementsOf(nodeOf(owner)?.object, list)
      .filter((candidate) => isFree(candidate, matches, taken, reading.facility))
      .map((candidate) => reading.follow(textAt(candidate, ...self, 'reference')));
}

/** Names on the way to `{ ref: self }` in a template. */
function pathOfSelf(template: Template): readonly string[] | undefined {
  if (typeof template !== 'object' || Array.isArray(template)) return undefined;
  const properties = template as { readonly [name: string]: Template };
  if (properties['ref'] === 'self') return [];
  for (const [name, part] of Object.entries(properties)) {
    const inside = pathOfSelf(part);
    if (inside !== undefined) return [name, ...inside];
  }
  return undefined;
}

/** Elements of the node's list that have its constants, and not those of a node before it. */
function compileElements(
  name: string,
  { element = '', set = {} }: NodeSpec,
  table: MappingTable,
  systems: IdentifierSystems,
): FindNode {
  const [owner, list] = splitTarget(element);
  const matches = compilePattern(set, systems);
  const earlier = Object.entries(table.nodes).slice(0, Object.keys(table.nodes).indexOf(name));
  const taken = earlier
    .filter(([, node]) => node.element === element)
    .map(([, node]) => compilePattern(node.set ?? {}, systems));
  return (reading, nodeOf) => {
    const parent = nodeOf(owner);
    return elementsOf(parent?.object, list)
      .filter((candidate) => isFree(candidate, matches, taken, reading.facility))
      .map((object) => ({ object, resource: parent?.resource ?? object, slices: new Map() }));
  };
}

function isFree(candidate: JsonNode, matches: Matches, taken: readonly Matches[], facility: string): boolean {
  return matches(candidate, facility) && !taken.some((other) => other(candidate, facility));
}

/** Objects under a path of plain names. */
function elementsOf(object: JsonNode | undefined, path: string): readonly JsonNode[] {
  return path
    .split('.')
    .reduce<readonly JsonNode[]>(
      (parents, name) => parents.flatMap((parent) => objectsAt(parent, name)),
      object === undefined ? [] : [object],
    );
}

function compileFindSpec(
  spec: NodeSpec,
  find: string | FindSpec,
  specOf: (node: string) => NodeSpec,
  systems: IdentifierSystems,
): FindNode {
  const { at, like = {}, refers = {} } = typeof find === 'string' ? { at: find } : find;
  const matches = compilePattern(like, systems);
  const candidates = at === undefined ? undefined : compileReferences(at, specOf, systems);
  const references = Object.entries(refers);
  return (reading, nodeOf) => {
    const found = candidates?.(reading, nodeOf) ?? reading.unclaimed(String(spec.resource));
    return found.filter(
      (instance) =>
        instance.resource['resourceType'] === spec.resource &&
        matches(instance.object, reading.facility) &&
        references.every(([path, node]) => refersTo(reading, instance, path, nodeOf(node))),
    );
  };
}

type FindAll = (reading: Reading, nodeOf: (name: string) => Instance | undefined) => readonly Instance[];

/** Resources that the references at a path point to. */
function compileReferences(at: string, specOf: (node: string) => NodeSpec, systems: IdentifierSystems): FindAll {
  const [owner, rest] = splitTarget(at);
  const path = compilePath(rest, specOf(owner), systems);
  return (reading, nodeOf) => {
    const parent = nodeOf(owner);
    const slot = parent === undefined ? undefined : path.find(parent.object, reading.facility);
    if (slot === undefined) return [];
    return [slot.name === '' ? slot.parent : slot.parent[slot.name]]
      .flat()
      .map((reference) => reading.follow(textAt(reference, 'reference')))
      .filter((instance) => instance !== undefined);
  };
}

function refersTo(reading: Reading, { object }: Instance, path: string, target: Instance | undefined): boolean {
  if (target === undefined) return false;
  return elementsOf(object, path).some(
    (reference) => isObject(reference) && reading.follow(textAt(reference, 'reference'))?.resource === target.resource,
  );
}
