import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import { type Form, loadForms } from '../fhir/forms.ts';
import { readYamlFolder } from '../fhir/yaml-folder.ts';
import type { MappingTable, TableFile } from './mapping-table.ts';

/**
 * Reads the mapping tables of some folders of mappings/, checks each against mappings/schema.json, resolves `like`, and
 * gives the fields of a form that is kept whole (`open`) their homes in its extension.
 * Throws with the file and the place of the mistake: a table with a mistake must not start.
 */
export function loadMappingTables(mappings: string, folders: readonly string[]): ReadonlyMap<string, MappingTable> {
  const check = new Ajv({ allErrors: true, strict: false }).compile<TableFile>(
    JSON.parse(readFileSync(join(mappings, 'schema.json'), 'utf8')) as SchemaObject,
  );
  const { forms } = loadForms(join(mappings, 'forms'));
  const tables = new Map<string, MappingTable>();
  for (const [file, content] of folders.flatMap((folder) => filesOf(join(mappings, folder)))) {
    if (!check(content)) {
      const [first] = check.errors ?? [];
      throw new Error(`${file}${first?.instancePath}: ${first?.message}`);
    }
    for (const table of resolve(content, tables)) tables.set(table.table, keepWhole(table, forms));
  }
  return tables;
}

function filesOf(folder: string): (readonly [file: string, content: unknown])[] {
  return [...readYamlFolder(folder)].map(([name, content]) => [join(folder, name), content] as const);
}

function resolve(content: TableFile, known: ReadonlyMap<string, MappingTable>): MappingTable[] {
  if ('like' in content) {
    const { like, ...own } = content;
    const model = known.get(like);
    if (model === undefined) throw new Error(`table ${own.table} is like ${like}, which is not there`);
    return [{ ...model, ...own, fields: { ...model.fields, ...own.fields } }];
  }
  const names = typeof content.table === 'string' ? [content.table] : content.table;
  return names.map((table) => ({ ...content, table, nodes: nameTable(content.nodes, table) as MappingTable['nodes'] }));
}

/** Every field of an open table's form as a part of the form's extension; those that the table itself maps stay. */
function keepWhole(table: MappingTable, forms: readonly Form[]): MappingTable {
  if (table.open !== true) return table;
  const form = forms.find(({ id }) => id === table.table);
  const kept = form?.fields.map(({ name }) => [name, `${table.keep}.@string`]) ?? [];
  return { ...table, fields: { ...Object.fromEntries(kept), ...table.fields } };
}

/** Puts the name of the form for `$table`, so that one file can serve several forms. */
function nameTable(value: unknown, table: string): unknown {
  if (value === '$table') return table;
  if (Array.isArray(value)) return value.map((item) => nameTable(item, table));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, nameTable(item, table)]));
}
