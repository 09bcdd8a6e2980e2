import { stringify } from 'csv-stringify/sync';
import writeWorkbook from 'write-excel-file/node';
import type { Bilingual } from '../../types/issue.ts';
import type { Facility } from '../../types/registry.ts';
import { guardFormula } from '../file/formula-guard.ts';
import { type OutCell, toTable } from './registry-table.ts';

/** Formats in which the registry is written. */
export const REGISTRY_FORMATS = ['csv', 'xlsx', 'json'] as const;
export type RegistryFormat = (typeof REGISTRY_FORMATS)[number];

const SHEET: Bilingual = { vi: 'Danh mục', en: 'Registry' };
const WIDE: Readonly<Record<string, number>> = { name: 42, commune: 24, formerNames: 32 };

/**
 * The registry as a file that can be imported again without a change: CSV (UTF-8 with a byte order mark, for spreadsheets; a text
 * that a spreadsheet would take for a formula gets an apostrophe before it), XLSX (codes as text, real dates and numbers), JSON.
 * @param language of headings and words; JSON has none
 */
export async function writeRegistry(
  facilities: readonly Facility[],
  format: RegistryFormat,
  language: keyof Bilingual,
): Promise<Buffer> {
  if (format === 'json') return Buffer.from(`${JSON.stringify(facilities, null, 2)}\n`);
  return format === 'csv' ? writeCsv(facilities, language) : writeXlsx(facilities, language);
}

function writeCsv(facilities: readonly Facility[], language: keyof Bilingual): Buffer {
  const { headings, rows } = toTable(facilities, language);
  const cells = rows.map((row) => row.map(toText));
  return Buffer.from(stringify([headings, ...cells], { bom: true, record_delimiter: 'windows' }));
}

function toText(cell: OutCell): string {
  if (cell === null || typeof cell === 'number') return cell === null ? '' : String(cell);
  return typeof cell === 'string' ? guardFormula(cell) : cell.day;
}

async function writeXlsx(facilities: readonly Facility[], language: keyof Bilingual): Promise<Buffer> {
  const { keys, headings, rows } = toTable(facilities, language);
  const header = headings.map((value) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true }));
  return writeWorkbook([header, ...rows.map((row) => row.map(toCell))], {
    sheet: SHEET[language],
    stickyRowsCount: 1,
    stickyColumnsCount: 2,
    columns: keys.map((key) => ({ width: WIDE[key] ?? (key.endsWith('reason') ? 48 : 16) })),
  }).toBuffer();
}

function toCell(cell: OutCell) {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (typeof cell === 'string') return { value: cell, type: String, format: '@' };
  return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
}
