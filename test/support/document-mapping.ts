import type { Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../src/config/paths.ts';
import { createFormMapper } from '../../src/map/form-mapper.ts';
import { createFormReader } from '../../src/map/form-reader.ts';
import { loadMappingTables } from '../../src/map/load-mapping-tables.ts';
import type { FormRecord } from '../../src/types/source-record.ts';
import { CODE_LISTS, DECIDE_SECTIONS, FORMS, RULES, SYSTEMS } from './claim-mapping.ts';

export const DOCUMENT_TABLES = loadMappingTables(PATHS.mappings, ['document']);

const parts = { tables: DOCUMENT_TABLES, forms: FORMS, systems: SYSTEMS, rules: RULES, codeLists: CODE_LISTS };

/** The mapper over the tables of the documents of 2025. */
export const mapDocument = createFormMapper({ ...parts, decideSections: DECIDE_SECTIONS });
const rebuild = createFormReader(parts);

/** The record that is rebuilt from what the mapper made, after a way through JSON text. */
export function rebuildDocument(resources: readonly Resource[]): FormRecord | undefined {
  return rebuild(JSON.parse(JSON.stringify(resources)) as Record<string, unknown>[]).forms[0]?.record;
}

/** The documents of one HOSO of facility 99001, from fields as plain objects. */
export function documentRecord(documents: Readonly<Record<string, Readonly<Record<string, string>>>>): FormRecord {
  const tables = Object.entries(documents).map(([name, fields]) => {
    const row = { number: 1, fields: new Map(Object.entries(fields)) };
    return [name, { name, rows: [row] }] as const;
  });
  return {
    format: 'document-xml',
    key: 'CT-THU-0001',
    facility: '99001',
    position: 1,
    tables: new Map(tables),
    envelope: { root: 'HSCHUNGTU', syntax: 'xml', texts: new Map(), files: [] },
    issues: [],
  };
}
