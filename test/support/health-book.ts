import { PATHS } from '../../src/config/paths.ts';
import { createFormMapper } from '../../src/map/form-mapper.ts';
import { createFormReader } from '../../src/map/form-reader.ts';
import { loadMappingTables } from '../../src/map/load-mapping-tables.ts';
import type { FormRecord, SourceRow, SourceTable } from '../../src/types/source-record.ts';
import { CODE_LISTS, DECIDE_SECTIONS, FORMS, RULES, SYSTEMS } from './claim-mapping.ts';

/** The tables of the personal health record. */
export const HEALTH_BOOK_TABLES = loadMappingTables(PATHS.mappings, ['health-book']);

const parts = { tables: HEALTH_BOOK_TABLES, forms: FORMS, systems: SYSTEMS, rules: RULES, codeLists: CODE_LISTS };

export const mapHealthBook = createFormMapper({ ...parts, decideSections: DECIDE_SECTIONS });
export const readHealthBook = createFormReader(parts);

/** The record itself, which everything stands inside. */
const BODY = 'QD831.HOSOSUCKHOE';

/** One row: its fields, and `within` the place of the row that it stands inside (`HOSOKHAMCHUABENH[2]`). */
export type BookRow = Readonly<Record<string, string>> & { readonly within?: string };

/** A health book of facility 99001, from rows of forms named without `QD831.`. */
export function healthBook(groups: Readonly<Record<string, readonly BookRow[]>>, key = '000000000001'): FormRecord {
  const inside = Object.entries(groups).map(([group, rows]): readonly [string, SourceTable] => {
    const name = `QD831.${group}`;
    return [name, { name, rows: rows.map(toRow) }];
  });
  const body: SourceTable = { name: BODY, rows: [{ number: 1, fields: new Map() }] };
  return {
    format: 'health-book-xml',
    key,
    facility: '99001',
    position: 1,
    tables: new Map([[BODY, body], ...inside]),
    envelope: {
      root: 'Data',
      syntax: 'xml',
      texts: new Map([
        ['HEADER/SENDER_CODE', '99001'],
        ['HEADER/REQUEST_ID', 'YC-1'],
      ]),
      files: [],
    },
    issues: [],
  };
}

function toRow({ within, ...fields }: BookRow, index: number): SourceRow {
  const place = within === undefined ? `${BODY}[1]` : `QD831.${within}`;
  return { number: index + 1, fields: new Map(Object.entries(fields)), within: place };
}
