import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { unknownElement } from './absent.ts';
import { compilePath } from './element-path.ts';
import { EMPTY_ROW, type Episode, type Instance, type RowScope } from './episode.ts';
import { listOf } from './json-node.ts';
import type { Attachment, Condition, MappingTable, NodeSpec } from './mapping-table.ts';
import { sortSlices } from './sort-slices.ts';
import { compileTemplate, contentKey, type Fill, type TemplateScope } from './template.ts';

/** A node of a table, compiled: `make` before the fields of the row are written, `finish` after. */
export interface CompiledNode {
  readonly name: string;
  readonly spec: NodeSpec;
  make(episode: Episode, row: RowScope): void;
  finish(episode: Episode, row: RowScope): void;
  /** Makes the one instance of an item outside any row (practitioners). */
  makeItem(episode: Episode, item: string): Instance;
}

/** @source https://terminology.hl7.org/CodeSystem/v3-Confidentiality */
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

/**
 * Compiles a node. Constants refer to nodes that stand before it in the table, or to the episode's.
 */
export function compileNode(
  name: string,
  spec: NodeSpec,
  systems: IdentifierSystems,
  table: MappingTable,
): CompiledNode {
  const create = spec.element === undefined ? compileResource(spec, systems, table) : compileElement(spec);
  const set = Object.entries(spec.set ?? {}).map(
    ([property, template]) => [property, compileTemplate(template, systems)] as const,
  );
  const attach = (spec.attach ?? []).map((attachment) => compileAttachment(attachment, systems, table));
  const applies = compileConditions(spec.when ?? []);
  const isEpisodes = isEpisodeNode(table, spec);

  const makeOne = (episode: Episode, row: RowScope, item: string, index: number): Instance => {
    const { instance, isNew, position } = create(episode, row, item, index);
    const scope: TemplateScope = { episode, row, self: instance, item, index, position };
    if (isNew) fillConstants(instance, set, scope);
    // A department that a patient came back to is one Location, and two stays in it.
    if (isNew || spec.each !== undefined) for (const add of attach) add(scope, name);
    return instance;
  };
  const make = (episode: Episode, row: RowScope): void => {
    if (spec.each !== undefined) {
      const list = makeItems(spec.each, row, (item, index) => makeOne(episode, row, item, index));
      if (list.length > 0) row.lists.set(name, list);
    } else row.instances.set(name, makeOne(episode, row, '', 0));
  };
  return {
    name,
    spec,
    make(episode, row) {
      if (spec.onDemand === true) return;
      if (isEpisodes && takeOver(name, episode, row)) return;
      if (!applies(episode, row)) return;
      make(episode, row);
      if (isEpisodes) handOver(name, episode, row);
      const instance = row.instances.get(name);
      if (spec.index !== undefined && instance !== undefined) {
        episode.remember(name, contentKey(row, spec.index), instance);
      }
    },
    finish(episode, row) {
      const made = row.lists.get(name) ?? [row.instances.get(name)];
      const complete = () => {
        for (const instance of made) if (instance !== undefined) completeNode(instance, spec);
      };
      // Another table may still fill what is the record's.
      if (isEpisodes) episode.afterwards.push(complete);
      else complete();
    },
    makeItem: (episode, item) => makeOne(episode, { ...EMPTY_ROW, instances: new Map(), lists: new Map() }, item, 0),
  };
}

/** True for a node that the whole record has in common. */
export function isEpisodeNode(table: MappingTable, spec: NodeSpec): boolean {
  return table.episode === true || spec.episode === true;
}

/** The episode's node that another row made already becomes this row's. */
function takeOver(name: string, { nodes, lists }: Episode, row: RowScope): boolean {
  const instance = nodes.get(name);
  if (instance !== undefined) row.instances.set(name, instance);
  const list = lists.get(name);
  if (list !== undefined) row.lists.set(name, list);
  return instance !== undefined || list !== undefined;
}

function handOver(name: string, { nodes, lists }: Episode, row: RowScope): void {
  const instance = row.instances.get(name);
  if (instance !== undefined) nodes.set(name, instance);
  const list = row.lists.get(name);
  if (list !== undefined) lists.set(name, list);
}

type Create = (
  episode: Episode,
  row: RowScope,
  item: string,
  index: number,
) => { instance: Instance; isNew: boolean; position: number };

function compileResource(spec: NodeSpec, { base }: IdentifierSystems, table: MappingTable): Create {
  const idParts = compileIdParts(spec.id ?? [], table);
  const once = spec.shared === true || spec.group !== undefined;
  const type = String(spec.resource);
  const makeMeta = compileMeta(spec, base);
  return (episode, row, item, index) => {
    const made = episode.resource(type, idParts(episode, row, item, index), once);
    if (made.isNew) {
      const meta = makeMeta();
      if (meta !== undefined) made.instance.object['meta'] = meta;
    }
    return { ...made, position: 1 };
  };
}

