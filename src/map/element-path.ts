import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Episode, Instance, RowScope } from './episode.ts';
import { childOf, type JsonNode, listOf } from './json-node.ts';
import type { NodeSpec } from './mapping-table.ts';
import { compileTemplate, type Fill } from './template.ts';

/** Where a value is written: `parent[name]`. */
export interface Slot {
  readonly parent: JsonNode;
  readonly name: string;
}

/** Finds (and makes, where needed) the place of a value inside an instance. */
export type Locate = (instance: Instance, episode: Episode) => Slot;

type Step = (instance: Instance, at: JsonNode, episode: Episode) => JsonNode;

const SEGMENT = /^(?<name>_?[A-Za-z]+)(?:\[(?<key>[A-Za-z0-9]+)\])?$/;
const NO_ROW: RowScope = { place: '', fields: new Map(), instances: new Map(), lists: new Map() };

/**
 * Compiles `name[0].text`, `identifier[maBn].value` or `code.coding[drug].code`. A number is a place in a list; a name
 * is an element of the list with the constants that the node declares under `slices`. A path that ends in a list
 * element (or an empty path) gives that element itself: the slot's name is '' then.
 * Throws on a slice that the node does not declare.
 */
export function compilePath(path: string, node: NodeSpec, systems: IdentifierSystems): Locate {
  const segments = splitPath(path);
  const last = segments.at(-1);
  const name = last !== undefined && last.key === undefined ? last.name : '';
  const steps = (name === '' ? segments : segments.slice(0, -1)).map((segment) => compileStep(segment, node, systems));
  return (instance, episode) => {
    let parent = instance.object;
    for (const step of steps) parent = step(instance, parent, episode);
    return { parent, name };
  };
}

interface Segment {
  readonly name: string;
  readonly key: string | undefined;
  /** The path up to and with this segment. */
  readonly prefix: string;
}

function splitPath(path: string): Segment[] {
  let prefix = '';
  return (path === '' ? [] : path.split('.')).map((text) => {
    const groups = SEGMENT.exec(text)?.groups;
    if (groups === undefined) throw new Error(`path ${path}: ${text} is not an element`);
    prefix = prefix === '' ? text : `${prefix}.${text}`;
    return { name: String(groups['name']), key: groups['key'], prefix };
  });
}

function compileStep({ name, key, prefix }: Segment, node: NodeSpec, systems: IdentifierSystems): Step {
  if (key === undefined) return (_instance, at) => childOf(at, name);
  if (/^\d+$/.test(key)) return indexStep(name, Number(key));
  const constants = node.slices?.[prefix];
  if (constants === undefined) throw new Error(`slice ${prefix} has no constants`);
  return sliceStep(name, prefix, compileTemplate(constants, systems));
}

function indexStep(name: string, place: number): Step {
  return (_instance, at) => {
    const list = listOf(at, name);
    list[place] ??= {};
    return list[place] as JsonNode;
  };
}

function sliceStep(name: string, prefix: string, constants: Fill): Step {
  return (instance, at, episode) => {
    const found = instance.slices.get(prefix);
    if (found !== undefined) return found;
    const element = constants({ episode, row: NO_ROW, self: instance, item: '', index: 0, position: 1 }) as JsonNode;
    listOf(at, name).push(element);
    instance.slices.set(prefix, element);
    return element;
  };
}
