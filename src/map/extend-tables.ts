import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
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
}

/**
 * Adds the tables of a deployment to those that ship. Each is `like` a table that is there: of the same name, it gives
 * further fields their homes, or other homes to known ones; of another name, it is the table of a form of its own.
 * Throws with the file and the mistake: a table with a mistake must not start.
 */
export function extendTables(
  known: ReadonlyMap<string, MappingTable>,
  { folder, folders, schema, displayOf }: TableExtensions,
): ReadonlyMap<string, MappingTable> {
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
    tables.set(
      content.table,
      expandTable(
        overlayTable(model, content, () => true),
        displayOf,
      ),
    );
  }
  return tables;
}

function filesOf(folder: string): (readonly [file: string, content: unknown])[] {
  if (!existsSync(folder)) return [];
  return [...readYamlFolder(folder)].map(([name, content]) => [join(folder, name), content] as const);
}
