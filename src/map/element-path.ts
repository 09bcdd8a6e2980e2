import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Episode, Instance } from './episode.ts';
import { EMPTY_ROW } from './episode.ts';
import { childOf, type JsonNode, listOf } from './json-node.ts';
import type { NodeSpec, Template } from './mapping-table.ts';
import { compilePattern, type Matches } from './pattern.ts';
import { compileTemplate, type Fill } from './template.ts';
import { isObject } from './unchecked-element.ts';

/** Where a value stands: `parent[name]`. */
export interface Slot {
  readonly parent: JsonNode;
  readonly name: string;
}

/** The place of a value inside an instance of a node. A path that ends in a list element gives that element: name ''. */
export interface ElementPath {
  /** Makes what is missing on the way. */
  make(instance: Instance, episode: Episode): Slot;
  /** Undefined when something is missing on the way. `facility`: whose own identifier systems the path may name. */
  find(object: JsonNode, facility: string): Slot | undefined;
}

interface Step {
  make(instance: Instance, at: JsonNode, episode: Episode): JsonNode;
  find(at: JsonNode, facility: string): unknown;
}

const SEGMENT = /^(?<name>_?[A-Za-z]+)(?:\[(?<key>[A-Za-z0-9_]+)\])?$/;

/**
 * Compiles `name[0].text`, `identifier[maBn].value` or `code.coding[drug].code`. A number is a place in a list; a name
 * is an element of the list with the constants that the node declares under `slices`.
 * Throws on a slice that the node does not declare.
 */
export function compilePath(path: string, node: NodeSpec, systems: IdentifierSystems): ElementPath {
  const segments = splitPath(path);
  const last = segments.at(-1);
  const name = last !== undefined && last.key === undefined ? last.name : '';
  const steps = (name === '' ? segments : segments.slice(0, -1)).map((segment) => compileStep(segment, node, systems));
  return {
    make(instance, episode) {
      let parent = instance.object;
      for (const step of steps) parent = step.make(instance, parent, episode);
      return { parent, name };
    },
    find(object, facility) {
      let parent: unknown = object;
      for (const step of steps) {
        if (!isObject(parent)) return undefined;
        parent = step.find(parent, facility);
      }
      return isObject(parent) ? { parent, name } : undefined;
    },
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
  if (key === undefined) return { make: (_instance, at) => childOf(at, name), find: (at) => at[name] };
  if (/^\d+$/.test(key)) return indexStep(name, Number(key));
  const constants = node.slices?.[prefix];
  if (constants === undefined) throw new Error(`slice ${prefix} has no constants`);
  return sliceStep(
    { name, prefix },
    compileTemplate(constants, systems),
    compilePattern(tellingOf(constants), systems),
  );
}

/** Of an identifier's constants the system tells which it is: others may leave its type out. */
function tellingOf(constants: Template): Template {
  if (typeof constants !== 'object' || Array.isArray(constants) || !('system' in constants)) return constants;
  const { type: _type, ...telling } = constants as { readonly [name: string]: Template };
  return telling;
}

function indexStep(name: string, place: number): Step {
  return {
    make(_instance, at) {
      const list = listOf(at, name);
      list[place] ??= {};
      return list[place] as JsonNode;
    },
    find: (at) => (Array.isArray(at[name]) ? at[name][place] : undefined),
  };
}

function sliceStep({ name, prefix }: { name: string; prefix: string }, constants: Fill, matches: Matches): Step {
  return {
    make(instance, at, episode) {
      const found = instance.slices.get(prefix);
      if (found !== undefined) return found;
      const scope = { episode, row: EMPTY_ROW, self: instance, item: '', index: 0, position: 1 };
      const element = constants(scope) as JsonNode;
      listOf(at, name).push(element);
      instance.slices.set(prefix, element);
      return element;
    },
    find(at, facility) {
      const list = at[name];
      return Array.isArray(list) ? list.find((element) => matches(element, facility)) : undefined;
    },
  };
}
