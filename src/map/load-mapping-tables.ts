import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import { loadCodeLists } from '../fhir/code-lists.ts';
import { type Form, loadForms } from '../fhir/forms.ts';
import { readYamlFolder } from '../fhir/yaml-folder.ts';
import { expandTable } from './expand-table.ts';
import type { MappingTable, TableFile } from './mapping-table.ts';
import { overlayTable } from './overlay-table.ts';

/**
 * Reads the mapping tables of some folders of mappings/, checks each against mappings/schema.json, resolves `like` and the
 * short ways of writing. Throws with the file and the place of the mistake: a table with a mistake must not start.
 */
export function loadMappingTables(mappings: string, folders: readonly string[]): ReadonlyMap<string, MappingTable> {
  const check = new Ajv({ allErrors: true, strict: false }).compile<TableFile>(
    JSON.parse(readFileSync(join(mappings, 'schema.json'), 'utf8')) as SchemaObject,
  );
  const { forms } = loadForms(join(mappings, 'forms'));
  const lists = loadCodeLists(join(mappings, 'codes'));
  const displayOf = (list: string, code: string) => lists.lookup(list, code)?.vi;
  const tables = new Map<string, MappingTable>();
  for (const [file, content] of folders.flatMap((folder) => filesOf(join(mappings, folder)))) {
    if (!check(content)) throw new Error(`${file}${describeFirst(check.errors)}`);
    for (const table of resolve(content, tables, forms)) tables.set(table.table, table);
  }
  const own = [...tables].filter(([, { model }]) => model !== true);
  return new Map(own.map(([name, table]) => [name, expandTable(table, displayOf)]));
}

function filesOf(folder: string): (readonly [file: string, content: unknown])[] {
  return [...readYamlFolder(folder)].map(([name, content]) => [join(folder, name), content] as const);
}

function describeFirst(errors: Ajv['errors'] | undefined): string {
  // Of alternatives that all fail the one that came furthest says most.
  const [deepest] = [...(errors ?? [])].sort((left, right) => right.instancePath.length - left.instancePath.length);
  const allowed: unknown = deepest?.params['allowedValues'];
  return `${deepest?.instancePath}: ${deepest?.message}${Array.isArray(allowed) ? ` (${allowed.join(', ')})` : ''}`;
}

function resolve(content: TableFile, known: ReadonlyMap<string, MappingTable>, forms: readonly Form[]): MappingTable[] {
  if ('like' in content) {
    const model = known.get(content.like);
    if (model === undefined) throw new Error(`table ${content.table} is like ${content.like}, which is not there`);
    const fields = new Set(forms.find(({ id }) => id === content.table)?.fields.map(({ name }) => name));
    // A model has fields for every form that is like it; another form's table is like it as a whole.
    const table = overlayTable(model, content, (name) => model.model !== true || fields.has(name));
    return [{ ...table, nodes: nameTable(table.nodes, table.table) as MappingTable['nodes'] }];
  }
  const names = typeof content.table === 'string' ? [content.table] : content.table;
  return names.map((table) => ({
    ...content,
    table,
    nodes: content.model === true ? content.nodes : (nameTable(content.nodes, table) as MappingTable['nodes']),
  }));
}

/** Puts the name of the form for `$table`, so that one file can serve several forms. */
function nameTable(value: unknown, table: string): unknown {
  if (value === '$table') return table;
  if (Array.isArray(value)) return value.map((item) => nameTable(item, table));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, nameTable(item, table)]));
}
