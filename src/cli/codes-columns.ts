import type { CodeFile, CodeFileRow } from './codes-file.ts';
import { OperationFailed } from './failures.ts';

/** Where code and names stand in a row; -1 for a column that is not there. */
export interface CodeColumns {
  readonly code: number;
  readonly vi: number;
  readonly en: number;
}

/** Columns that the user names. */
export interface NamedColumns {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
}

/** Titles and blank rows that may stand above the names of the columns. */
const MAX_TITLE_ROWS = 20;

const CODE_NAMES = ['ma', 'code', 'maso'];
const NAME_NAMES = ['ten', 'name', 'display', 'tengoi', 'tentiengviet', 'vi'];
const ENGLISH_NAMES = ['en', 'english', 'tienganh', 'tentienganh'];

/**
 * Finds the row that names the columns, and in it the columns of code, name and English name: by usual names (`ma`,
 * `code`; `ten`, `name`), by the name of the list (`MA_KHOA`), else by the only name that begins with `ma` or `ten`.
 * Gives the columns and the rows below. Fails (OperationFailed, with the names there are) when the code column is not clear.
 */
export function findColumns(
  { rows }: CodeFile,
  list: string,
  named: NamedColumns,
): { readonly columns: CodeColumns; readonly rows: readonly CodeFileRow[] } {
  for (const [index, { cells }] of rows.slice(0, MAX_TITLE_ROWS).entries()) {
    const columns = columnsOf(cells, list, named);
    if (columns !== undefined) return { columns, rows: rows.slice(index + 1) };
  }
  const widest = rows.slice(0, MAX_TITLE_ROWS).toSorted((one, other) => other.cells.length - one.cells.length)[0];
  const there = widest?.cells.map((cell) => `'${cell.trim()}'`).join(', ') ?? 'nothing';
  throw new OperationFailed(`no column of codes is found among ${there}: name it with --code-column`);
}

function columnsOf(cells: readonly string[], list: string, named: NamedColumns): CodeColumns | undefined {
  const names = cells.map(plain);
  const code = named.code === undefined ? findCode(names, list) : names.indexOf(plain(named.code));
  if (code < 0) return undefined;
  const isEnglish = (name: string) => ENGLISH_NAMES.includes(name) || name.includes('tienganh');
  const vi = named.name === undefined ? findName(names, isEnglish) : names.indexOf(plain(named.name));
  if (named.name !== undefined && vi < 0) return undefined;
  return { code, vi, en: names.findIndex((name, column) => column !== vi && isEnglish(name)) };
}

function findCode(names: readonly string[], list: string): number {
  const exact = firstOf(names, [plain(list), ...CODE_NAMES]);
  return exact < 0 ? onlyOne(names, (name) => name.startsWith('ma')) : exact;
}

function findName(names: readonly string[], isEnglish: (name: string) => boolean): number {
  const exact = firstOf(names, NAME_NAMES);
  return exact < 0 ? onlyOne(names, (name) => name.startsWith('ten') && !isEnglish(name)) : exact;
}

function firstOf(names: readonly string[], wanted: readonly string[]): number {
  return names.indexOf(wanted.find((name) => names.includes(name)) ?? '\0');
}

function onlyOne(names: readonly string[], fits: (name: string) => boolean): number {
  const found = names.flatMap((name, column) => (fits(name) ? [column] : []));
  return found.length === 1 ? (found[0] ?? -1) : -1;
}

/** A name without diacritics, in small letters, nothing but letters and digits: `Mã khoa` -> `makhoa`. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]/g, '');
}
