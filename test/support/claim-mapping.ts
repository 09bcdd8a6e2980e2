import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import { loadCodeLists } from '../../src/fhir/code-lists.ts';
import { loadForms } from '../../src/fhir/forms.ts';
import { loadIdentifierSystems } from '../../src/fhir/identifier-systems.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import { loadEmrSections } from '../../src/map/evidence/emr-sections.ts';
import { createFormMapper } from '../../src/map/form-mapper.ts';
import { loadMappingTables } from '../../src/map/load-mapping-tables.ts';
import type { FormRecord } from '../../src/types/source-record.ts';

export const SYSTEMS = loadIdentifierSystems(PATHS.identifiers);
export const RULES = loadRuleCatalogue(PATHS.rules);
export const CODE_LISTS = loadCodeLists(join(PATHS.mappings, 'codes'));
export const TABLES = loadMappingTables(PATHS.mappings, ['claim', 'claim-4210']);
export const FORMS = loadForms(join(PATHS.mappings, 'forms'));
export const DECIDE_SECTIONS = loadEmrSections(join(PATHS.profiles, 'emr-sections.yaml'));

/** The claim mapper over the project's own tables. */
export const mapClaim = createFormMapper({
  tables: TABLES,
  forms: FORMS,
  systems: SYSTEMS,
  rules: RULES,
  codeLists: CODE_LISTS,
  decideSections: DECIDE_SECTIONS,
});

/** A claim record of facility 99001 with key LK1, from rows as plain objects. */
export function claimRecord(tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>): FormRecord {
  const entries = Object.entries(tables).map(([name, rows]) => [
    name,
    { name, rows: rows.map((fields, index) => ({ number: index + 1, fields: new Map(Object.entries(fields)) })) },
  ]);
  return {
    format: 'claim-xml',
    key: 'LK1',
    facility: '99001',
    position: 1,
    tables: new Map(entries as [string, { name: string; rows: never[] }][]),
    envelope: { root: 'GIAMDINHHS', syntax: 'xml', texts: new Map(), files: [] },
    issues: [],
  };
}
