import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Codec } from './codecs/codec.ts';
import type { CreateCodec } from './codecs/create-codec.ts';
import { compilePath, type Locate, type Slot } from './element-path.ts';
import type { Episode, RowScope } from './episode.ts';
import { fieldExtension, fieldExtensionUrl } from './field-extension.ts';
import type { FieldSpec, MappingTable, NodeSpec, TargetSpec } from './mapping-table.ts';

/** Writes one field of one row to its home and its copies. */
export type WriteField = (episode: Episode, row: RowScope, text: string, place: string) => void;

export interface FieldCompiler {
  readonly table: MappingTable;
  /** Nodes of this table, then those of XML1 that other tables write to. */
  readonly nodeOf: (name: string) => NodeSpec;
  readonly systems: IdentifierSystems;
  readonly createCodec: CreateCodec;
}

interface Target {
  readonly node: string;
  readonly isList: boolean;
  readonly locate: Locate;
  readonly codec: Codec;
}

const TYPE_OF_CODEC: Readonly<Record<string, string>> = {
  coding: 'coding',
  money: 'money',
  decimal: 'decimal',
  reference: 'practitioner',
};

/** Compiles the spec of a field to one closure. Throws where the table contradicts itself. */
export function compileField(field: string, spec: FieldSpec, compiler: FieldCompiler): WriteField {
  if (typeof spec === 'string') return compileTargets(field, [{ to: spec }], compiler);
  if ('key' in spec) return compileKey(field, compiler);
  if ('choose' in spec) return compileChoice(field, spec.choose, compiler);
  const copies = (spec.also ?? []).map((also) => (typeof also === 'string' ? { to: also } : also));
  return compileTargets(field, [spec, ...copies], compiler);
}

/** The key is told by the episode's own Encounter; where the record makes none, it is kept as a text. */
function compileKey(field: string, compiler: FieldCompiler): WriteField {
  const keep = compileKeep(field, compiler);
  return (episode, row, text, place) => {
    const encounter = episode.nodes.get('encounter');
    // Every table tells the key: each telling has its own entry.
    if (encounter === undefined) keep(episode, row, text, place);
    else record(episode, { parent: encounter.object, name: place }, place);
  };
}

function compileChoice(
  field: string,
  options: readonly (TargetSpec & { readonly pattern?: string })[],
  compiler: FieldCompiler,
): WriteField {
  const compiled = options.map(({ pattern, ...target }) => ({
    // Patterns come from the project's own tables, never from input.
    pattern: pattern === undefined ? undefined : new RegExp(pattern),
    write: compileTargets(field, [target], compiler),
  }));
  return (episode, row, text, place) => {
    const option = compiled.find(({ pattern }) => pattern === undefined || pattern.test(text));
    option?.write(episode, row, text, place);
  };
}

function compileTargets(field: string, specs: readonly TargetSpec[], compiler: FieldCompiler): WriteField {
  const targets = specs.map((spec) => compileTarget(field, spec, compiler));
  const keep = compileKeep(field, compiler);
  return (episode, row, text, place) => {
    targets.forEach((target, order) => {
      const outcome = target.isList
        ? writeItems(target, episode, row, text, place)
        : writeOne(target, episode, row, text, place);
      if (order === 0 && outcome === 'verbatim') keep(episode, row, text, place);
    });
  };
}

function compileTarget(
  field: string,
  spec: TargetSpec,
  { table, nodeOf, systems, createCodec }: FieldCompiler,
): Target {
  const [node = '', ...rest] = spec.to.split('.');
  const path = rest.join('.');
  const at = path.lastIndexOf('@');
  const isList = nodeOf(node).each !== undefined;
  if (at < 0) return { node, isList, locate: compilePath(path, nodeOf(node), systems), codec: createCodec(spec) };
  const type = path.slice(at + 1);
  const owner = compilePath(path.slice(0, Math.max(0, at - 1)), nodeOf(node), systems);
  const url = fieldExtensionUrl(systems.base, table.table);
  const name = `value${type[0]?.toUpperCase()}${type.slice(1)}`;
  const locate: Locate = (instance, episode) => {
    const { parent, name: last } = owner(instance, episode);
    return { parent: fieldExtension(last === '' ? parent : asObject(parent, last), url, field), name };
  };
  return { node, isList, locate, codec: createCodec({ ...spec, as: spec.as ?? TYPE_OF_CODEC[type] ?? 'string' }) };
}

function asObject(parent: Slot['parent'], name: string): Slot['parent'] {
  parent[name] ??= {};
  return parent[name] as Slot['parent'];
}

function writeOne({ node, locate, codec }: Target, episode: Episode, row: RowScope, text: string, place: string) {
  const instance = row.instances.get(node) ?? episode.nodes.get(node);
  if (instance === undefined) return 'verbatim';
  return writeTo(locate(instance, episode), codec, episode, row, text, place);
}

function writeTo(slot: Slot, codec: Codec, episode: Episode, row: RowScope, text: string, place: string) {
  const outcome = codec(slot, text, { episode, row });
  if (outcome === 'exact') record(episode, slot, place);
  return outcome;
}

/** A `;` list: each item goes to the instance at its place; an empty item cannot be told from a missing one. */
function writeItems({ node, locate, codec }: Target, episode: Episode, row: RowScope, text: string, place: string) {
  const instances = row.lists.get(node) ?? [];
  const items = text.split(';');
  items.forEach((item, index) => {
    const instance = instances[index];
    if (item !== '' && instance !== undefined) writeTo(locate(instance, episode), codec, episode, row, item, place);
  });
  return items.includes('') ? 'verbatim' : 'exact';
}

/** Keeps the text of a field as it was sent, in the table's own extension. */
export function compileKeep(field: string, { table, systems }: FieldCompiler): WriteField {
  const url = fieldExtensionUrl(systems.base, table.table);
  return (episode, row, text, place) => {
    const keeper = row.instances.get(table.keep) ?? episode.nodes.get(table.keep);
    if (keeper === undefined) throw new Error(`table ${table.table} keeps at ${table.keep}, which no row made`);
    const part = fieldExtension(keeper.object, url, field);
    part['valueString'] = text;
    record(episode, { parent: part, name: 'valueString' }, place);
  };
}

function record({ trace }: Episode, { parent, name }: Slot, place: string): void {
  if (trace === undefined) return;
  const places = trace.get(parent) ?? new Map<string, string>();
  places.set(name, place);
  trace.set(parent, places);
}
