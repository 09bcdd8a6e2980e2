import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import type { Form } from '../fhir/forms.ts';
import { readYamlFolder } from '../fhir/yaml-folder.ts';
import { type DisplayOf, expandTable } from './expand-table.ts';
import type { MappingTable } from './mapping-table.ts';
import { overlayTable, type TableOverlay } from './overlay-table.ts';

/** What a deployment's own tables are read with. */
export interface TableExtensions {
  /** The deployment's folder; its tables stand in folders of the same names as in mappings/. */
  readonly folder: string;
  readonly folders: readonly string[];
  /** mappings/schema.json */
  readonly schema: string;
  readonly displayOf: DisplayOf;
  /** The forms, with those that the deployment adds. */
  readonly forms: readonly Form[];
  /** True for a code list that is there. */
  readonly isList: (list: string) => boolean;
}

/**
 * Adds the tables of a deployment to those that ship. Each is `like` a table that is there: of the same name, it gives
 * further fields their homes, or other homes to known ones; of another name, it is the table of a form of its own.
 * Throws (one line: file, what is wrong) a folder that is none, a folder or file in it that nothing reads, a table for no
 * form, a field that the form lacks, a code list that is not there: a table with a mistake must not start.
 */
export function extendTables(
  known: ReadonlyMap<string, MappingTable>,
  extensions: TableExtensions,
): ReadonlyMap<string, MappingTable> {
  const { folder, folders, schema } = extensions;
  checkFolder(folder, folders);
  const check = new Ajv({ allErrors: true, strict: false }).compile<TableOverlay>(
    JSON.parse(readFileSync(schema, 'utf8')) as SchemaObject,
  );
  const tables = new Map(known);
  for (const [file, content] of folders.flatMap((name) => filesOf(join(folder, name)))) {
    if (!check(content)) {
      const [first] = check.errors ?? [];
      throw new Error(`${file}${first?.instancePath}: ${first?.message}`);
    }
    const model = tables.get(content.like);
    if (model === undefined) throw new Error(`${file}: it is like ${content.like ?? 'nothing'}, which is not a table`);
    checkFields(file, content, extensions);
    tables.set(
      content.table,
      expandTable(
        overlayTable(model, content, () => true),
        extensions.displayOf,
      ),
    );
  }
  return tables;
}

function checkFolder(folder: string, folders: readonly string[]): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder} is no folder`);
  const read = new Set(['forms', ...folders]);
  const stranger = readdirSync(folder).find((name) => !name.startsWith('.') && !read.has(name));
  if (stranger !== undefined)
    throw new Error(`${join(folder, stranger)}: nothing reads it; there are ${[...read].join(', ')}`);
}

function checkFields(file: string, { table, fields = {} }: TableOverlay, { forms, isList }: TableExtensions): void {
  const form = forms.find(({ id }) => id === table);
  if (form === undefined) throw new Error(`${file}: there is no form ${table}; add it under forms/`);
  const names = new Set(form.fields.map(({ name }) => name));
  for (const [field, spec] of Object.entries(fields)) {
    if (!names.has(field)) throw new Error(`${file}: ${table} has no field ${field}; add it under forms/`);
    const list = typeof spec === 'object' && 'list' in spec ? spec.list : undefined;
    if (list !== undefined && !isList(list))
      throw new Error(`${file}: ${field} is taken from ${list}, which is no code list`);
  }
}

function filesOf(folder: string): (readonly [file: string, content: unknown])[] {
  if (!existsSync(folder)) return [];
  return [...readYamlFolder(folder)].map(([name, content]) => [join(folder, name), content] as const);
}
