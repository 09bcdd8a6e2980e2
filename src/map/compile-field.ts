import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Codec } from './codecs/codec.ts';
import type { CreateCodec } from './codecs/create-codec.ts';
import { compilePath, type Locate, type Slot } from './element-path.ts';
import type { Episode, Instance, RowScope } from './episode.ts';
import { fieldExtension, fieldExtensionUrl, strangeElement } from './field-extension.ts';
import type { FieldSpec, MappingTable, NodeSpec, TargetSpec } from './mapping-table.ts';

/** Writes one field of one row to its home and its copies. `name` is the field's name as sent, for the trace. */
export type WriteField = (episode: Episode, row: RowScope, text: string, name: string) => void;

/** Writes to one place. */
type WriteTarget = (episode: Episode, row: RowScope, text: string, name: string) => 'exact' | 'verbatim';

export interface FieldCompiler {
  readonly table: MappingTable;
  /** Nodes of this table, then those of XML1 that other tables write to. */
  readonly nodeOf: (name: string) => NodeSpec;
  readonly systems: IdentifierSystems;
  readonly createCodec: CreateCodec;
}

/** A target spec, resolved. */
interface Target {
  readonly node: string;
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
  return (episode, row, text, name) => {
    const encounter = episode.nodes.get('encounter');
    if (encounter === undefined) keep(episode, row, text, name);
    // Every table tells the key: each telling has its own entry.
    else record(episode, row, { parent: encounter.object, name: `${row.place}.${name}` }, name);
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
  return (episode, row, text, name) => {
    const option = compiled.find(({ pattern }) => pattern === undefined || pattern.test(text));
    option?.write(episode, row, text, name);
  };
}

function compileTargets(field: string, specs: readonly TargetSpec[], compiler: FieldCompiler): WriteField {
  const [home, ...copies] = specs.map((spec) => compileTarget(field, spec, compiler));
  const keep = compileKeep(field, compiler);
  return (episode, row, text, name) => {
    if (home?.(episode, row, text, name) === 'verbatim') keep(episode, row, text, name);
    for (const copy of copies) copy(episode, row, text, name);
  };
}

function compileTarget(field: string, spec: TargetSpec, compiler: FieldCompiler): WriteTarget {
  const target = resolveTarget(field, spec, compiler);
  return compiler.nodeOf(target.node).each === undefined ? writeOne(target) : writeItems(target);
}

function resolveTarget(
  field: string,
  spec: TargetSpec,
  { table, nodeOf, systems, createCodec }: FieldCompiler,
): Target {
  const [node = '', ...rest] = spec.to.split('.');
  const path = rest.join('.');
  const at = path.lastIndexOf('@');
  if (at < 0) return { node, locate: compilePath(path, nodeOf(node), systems), codec: createCodec(spec) };
  const type = path.slice(at + 1);
  const owner = compilePath(path.slice(0, Math.max(0, at - 1)), nodeOf(node), systems);
  const url = fieldExtensionUrl(systems.base, table.table);
  const value = `value${type[0]?.toUpperCase()}${type.slice(1)}`;
  const locate: Locate = (instance, episode) => {
    const { parent, name } = owner(instance, episode);
    return { parent: fieldExtension(name === '' ? parent : asObject(parent, name), url, field), name: value };
  };
  return { node, locate, codec: createCodec({ ...spec, as: spec.as ?? TYPE_OF_CODEC[type] ?? 'string' }) };
}

function asObject(parent: Slot['parent'], name: string): Slot['parent'] {
  parent[name] ??= {};
  return parent[name] as Slot['parent'];
}

function writeOne(target: Target): WriteTarget {
  return (episode, row, text, name) => {
    const instance = row.instances.get(target.node) ?? episode.nodes.get(target.node);
    return instance === undefined ? 'verbatim' : writeTo(target, instance, episode, row, text, name);
  };
}

/** A `;` list: each item goes to the instance at its place; an empty item cannot be told from a missing one. */
function writeItems(target: Target): WriteTarget {
  return (episode, row, text, name) => {
    const instances: readonly (Instance | undefined)[] = row.lists.get(target.node) ?? [];
    const items = text.split(';');
    items.forEach((item, index) => {
      const instance = instances[index];
      if (item !== '' && instance !== undefined) writeTo(target, instance, episode, row, item, name);
    });
    return items.includes('') ? 'verbatim' : 'exact';
  };
}

function writeTo(
  { locate, codec }: Target,
  instance: Instance,
  episode: Episode,
  row: RowScope,
  text: string,
  name: string,
): 'exact' | 'verbatim' {
  const slot = locate(instance, episode);
  const outcome = codec(slot, text, { episode, row });
  if (outcome === 'exact') record(episode, row, slot, name);
  return outcome;
}

/** Keeps the text of a field as it was sent, in the table's own extension. */
export function compileKeep(field: string, { table, systems }: FieldCompiler): WriteField {
  const url = fieldExtensionUrl(systems.base, table.table);
  return (episode, row, text, name) => {
    const part = fieldExtension(keeperOf(table, episode, row), url, field);
    part['valueString'] = text;
    record(episode, row, { parent: part, name: 'valueString' }, name);
  };
}

/** Keeps an element that the form does not have, under its own name beside the fields of the form. */
export function compileKeepStrange({ table, systems }: FieldCompiler): WriteField {
  return (episode, row, text, name) => {
    const part = strangeElement(keeperOf(table, episode, row), systems.base, name, text);
    record(episode, row, { parent: part, name: 'valueString' }, name);
  };
}

function keeperOf({ table, keep }: MappingTable, episode: Episode, row: RowScope): Instance['object'] {
  const keeper = row.instances.get(keep) ?? episode.nodes.get(keep);
  if (keeper === undefined) throw new Error(`table ${table} keeps at ${keep}, which no row made`);
  return keeper.object;
}

/** Notes for `parent[name]` which field of the row it came from. */
function record({ trace }: Episode, row: RowScope, { parent, name }: Slot, field: string): void {
  if (trace === undefined) return;
  const places = trace.get(parent) ?? new Map<string, string>();
  places.set(name, `${row.place}.${field}`);
  trace.set(parent, places);
}
