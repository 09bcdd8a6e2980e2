import type { Form } from '../fhir/forms.ts';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { FormFormat } from '../types/submission.ts';
import { formatOf } from './compile-format.ts';
import { isEpisodeNode } from './compile-node.ts';
import type { CompiledTable } from './compile-table.ts';
import type { Instance, InstanceList, RowNodes } from './episode.ts';
import { compileFind, type FindNode } from './find-node.ts';
import type { JsonNode } from './json-node.ts';
import { keptTexts, strangeElements } from './kept-texts.ts';
import { type MappingTable, type NodeSpec, ownName } from './mapping-table.ts';
import type { Reading } from './reading.ts';
import { rowNumberOf, withinOf } from './row-facts.ts';
import { homeNodesOf } from './table-homes.ts';
import { objectsAt } from './unchecked-element.ts';

/** A row that was found again. */
export interface FoundRow extends RowNodes {
  readonly number: number;
  readonly within: string | undefined;
  /** Texts that the row itself keeps, by field. */
  readonly kept: ReadonlyMap<string, string>;
  /** True for a further row of a form that stands once: only what it keeps is its own. */
  readonly isWhole: boolean;
  /** Elements that the form does not have, by name. */
  readonly strange: ReadonlyMap<string, string>;
}

/** A row that is known by the extension of its form. */
export interface Anchor {
  readonly instance: Instance;
  /** The extension of the form. */
  readonly extension: JsonNode;
  /** True for a further extension on an anchor that stands for another row. */
  readonly isWhole: boolean;
}

/** Rebuilds the rows of one table. */
export interface RowReader {
  readonly name: string;
  readonly format: FormFormat;
  readonly form: Form | undefined;
  /** The anchors of the rows; takes the resources among them for itself. */
  findAnchors(reading: Reading): readonly Anchor[];
  /** The rows with their nodes. What the record has in common is found too when there is no row. */
  findRows(reading: Reading, anchors: readonly Anchor[]): readonly FoundRow[];
  /** Text of an element, by its name in `SourceRow.fields`. */
  read(reading: Reading, row: FoundRow, name: string): string | undefined;
}

/** Compiles the way back of a table. Throws when a field lives at a node that nothing leads to. */
export function compileRowReader(compiled: CompiledTable, systems: IdentifierSystems): RowReader {
  const { table, form, url, fields, nodeOf } = compiled;
  const finders = compileFinders(table, nodeOf, systems);
  return {
    name: table.table,
    format: formatOf(form),
    form,
    findAnchors(reading) {
      const anchors = candidatesOf(reading, table, nodeOf).flatMap((instance) =>
        objectsAt(instance.object, 'extension')
          .filter((extension) => extension['url'] === url)
          .map((extension, at) => ({ instance, extension, isWhole: at > 0 })),
      );
      for (const { instance } of anchors) if (instance.object === instance.resource) reading.claim(instance.object);
      return anchors;
    },
    findRows(reading, anchors) {
      if (anchors.length === 0 && table.episode === true) findWithoutRow(reading, table, nodeOf, finders);
      return anchors.map(({ instance, extension, isWhole }) => {
        const nodes: RowNodes = { instances: new Map([[table.keep, instance]]), lists: new Map() };
        findNodes(reading, table, nodes, finders);
        const kept = keptTexts(extension);
        const stt = kept.get('STT') ?? fields.get('STT')?.read(reading, nodes);
        return {
          ...nodes,
          number: rowNumberOf(extension, stt),
          within: withinOf(extension),
          kept,
          isWhole,
          strange: strangeElements(isWhole ? extension : instance.object, systems.base),
        };
      });
    },
    read(reading, row, name) {
      const field = ownName(table, name);
      const compiledField = fields.get(field);
      if (compiledField === undefined) return row.strange.get(name);
      return row.kept.get(field) ?? (row.isWhole ? undefined : compiledField.read(reading, row));
    },
  };
}

/** Everything that could be the anchor of a row: resources of its type, or elements of its list. */
function candidatesOf(reading: Reading, table: MappingTable, nodeOf: (name: string) => NodeSpec): readonly Instance[] {
  const { resource, element } = nodeOf(table.keep);
  if (element === undefined) return reading.ofType(String(resource));
  const [owner = '', list = ''] = element.split('.');
  return reading
    .ofType(String(nodeOf(owner).resource))
    .flatMap((parent) => objectsAt(parent.object, list).map((object) => ({ ...parent, object, slices: new Map() })));
}

type Finders = ReadonlyMap<string, FindNode>;

function compileFinders(table: MappingTable, nodeOf: (name: string) => NodeSpec, systems: IdentifierSystems): Finders {
  const finders = new Map<string, FindNode>();
  for (const [name, spec] of Object.entries(table.nodes)) {
    const find = compileFind(name, spec, table, nodeOf, systems);
    if (find !== undefined) finders.set(name, find);
  }
  for (const node of homeNodesOf(table)) {
    if (node !== table.keep && node in table.nodes && !finders.has(node)) {
      throw new Error(`table ${table.table}: nothing leads back to ${node}, where fields live; give it a "find"`);
    }
  }
  return finders;
}

/** Finds every node of a row, each after those that lead to it. */
function findNodes(reading: Reading, table: MappingTable, row: RowNodes, finders: Finders): void {
  const underWay = new Set<string>();
  const nodeOf = (name: string): Instance | undefined => {
    const known = row.instances.get(name) ?? reading.nodes.get(name);
    const find = finders.get(name);
    if (known !== undefined || find === undefined || underWay.has(name) || row.lists.has(name)) return known;
    underWay.add(name);
    const spec = table.nodes[name];
    if (spec === undefined) return undefined;
    const isEpisodes = isEpisodeNode(table, spec);
    const list = isEpisodes ? reading.lists.get(name) : undefined;
    const found: InstanceList = list ?? find(reading, nodeOf);
    if (spec.each !== undefined) keepList(name, found, row, isEpisodes ? reading : undefined);
    else keepOne(name, found[0], row, isEpisodes ? reading : undefined);
    return found[0];
  };
  for (const name of Object.keys(table.nodes)) nodeOf(name);
  const anchor = row.instances.get(table.keep);
  const anchorSpec = table.nodes[table.keep];
  if (anchor !== undefined && anchorSpec !== undefined && isEpisodeNode(table, anchorSpec)) {
    reading.nodes.set(table.keep, reading.nodes.get(table.keep) ?? anchor);
  }
}

function keepList(name: string, found: InstanceList, row: RowNodes, reading: Reading | undefined): void {
  if (found.length === 0) return;
  row.lists.set(name, found);
  reading?.lists.set(name, found);
}

function keepOne(name: string, found: Instance | undefined, row: RowNodes, reading: Reading | undefined): void {
  if (found === undefined) return;
  row.instances.set(name, found);
  reading?.nodes.set(name, found);
}

/** The episode's nodes of a record that has no row of this table: the first resource that could have been its anchor. */
function findWithoutRow(
  reading: Reading,
  table: MappingTable,
  nodeOf: (name: string) => NodeSpec,
  finders: Finders,
): void {
  const anchor = reading.nodes.get(table.keep) ?? candidatesOf(reading, table, nodeOf)[0];
  if (anchor === undefined) return;
  findNodes(reading, table, { instances: new Map([[table.keep, anchor]]), lists: new Map() }, finders);
}
