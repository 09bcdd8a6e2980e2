import { headingsOf, keyOfHeading } from '../fields.ts';
import type { Cell, Place, RawEntry, Report, Told } from './raw-entry.ts';
import type { Sheet, SheetRow } from './read-sheets.ts';

/** Titles and blank rows that may stand above the headings. */
const MAX_TITLE_ROWS = 20;

interface Column {
  readonly index: number;
  readonly key: string;
  readonly heading: string;
}

/**
 * What the sheets tell of facilities. The headings are the first row that names the column of codes and one more; sheets
 * without such a row are passed over (LT-F013) unless there is none with it (LT-F007). Reports columns that are not known
 * (LT-F008), two that mean the same (LT-F009), and a file without facilities (LT-F010).
 */
export function toEntries(sheets: readonly Sheet[], report: Report): readonly RawEntry[] {
  const found = sheets.map((sheet) => ({ sheet, header: findHeader(sheet) }));
  if (found.every(({ header }) => header === undefined)) {
    report('LT-F007', { sheet: null, row: null, column: null });
    return [];
  }
  const entries = found.flatMap(({ sheet, header }) => {
    if (header === undefined) {
      if (sheet.rows.length > 0) report('LT-F013', { sheet: sheet.name, row: null, column: null });
      return [];
    }
    const columns = readColumns(sheet, header, report);
    return sheet.rows
      .filter(({ at, cells }) => at > header.at && cells.some((cell) => !isEmpty(cell)))
      .map((row) => toEntry(sheet.name, row, columns));
  });
  if (entries.length === 0) report('LT-F010', { sheet: null, row: null, column: null });
  return entries;
}

function findHeader({ rows }: Sheet): SheetRow | undefined {
  return rows.slice(0, MAX_TITLE_ROWS).find(({ cells }) => {
    const keys = cells.map((cell) => keyOfHeading(headingText(cell)));
    return keys.includes('code') && new Set(keys.filter((key) => key !== undefined)).size > 1;
  });
}

function readColumns({ name, rows }: Sheet, header: SheetRow, report: Report): readonly Column[] {
  const place = (column: string): Place => ({ sheet: name, row: header.at, column });
  const columns: Column[] = [];
  for (const [index, cell] of header.cells.entries()) {
    const heading = headingText(cell);
    const key = keyOfHeading(heading);
    const twin = columns.find((one) => one.key === key);
    if (key !== undefined && twin !== undefined) {
      report('LT-F009', place(heading), { first: twin.heading, meaning: headingsOf(key) });
    } else if (key !== undefined) {
      columns.push({ index, key, heading });
    } else if (rows.some(({ at, cells }) => at >= header.at && !isEmpty(cells[index] ?? null))) {
      report('LT-F008', place(heading === '' ? letterOf(index) : heading));
    }
  }
  return columns;
}

function toEntry(sheet: string | null, { at, cells }: SheetRow, columns: readonly Column[]): RawEntry {
  const told = new Map<string, Told>();
  for (const { index, key, heading } of columns) {
    const cell = cells[index] ?? null;
    // A column of days that is there and empty says that the decision holds since ever.
    if (!isEmpty(cell)) told.set(key, { cell, column: heading });
    else if (/^scope\.\d+\.from$/.test(key)) told.set(key, { cell: null, column: heading });
  }
  return { sheet, row: at, told, whole: new Set() };
}

/** A month may have become a date when the heading was typed into a spreadsheet. */
function headingText(cell: Cell): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 7);
  return cell === null ? '' : String(cell).trim();
}

function isEmpty(cell: Cell): boolean {
  return cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** `A`, `B`, …, `AA`: a column without a heading. */
function letterOf(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : letterOf(rest - 1)) + String.fromCharCode(65 + (index % 26));
}
