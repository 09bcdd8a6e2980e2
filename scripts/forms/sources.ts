import { join } from 'node:path';
import { type CodeLists, loadCodeLists } from '../../src/fhir/code-lists.ts';
import { type FieldMeanings, loadFieldMeanings } from '../../src/fhir/field-meanings.ts';
import { type Form, loadForms } from '../../src/fhir/forms.ts';
import { type IdentifierSystems, loadIdentifierSystems } from '../../src/fhir/identifier-systems.ts';
import { readYamlFolder } from '../../src/fhir/yaml-folder.ts';
import { loadMappingTables } from '../../src/map/load-mapping-tables.ts';
import type { MappingTable } from '../../src/map/mapping-table.ts';
import { TABLE_FOLDERS } from '../../src/map/table-folders.ts';

/** What the pages are made from. */
export interface PageSources {
  /** All forms, in the order of their files. */
  readonly forms: readonly Form[];
  readonly tables: ReadonlyMap<string, MappingTable>;
  /** File of a form's table, below mappings/. */
  readonly tableFiles: ReadonlyMap<string, string>;
  readonly meanings: FieldMeanings;
  readonly lists: CodeLists;
  /** File of a code list, below mappings/. */
  readonly listFiles: ReadonlyMap<string, string>;
  readonly systems: IdentifierSystems;
}

/** Reads everything from mappings/ and profiles/identifiers.json; throws where a table has a mistake. */
export function readPageSources(mappings: string, identifiers: string): PageSources {
  const { forms } = loadForms(join(mappings, 'forms'));
  return {
    forms,
    tables: loadMappingTables(mappings, TABLE_FOLDERS),
    tableFiles: filesBy<{ readonly table: string | readonly string[] }>(mappings, TABLE_FOLDERS, ({ table }) => table),
    meanings: loadFieldMeanings(join(mappings, 'meanings'), forms),
    lists: loadCodeLists(join(mappings, 'codes')),
    listFiles: filesBy<{ readonly list: string }>(mappings, ['codes'], ({ list }) => list),
    systems: loadIdentifierSystems(identifiers),
  };
}

/** Files of folders by the names that they have in them. */
function filesBy<Content>(
  mappings: string,
  folders: readonly string[],
  namesOf: (content: Content) => string | readonly string[],
): ReadonlyMap<string, string> {
  const files = folders.flatMap((folder) =>
    [...readYamlFolder(join(mappings, folder), folder === 'codes' ? 'failsafe' : 'core')].flatMap(([name, content]) =>
      [namesOf(content as Content)].flat().map((key) => [key, `${folder}/${name}`] as const),
    ),
  );
  return new Map(files);
}
