import type { Form } from '../fhir/forms.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { SourceRow } from '../types/source-record.ts';
import { type CompiledField, compileField } from './compile-field.ts';
import { type CompiledNode, compileNode } from './compile-node.ts';
import type { Episode, RowScope } from './episode.ts';
import type { FieldCompiler } from './field-target.ts';
import type { JsonNode } from './json-node.ts';
import { addExtension, extensionOf, fieldExtensionUrl, keepText, strangeElement } from './kept-texts.ts';
import { recordPlace } from './lineage.ts';
import { type MappingTable, type NodeSpec, ownName } from './mapping-table.ts';
import { keepRowFacts } from './row-facts.ts';

/** A mapping table as closures. */
export interface CompiledTable {
  readonly table: MappingTable;
  /** Undefined for a table whose form is not described. */
  readonly form: Form | undefined;
  /** Canonical of the extension of the form. */
  readonly url: string;
  readonly nodes: ReadonlyMap<string, CompiledNode>;
  /** A node of the table, or of the episode that it writes to. */
  readonly nodeOf: (name: string) => NodeSpec;
  /** By the names that the table uses. */
  readonly fields: ReadonlyMap<string, CompiledField>;
  /** Maps one row into the episode; an element that the table does not know is kept, and named by an issue. */
  mapRow(episode: Episode, row: SourceRow, issues: Issue[]): void;
}

/** Compiles a table once, at start. Throws where the table contradicts itself. */
export function compileTable(compiler: FieldCompiler, form: Form | undefined, rules: RuleCatalogue): CompiledTable {
  const { table, systems, isOuter } = compiler;
  const nodes = Object.entries(table.nodes).map(([name, spec]) => compileNode(name, spec, systems, table));
  const fields = new Map(
    Object.entries(table.fields).map(([field, spec]) => [field, compileField(field, spec, compiler)] as const),
  );
  const url = fieldExtensionUrl(systems.base, table.table);
  const scope: RowCompiler = { table, base: systems.base, url, fields, rules };
  return {
    table,
    form,
    url,
    nodes: new Map(nodes.map((node) => [node.name, node])),
    nodeOf: compiler.nodeOf,
    fields,
    mapRow(episode, source, issues) {
      const taken = episode.nodes.get(table.keep);
      if (taken !== undefined && extensionOf(taken.object, url) !== undefined) {
        keepWholeRow(scope, taken.object, episode, source);
        return;
      }
      const row: RowScope = {
        place: `${table.table}[${source.number}]`,
        fields: renameFields(source.fields, table),
        instances: new Map(episode.outer.get(source.within ?? '')),
        lists: new Map(),
      };
      for (const node of nodes) node.make(episode, row);
      if (isOuter) episode.outer.set(row.place, row.instances);
      const anchor = anchorOf(table, episode, row);
      writeFields(scope, anchor, episode, { row, source, issues });
      for (const node of nodes) node.finish(episode, row);
      keepRowFacts(keeperOf(anchor, url, row), source, extensionOf(anchor, url) !== undefined);
    },
  };
}

interface RowCompiler {
  readonly table: MappingTable;
  readonly base: string;
  readonly url: string;
  readonly fields: ReadonlyMap<string, CompiledField>;
  readonly rules: RuleCatalogue;
}

interface RowToWrite {
  readonly row: RowScope;
  readonly source: SourceRow;
  readonly issues: Issue[];
}

function writeFields(
  { table, base, url, fields, rules }: RowCompiler,
  anchor: JsonNode,
  episode: Episode,
  { row, source, issues }: RowToWrite,
): void {
  const keep = keeperOf(anchor, url, row);
  for (const [name, text] of source.fields) {
    const field = ownName(table, name);
    const compiled = fields.get(field);
    if (text === '') {
      if (compiled?.isCommon === true) {
        episode.afterwards.push(() => {
          if (compiled.read(episode, row) !== undefined) keepText(keep(), field, '');
        });
      }
    } else if (compiled === undefined) {
      const part = strangeElement(anchor, base, name, text);
      recordPlace(episode.trace, part, 'valueString', `${row.place}.${name}`);
      if (episode.isNewlyUnknown(`${table.table}.${name}`)) {
        issues.push(rules.issue('LT-M001', { place: `${row.place}.${name}` }));
      }
    } else if (!compiled.write(episode, row, text, name) || source.corrected?.has(name) === true) {
      const part = keepText(keep(), field, source.corrected?.get(name) ?? text);
      recordPlace(episode.trace, part, 'valueString', `${row.place}.${name}`);
    }
  }
}

/**
 * A further row of a form that stands once in a record (a second XML1, a later check-in): what it says has no home of its
 * own, so the row is kept whole beside the first, field by field.
 */
function keepWholeRow(
  { table, base, url, fields }: RowCompiler,
  anchor: JsonNode,
  episode: Episode,
  source: SourceRow,
): void {
  const row = addExtension(anchor, url);
  for (const [name, text] of source.fields) {
    if (text === '') continue;
    const field = ownName(table, name);
    const sent = source.corrected?.get(name) ?? text;
    const part = fields.has(field) ? keepText(row, field, sent) : strangeElement(row, base, name, sent);
    recordPlace(episode.trace, part, 'valueString', `${table.table}[${source.number}].${name}`);
  }
  keepRowFacts(() => row, source, false);
}

/** The extension of the row on its anchor, made when something is to be kept there. */
function keeperOf(anchor: JsonNode, url: string, row: RowScope): () => JsonNode {
  return () => {
    row.kept ??= extensionOf(anchor, url) ?? addExtension(anchor, url);
    return row.kept;
  };
}

function anchorOf({ table, keep }: MappingTable, episode: Episode, row: RowScope): JsonNode {
  const keeper = row.instances.get(keep) ?? episode.nodes.get(keep);
  if (keeper === undefined) throw new Error(`table ${table} keeps at ${keep}, which no row made`);
  return keeper.object;
}

function renameFields(fields: SourceRow['fields'], table: MappingTable): SourceRow['fields'] {
  if (table.rename === undefined) return fields;
  return new Map([...fields].map(([name, text]) => [ownName(table, name), text]));
}
