import readWorkbook from 'read-excel-file/node';
import { DelimitedError, guessDelimiter, parseDelimited } from './delimited.ts';
import { unguardFormula } from './formula-guard.ts';
import type { Cell, Report } from './raw-entry.ts';

/** A table of a registry file, without what it means. */
export interface Sheet {
  /** Null in a file that has no sheets. */
  readonly name: string | null;
  readonly rows: readonly SheetRow[];
}

export interface SheetRow {
  /** From 1. */
  readonly at: number;
  readonly cells: readonly Cell[];
}

/** Sheets of a file of cells, or the content of a JSON file. */
export type RegistryContent = { readonly sheets: readonly Sheet[] } | { readonly json: unknown };

/** More is no registry of a province. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_ROWS = 50_000;
const ROWS_TOLD = { vi: `${MAX_ROWS.toLocaleString('vi-VN')} dòng`, en: `${MAX_ROWS.toLocaleString('en-US')} rows` };

const FILE = { sheet: null, row: null, column: null } as const;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * Reads a registry file by its content: a workbook (.xlsx), JSON, or delimited text (comma, semicolon, tab, bar) in UTF-8, or in
 * UTF-16 with a byte order mark. Reports what it is not (LT-F001 to LT-F006) and gives undefined.
 */
export async function readContent(bytes: Buffer, report: Report): Promise<RegistryContent | undefined> {
  if (bytes.length > MAX_BYTES) return fail(report, 'LT-F003', { limit: '16 MiB' });
  if (startsWith(bytes, OLD_EXCEL)) return fail(report, 'LT-F002');
  const content = startsWith(bytes, ZIP) ? await readXlsx(bytes, report) : readText(bytes, report);
  if (content === undefined || 'json' in content) return content;
  const rows = content.sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  return rows > MAX_ROWS ? fail(report, 'LT-F003', { limit: ROWS_TOLD }) : content;
}

async function readXlsx(bytes: Buffer, report: Report): Promise<RegistryContent | undefined> {
  try {
    const sheets = await readWorkbook(bytes);
    return {
      sheets: sheets.map(({ sheet, data }) => ({
        name: sheet,
        rows: data.map((cells, index) => ({ at: index + 1, cells: cells as unknown as readonly Cell[] })),
      })),
    };
  } catch {
    return fail(report, 'LT-F004');
  }
}

function readText(bytes: Buffer, report: Report): RegistryContent | undefined {
  const text = decode(bytes);
  if (text === undefined) return fail(report, 'LT-F001');
  if (/^\s*[[{]/.test(text)) {
    const json = parseJson(text);
    return json === undefined ? fail(report, 'LT-F005') : json;
  }
  try {
    const rows = parseDelimited(text, guessDelimiter(text));
    return { sheets: [{ name: null, rows: rows.map(({ at, cells }) => ({ at, cells: cells.map(unguardFormula) })) }] };
  } catch (error) {
    if (!(error instanceof DelimitedError)) throw error;
    report('LT-F006', { ...FILE, row: error.line }, { problem: error.problem });
    return undefined;
  }
}

function decode(bytes: Buffer): string | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function startsWith(bytes: Buffer, first: readonly number[]): boolean {
  return first.every((byte, at) => bytes[at] === byte);
}

function fail(report: Report, rule: string, values: Parameters<Report>[2] = {}): undefined {
  report(rule, FILE, values);
  return undefined;
}
