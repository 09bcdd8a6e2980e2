import { stringify } from 'csv-stringify/sync';
import type { Table } from './tables/table.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as CSV that Excel opens with its Vietnamese letters (RFC 4180, UTF-8 with byte order mark): shares are numbers from 0 to 1,
 * days ISO 8601, what is unknown is empty. A text that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function renderCsv({ columns, rows }: Table): Buffer {
  const header = columns.map(({ header: name }) => name);
  const values = rows.map((row) => row.map(({ value }) => value));
  const lines = stringify([header, ...values], { escape_formulas: true, record_delimiter: '\r\n' });
  return Buffer.from(BYTE_ORDER_MARK + lines);
}