/** The canonical is one text for all: names that were just put together are dear to look up. */
function compileMeta({ profile, confidentiality: code }: NodeSpec, base: string): () => object | undefined {
  const canonical = `${base}/StructureDefinition/${profile}`;
  if (profile === undefined && code === undefined) return () => undefined;
  if (code === undefined) return () => ({ profile: [canonical] });
  const ofProfile = () => (profile === undefined ? {} : { profile: [canonical] });
  return () => ({ ...ofProfile(), security: [{ system: CONFIDENTIALITY, code }] });
}

/**
 * `$key` and the like, `$id.node` of a node before it or of the row that this one stands inside, fields of the table (a
 * missing one counts as empty), or literals. What none of them tells apart is the record's own: two people without MA_BN are
 * not one patient.
 */
function compileIdParts(
  parts: readonly string[],
  { fields: known }: MappingTable,
): (episode: Episode, row: RowScope, item: string, index: number) => string[] {
  const compiled = parts.map((part) => compileIdPart(part, known));
  return (episode, row, item, index) => {
    const values = compiled.map((read) => read(episode, row, item, index));
    return values.every((value) => value === '') ? [episode.identity, ''] : values;
  };
}

function compileIdPart(
  part: string,
  known: MappingTable['fields'],
): (episode: Episode, row: RowScope, item: string, index: number) => string {
  if (part === '$key') return ({ identity }) => identity;
  if (part === '$facility') return ({ facility }) => facility;
  if (part === '$item') return (_episode, _row, item) => item;
  if (part === '$index') return (_episode, _row, _item, index) => String(index);
  if (part in known) return (_episode, { fields }) => fields.get(part) ?? '';
  if (!part.startsWith('$id.')) return () => part;
  const node = part.slice('$id.'.length);
  return (_episode, { instances }) => String(instances.get(node)?.resource['id'] ?? '');
}

function compileElement({ element = '' }: NodeSpec): Create {
  const [owner = '', list = ''] = element.split('.');
  return (episode, row) => {
    const parent = row.instances.get(owner) ?? episode.nodes.get(owner);
    if (parent === undefined) throw new Error(`${element}: no row made ${owner}`);
    const object = {};
    const position = listOf(parent.object, list).push(object);
    return { instance: { ...parent, object, slices: new Map() }, isNew: true, position };
  };
}

function makeItems(
  lists: readonly string[],
  { fields }: RowScope,
  make: (item: string, index: number) => Instance,
): (Instance | undefined)[] {
  const items = lists.map((name) => {
    const text = fields.get(name) ?? '';
    return text === '' ? [] : text.split(';');
  });
  const count = Math.max(0, ...items.map((list) => list.length));
  // Places stay: an index where every list is empty (`I10;`) has no instance.
  return Array.from({ length: count }, (_, index) =>
    items.some((list) => (list[index] ?? '') !== '') ? make(items[0]?.[index] ?? '', index) : undefined,
  );
}

function fillConstants({ object }: Instance, set: readonly (readonly [string, Fill])[], scope: TemplateScope): void {
  for (const [property, fill] of set) {
    const value = fill(scope);
    if (value !== undefined) object[property] = value;
  }
}

function compileAttachment(
  { to, at, element }: Attachment,
  systems: IdentifierSystems,
  { nodes }: MappingTable,
): (scope: TemplateScope, self: string) => void {
  const dot = to.indexOf('.');
  const owner = to.slice(0, dot);
  const path = compilePath(to.slice(dot + 1), nodes[owner] ?? {}, systems);
  const fill = compileTemplate(element, systems);
  return (scope, self) => {
    const parent = owner === self ? scope.self : (scope.row.instances.get(owner) ?? scope.episode.nodes.get(owner));
    if (parent === undefined) return;
    const list = path.make(parent, scope.episode);
    const elements = listOf(list.parent, list.name);
    const place = at === 'index' ? scope.index : elements.length;
    elements[place] = fill({ ...scope, position: place + 1 });
  };
}

function completeNode(instance: Instance, { orAbsent = [], sort = [], slices }: NodeSpec): void {
  markAbsent(instance, orAbsent);
  for (const list of sort) sortSlices(instance, list, slices);
}

function markAbsent({ object }: Instance, elements: readonly string[]): void {
  for (const element of elements) {
    if (element.endsWith('[]')) object[element.slice(0, -2)] ??= [unknownElement()];
    else object[element] ??= unknownElement();
  }
}

function compileConditions(conditions: readonly Condition[]): (episode: Episode, row: RowScope) => boolean {
  const tests = conditions.map(compileCondition);
  return (episode, row) => tests.every((test) => test(episode, row));
}

function compileCondition(condition: Condition): (episode: Episode, row: RowScope) => boolean {
  const textOf = ({ fields }: RowScope, name: string) => fields.get(name) ?? '';
  if ('any' in condition) return (_episode, row) => condition.any.some((name) => textOf(row, name) !== '');
  const values = new Set('in' in condition ? condition.in : condition.notIn);
  if ('episode' in condition) return ({ header }) => values.has(header.get(condition.episode) ?? '');
  const expected = 'in' in condition;
  return (_episode, row) => values.has(textOf(row, condition.field)) === expected;
}
