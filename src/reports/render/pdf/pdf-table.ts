import type { Cell, Table } from '../tables/table.ts';
import type { Words } from '../words.ts';
import { type Block, LINES } from './block.ts';

const NUMBERS: readonly Cell['kind'][] = ['count', 'share'];

/** A table whose head stands again on every page and whose rows are never torn apart. Widths as pdfmake takes them, one a column. */
export function pdfTable(
  { columns, rows }: Table,
  widths: readonly (number | string)[],
  words: Words,
  { fontSize = 8, title = [], write = () => undefined }: TableLook = {},
): Block {
  const isNumber = columns.map((_, place) => rows.some((row) => NUMBERS.includes(row[place]?.kind ?? 'text')));
  return gridOf(
    columns.map(({ header }, place) => ({ text: header, alignment: isNumber[place] === true ? 'right' : 'left' })),
    rows.map((row, place) =>
      row.map((cell, column) => ({
        text: write(place, column) ?? writeCell(cell, words),
        alignment: NUMBERS.includes(cell.kind) ? 'right' : 'left',
      })),
    ),
    widths,
    { fontSize, title },
  );
}

export interface GridLook {
  readonly fontSize?: number;
  /** Over the head, and again on every page. */
  readonly title?: readonly Block[];
}

export interface TableLook extends GridLook {
  /** What stands in a cell (both from 0) instead of what its kind writes; undefined leaves it. */
  readonly write?: (row: number, column: number) => string | undefined;
}

/** The same of blocks. */
export function gridOf(
  head: readonly { readonly [name: string]: unknown }[],
  body: readonly (readonly Block[])[],
  widths: readonly (number | string)[],
  { fontSize = 8, title = [] }: GridLook = {},
): Block {
  const span = head.slice(1).map(() => '');
  return {
    table: {
      headerRows: title.length === 0 ? 1 : 2,
      dontBreakRows: true,
      keepWithHeaderRows: 1,
      widths,
      body: [
        ...(title.length === 0 ? [] : [[{ stack: title, colSpan: head.length, margin: [-4, 0, 0, 0] }, ...span]]),
        head.map((cell) => ({ style: 'head', ...cell })),
        ...body,
      ],
    },
    layout: LINES,
    fontSize,
    margin: [0, 0, 0, 6],
  };
}

/** A cell as the language writes it. */
export function writeCell({ kind, value }: Cell, words: Words): string {
  if (kind === 'count' || kind === 'share') {
    const number = typeof value === 'number' ? value : null;
    return kind === 'share' ? words.percent(number) : words.count(number);
  }
  const text = value === null ? null : String(value);
  if (kind === 'day') return words.day(text);
  if (kind === 'instant') return words.instant(text);
  return kind === 'month' && text !== null ? words.month(text) : (text ?? '');
}
