import writeExcelFile, { type CellObject } from 'write-excel-file/node';
import { cutShare } from './cut-share.ts';
import type { Cell, Table } from './tables/table.ts';
import { clearZipTimes } from './zip-times.ts';

const FORMATS = {
  count: '#,##0',
  share: '0.0%',
  day: 'dd/mm/yyyy',
  month: 'mm/yyyy',
  instant: 'dd/mm/yyyy hh:mm',
} as const;
const HEADER = {
  fontWeight: 'bold',
  wrap: true,
  alignVertical: 'center',
  backgroundColor: '#DCE6F2',
  bottomBorderStyle: 'thin',
} as const;

/**
 * Tables as a workbook, a sheet each with its header frozen: numbers, shares and days are cells of their type with a format, so that
 * Excel reckons with them and shows them as the reader's own system writes numbers; what is unknown is an empty cell. Shares are cut as
 * in the PDF, so that none reads 100 % that is not.
 */
export async function renderXlsx(tables: readonly Table[]): Promise<Buffer> {
  const sheets = tables.map(({ title, head = [], columns, rows }) => ({
    sheet: title,
    // A head of its own would fill a small screen, and is read once.
    ...(head.length === 0 ? { stickyRowsCount: 1 } : {}),
    orientation: 'landscape' as const,
    columns: columns.map(({ width }) => ({ width })),
    data: [
      ...head.map((row) => row.map(toHeadCell)),
      ...(head.length === 0 ? [] : [[]]),
      columns.map(({ header }) => ({ ...HEADER, type: String, value: header })),
      ...rows.map((row) => row.map(toCell)),
    ],
  }));
  return clearZipTimes(await writeExcelFile(sheets, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer());
}

/** The name, then what it is, which may run over the empty cells beside it. */
function toHeadCell(cell: Cell, place: number): CellObject | null {
  const made = toCell({ ...cell, kind: cell.kind === 'long' ? 'text' : cell.kind });
  return made === null ? null : { ...made, align: 'left', ...(place === 0 ? { fontWeight: 'bold' as const } : {}) };
}

function toCell({ kind, value }: Cell): CellObject | null {
  if (value === null) return null;
  if (typeof value === 'number') {
    if (kind === 'share') return { type: Number, value: cutShare(value), format: FORMATS.share };
    return { type: Number, value, format: FORMATS.count };
  }
  if (kind === 'day' || kind === 'month' || kind === 'instant')
    return { type: Date, value: toDate(value), format: FORMATS[kind] };
  return { type: String, value, wrap: kind === 'long', alignVertical: 'top' };
}

/** A spreadsheet knows no zone: the clock of Asia/Ho_Chi_Minh as it stands in the text, read as if it were UTC. */
function toDate(text: string): Date {
  if (text.length === 7) return new Date(`${text}-01T00:00:00Z`);
  return new Date(text.length === 10 ? `${text}T00:00:00Z` : `${text.slice(0, 19)}Z`);
}
