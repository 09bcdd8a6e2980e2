import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import { loadCodeLists } from '../../src/fhir/code-lists.ts';
import type { Issue } from '../../src/types/issue.ts';
import type { FormRecord, SourceTable } from '../../src/types/source-record.ts';
import { createBusinessRules } from '../../src/validate/business/create-business-rules.ts';
import { FORMS, RULES } from './claim-envelope.ts';

type Row = Readonly<Record<string, string>>;
type Change = Readonly<Record<string, string | null>>;

/** What is changed in the faultless record. */
export interface RecordChange {
  /** Fields of the first row of a table; null leaves the field out. */
  readonly change?: Readonly<Record<string, Change>>;
  /** More rows of a table, each the first row with changes. */
  readonly rows?: Readonly<Record<string, readonly Change[]>>;
  /** Other tables, with one row. */
  readonly tables?: Readonly<Record<string, Row>>;
  /** Tables that are left out. */
  readonly without?: readonly string[];
}

/** Folder of the tables of business rules. */
export const CASES = join(PATHS.root, 'test/cases/business');

const faultless = parse(readFileSync(join(CASES, 'faultless.yaml'), 'utf8')) as Readonly<Record<string, Row>>;

/** After every record of the tables. */
const RECEIVED_AT = Date.parse('2026-12-31T00:00:00+07:00');

/** All business rules, over the lists and forms that ship. */
export const checkBusiness = createBusinessRules({
  rules: RULES,
  codeLists: loadCodeLists(join(PATHS.mappings, 'codes')),
  forms: FORMS,
});

/** What the business rules find in a record that is received later. */
export function findIn(record: FormRecord): readonly Issue[] {
  return checkBusiness(record, RECEIVED_AT);
}

/** The faultless record of test/cases/business/faultless.yaml, changed. */
export function changedRecord({ change = {}, rows = {}, tables = {}, without = [] }: RecordChange): FormRecord {
  const own = Object.entries(faultless)
    .filter(([name]) => !without.includes(name))
    .map(([name, first]) => {
      const row = changed(first, change[name]);
      return toTable(name, [row, ...(rows[name] ?? []).map((more) => changed(row, more))]);
    });
  const others = Object.entries(tables).map(([name, row]) => toTable(name, [row]));
  return {
    format: 'claim-xml',
    key: 'LK1',
    facility: '00000',
    position: 1,
    tables: new Map([...own, ...others]),
    envelope: { root: 'GIAMDINHHS', syntax: 'xml', texts: new Map(), files: [] },
    issues: [],
  };
}

/** Rows as a table, for a record's map. */
export function toTable(name: string, rows: readonly Row[]): [string, SourceTable] {
  return [
    name,
    { name, rows: rows.map((fields, at) => ({ number: at + 1, fields: new Map(Object.entries(fields)) })) },
  ];
}

/** The first row of a table of the faultless record. */
export function faultlessRow(table: string): Row {
  return faultless[table] ?? {};
}

function changed(row: Row, change: Change = {}): Row {
  return Object.fromEntries(
    Object.entries({ ...row, ...change }).filter((pair): pair is [string, string] => pair[1] !== null),
  );
}
