import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { SourceRow } from '../types/source-record.ts';
import { compileField, compileKeepStrange, type FieldCompiler, type WriteField } from './compile-field.ts';
import { type CompiledNode, compileNode } from './compile-node.ts';
import type { Episode, RowScope } from './episode.ts';
import type { MappingTable } from './mapping-table.ts';

/** A mapping table as closures. */
export interface CompiledTable {
  readonly table: MappingTable;
  readonly nodes: ReadonlyMap<string, CompiledNode>;
  /** Maps one row into the episode; an element that the table does not know is kept, and named by an issue. */
  mapRow(episode: Episode, row: SourceRow, issues: Issue[]): void;
}

/** Compiles a table once, at start. Throws where the table contradicts itself. */
export function compileTable(compiler: FieldCompiler, rules: RuleCatalogue): CompiledTable {
  const { table, systems } = compiler;
  const nodes = Object.entries(table.nodes).map(([name, spec]) => compileNode(name, spec, systems, table));
  const writers = new Map<string, WriteField>();
  for (const [field, spec] of Object.entries(table.fields)) writers.set(field, compileField(field, spec, compiler));

  const keepStrange = compileKeepStrange(compiler);
  const keepUnknown = (episode: Episode, row: RowScope, name: string, text: string, issues: Issue[]) => {
    keepStrange(episode, row, text, name);
    if (table.open !== true && episode.isNewlyUnknown(`${table.table}.${name}`)) {
      issues.push(rules.issue('LT-M001', { place: `${row.place}.${name}` }));
    }
  };
  return {
    table,
    nodes: new Map(nodes.map((node) => [node.name, node])),
    mapRow(episode, source, issues) {
      const row: RowScope = {
        place: `${table.table}[${source.number}]`,
        fields: renameFields(source.fields, table.rename),
        instances: new Map(),
        lists: new Map(),
      };
      for (const node of nodes) node.make(episode, row);
      for (const [name, text] of source.fields) {
        if (text === '') continue;
        const field = table.rename?.[name] ?? name;
        const write = writers.get(field);
        if (write === undefined) keepUnknown(episode, row, name, text, issues);
        else write(episode, row, text, name);
      }
      for (const node of nodes) node.finish(episode, row);
    },
  };
}

function renameFields(fields: SourceRow['fields'], rename: MappingTable['rename']): SourceRow['fields'] {
  if (rename === undefined) return fields;
  return new Map([...fields].map(([name, text]) => [rename[name] ?? name, text]));
}
