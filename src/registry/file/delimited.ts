import { CsvError, parse } from 'csv-parse/sync';
import type { Bilingual } from '../../types/issue.ts';

/** A record of a file of delimited text. */
export interface DelimitedRecord {
  /** Line where it begins, from 1. */
  readonly at: number;
  readonly cells: readonly string[];
}

/** A file that is no delimited text: the line, and what is wrong there. */
export class DelimitedError extends Error {
  readonly line: number;
  readonly problem: Bilingual;

  constructor(line: number, problem: Bilingual) {
    super(`line ${line}: ${problem.en}`);
    this.line = line;
    this.problem = problem;
  }
}

const DELIMITERS = ['\t', ';', ',', '|'] as const;

/** The delimiter that stands most often in the first lines, outside of quotes: a tab, a semicolon, a comma or a bar. */
export function guessDelimiter(text: string): string {
  const head = text.slice(0, 4_096).replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Records of CSV or TSV: quoted cells may hold the delimiter, line ends and doubled quotes; empty lines are passed over.
 * Refuses (DelimitedError, naming the line) a quote that is never closed, and text after a closing one.
 * @source https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseDelimited(text: string, delimiter: string): readonly DelimitedRecord[] {
  try {
    const parsed = parse(text, {
      delimiter,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as readonly { readonly record: readonly string[]; readonly raw: string }[];
    let next = 1;
    return parsed
      .map(({ record, raw }) => {
        const at = next;
        next += lineEndsIn(raw);
        if (record.some((cell) => cell.startsWith('"'))) refuseTextAfterQuote(raw, delimiter, at);
        return { at, cells: record };
      })
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DelimitedError(Number(error['lines'] ?? 0), PROBLEMS[error.code] ?? OTHER_PROBLEM);
  }
}

/** Quotes inside a cell without quotes are text, and so they are taken; a quoted cell with text after it is broken. */
function refuseTextAfterQuote(raw: string, delimiter: string, line: number): void {
  try {
    parse(raw, { delimiter, relax_column_count: true });
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_INVALID_CLOSING_QUOTE') {
      throw new DelimitedError(line, AFTER_QUOTE);
    }
  }
}

const OTHER_PROBLEM: Bilingual = { vi: 'không phải văn bản phân cách', en: 'it is no delimited text' };
const AFTER_QUOTE: Bilingual = { vi: 'có chữ sau dấu ngoặc kép đóng', en: 'text stands after a closing quote' };
const PROBLEMS: Readonly<Record<string, Bilingual>> = {
  CSV_QUOTE_NOT_CLOSED: { vi: 'dấu ngoặc kép không được đóng', en: 'a quote is never closed' },
};

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
