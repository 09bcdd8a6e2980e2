import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Codec } from './codecs/codec.ts';
import type { CreateCodec } from './codecs/create-codec.ts';
import { isEpisodeNode } from './compile-node.ts';
import { compilePath, type ElementPath, type Slot } from './element-path.ts';
import type { Episode, Instance, InstanceList, RecordNodes, RowNodes, RowScope } from './episode.ts';
import { childOf } from './json-node.ts';
import { fieldExtension, fieldExtensionUrl, findFieldPart } from './kept-texts.ts';
import { recordPlace } from './lineage.ts';
import type { MappingTable, NodeSpec, TargetSpec } from './mapping-table.ts';
import { isObject } from './unchecked-element.ts';

export interface FieldCompiler {
  readonly table: MappingTable;
  /** Nodes of this table, then those of the episode that it writes to. */
  readonly nodeOf: (name: string) => NodeSpec;
  /** True for a node that other rows write to as well. */
  readonly isCommon: (node: string) => boolean;
  /** True when rows of other forms stand inside the rows of this one. */
  readonly isOuter: boolean;
  readonly systems: IdentifierSystems;
  readonly createCodec: CreateCodec;
}

/** One place in FHIR that a field is written to, and read from. */
export interface FieldTarget {
  readonly isCommon: boolean;
  /** `verbatim`: the place does not tell the text, or is not there. */
  write(episode: Episode, row: RowScope, text: string, name: string): 'exact' | 'verbatim';
  read(record: RecordNodes, row: RowNodes): string | undefined;
  /** Where it stands; of a list the first item that does. */
  find(record: RecordNodes, row: RowNodes): Slot | undefined;
}

const TYPE_OF_CODEC: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  code: 'code',
  coding: 'coding',
  date: 'date',
  dateTime: 'instant',
  decimal: 'decimal',
  integer: 'integer',
  money: 'money',
  quantity: 'quantity',
  reference: 'practitioner',
};

/** Compiles a target of a field. Throws where the table contradicts itself. */
export function compileTarget(field: string, spec: TargetSpec, compiler: FieldCompiler): FieldTarget {
  const [node = '', ...rest] = spec.to.split('.');
  const place = rest.join('.');
  const at = place.lastIndexOf('@');
  const { path, codec } =
    at < 0
      ? { path: compilePath(place, compiler.nodeOf(node), compiler.systems), codec: compiler.createCodec(spec) }
      : compileExtensionPart(
          field,
          spec,
          { node, owner: place.slice(0, Math.max(0, at - 1)), type: place.slice(at + 1) },
          compiler,
        );
  const own = compiler.table.nodes[node];
  const isRowsOwn = own !== undefined && !isEpisodeNode(compiler.table, own);
  const target = { node, isRowsOwn, path, codec };
  const places = compiler.nodeOf(node).each === undefined ? onePlace(target) : placesOfItems(target);
  // The codec of a code writes the display too, as its list has it.
  return { isCommon: compiler.isCommon(node) || place.endsWith('.display'), ...places };
}

/** `node.path.@type`: a part of the form's named extension, with the field's own name. */
function compileExtensionPart(
  field: string,
  spec: TargetSpec,
  { node, owner, type }: { readonly node: string; readonly owner: string; readonly type: string },
  { table, nodeOf, systems, createCodec }: FieldCompiler,
): { readonly path: ElementPath; readonly codec: Codec } {
  const ownerPath = compilePath(owner, nodeOf(node), systems);
  const url = fieldExtensionUrl(systems.base, table.table);
  const name = `value${type[0]?.toUpperCase()}${type.slice(1)}`;
  const path: ElementPath = {
    make(instance, episode) {
      const { parent, name: element } = ownerPath.make(instance, episode);
      return { parent: fieldExtension(element === '' ? parent : childOf(parent, element), url, field), name };
    },
    find(object, facility) {
      const slot = ownerPath.find(object, facility);
      const element = slot === undefined || slot.name === '' ? slot?.parent : slot.parent[slot.name];
      const parent = isObject(element) ? findFieldPart(element, url, field, name) : undefined;
      return parent === undefined ? undefined : { parent, name };
    },
  };
  return { path, codec: createCodec({ ...spec, as: spec.as ?? TYPE_OF_CODEC[type] ?? 'string' }) };
}

interface Place {
  readonly node: string;
  /** True: where the row did not make the node, there is none, although the episode may have one of the name. */
  readonly isRowsOwn: boolean;
  readonly path: ElementPath;
  readonly codec: Codec;
}

type WriteAndRead = Pick<FieldTarget, 'write' | 'read' | 'find'>;

function onePlace(target: Place): WriteAndRead {
  const instanceOf = (record: RecordNodes, row: RowNodes) =>
    row.instances.get(target.node) ?? (target.isRowsOwn ? undefined : record.nodes.get(target.node));
  return {
    write(episode, row, text, name) {
      const instance = instanceOf(episode, row);
      return instance === undefined ? 'verbatim' : writeTo(target, instance, episode, row, text, name);
    },
    read(record, row) {
      const instance = instanceOf(record, row);
      return instance === undefined ? undefined : readFrom(target, instance, record.facility);
    },
    find: (record, row) => findIn(target, [instanceOf(record, row)], record.facility),
  };
}

/** A `;` list: each item stands at the instance at its place; an empty item cannot be told from a missing one. */
function placesOfItems(target: Place): WriteAndRead {
  const instancesOf = (record: RecordNodes, row: RowNodes) =>
    row.lists.get(target.node) ?? (target.isRowsOwn ? undefined : record.lists.get(target.node)) ?? [];
  return {
    write(episode, row, text, name) {
      const instances = instancesOf(episode, row);
      const items = text.split(';');
      items.forEach((item, index) => {
        const instance = instances[index];
        if (item !== '' && instance !== undefined) writeTo(target, instance, episode, row, item, name);
      });
      return items.includes('') || items.length > instances.length ? 'verbatim' : 'exact';
    },
    read(record, row) {
      const items = instancesOf(record, row).map((instance) =>
        instance === undefined ? undefined : readFrom(target, instance, record.facility),
      );
      const last = items.findLastIndex((item) => item !== undefined);
      return last < 0
        ? undefined
        : items
            .slice(0, last + 1)
            .map((item) => item ?? '')
            .join(';');
    },
    find: (record, row) => findIn(target, instancesOf(record, row), record.facility),
  };
}

function findIn({ path }: Place, instances: InstanceList, facility: string): Slot | undefined {
  for (const instance of instances) {
    const slot = instance && path.find(instance.object, facility);
    if (slot !== undefined) return slot;
  }
  return undefined;
}

function writeTo(
  { path, codec }: Place,
  instance: Instance,
  episode: Episode,
  row: RowScope,
  text: string,
  name: string,
): 'exact' | 'verbatim' {
  const slot: Slot = path.make(instance, episode);
  const outcome = codec.write(slot, text, { episode, row });
  if (outcome === 'exact' && episode.trace !== undefined)
    recordPlace(episode.trace, slot.parent, slot.name, `${row.place}.${name}`);
  return outcome;
}

function readFrom({ path, codec }: Place, { object }: Instance, facility: string): string | undefined {
  const slot = path.find(object, facility);
  return slot === undefined ? undefined : codec.read(slot);
}
