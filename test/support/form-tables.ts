import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import { readYamlFolder } from '../../src/fhir/yaml-folder.ts';
import { createFormMapper } from '../../src/map/form-mapper.ts';
import { createFormReader } from '../../src/map/form-reader.ts';
import { loadMappingTables } from '../../src/map/load-mapping-tables.ts';
import { TABLE_FOLDERS } from '../../src/map/table-folders.ts';
import type { FormRecord } from '../../src/types/source-record.ts';
import { CODE_LISTS, DECIDE_SECTIONS, FORMS, RULES, SYSTEMS } from './claim-mapping.ts';

/** The project's tables of every format, in both directions. */
export const ALL_TABLES = loadMappingTables(PATHS.mappings, TABLE_FOLDERS);
/** Codes of the lists, of every version. */
export const CODES: ReadonlyMap<string, readonly string[]> = new Map(
  [...readYamlFolder(join(PATHS.mappings, 'codes'), 'failsafe').values()].map((file) => {
    const { list, versions } = file as { list: string; versions: readonly { codes: object }[] };
    return [list, versions.flatMap(({ codes }) => Object.keys(codes))];
  }),
);

const parts = { tables: ALL_TABLES, forms: FORMS, systems: SYSTEMS, rules: RULES, codeLists: CODE_LISTS };

export const mapForm = createFormMapper({ ...parts, decideSections: DECIDE_SECTIONS });
export const rebuild = createFormReader(parts);

/** The record as it is after its way to FHIR, through JSON text, and back. */
export function thereAndBack(record: FormRecord): FormRecord | undefined {
  const [again] = rebuild(JSON.parse(JSON.stringify(mapForm(record).resources)) as Record<string, unknown>[]).forms;
  return again?.record;
}

/** What of a record must come back to the letter, as plain data. */
export function comparable({ format, key, tables, envelope }: FormRecord): unknown {
  return {
    format,
    key,
    envelope: { ...envelope, texts: [...envelope.texts] },
    tables: [...tables.values()].map(({ name, rows }) => ({
      name,
      rows: rows.map(({ number, within, sentNames, jsonTypes, fields }) => ({
        number,
        within,
        sentNames,
        jsonTypes: jsonTypes === undefined ? undefined : [...jsonTypes],
        fields: [...fields].map(([name_, text]) => `${name_}=${text}`),
      })),
    })),
  };
}
