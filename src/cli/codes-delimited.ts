import { OperationFailed } from './failures.ts';

/** A record of a file of delimited text. */
export interface DelimitedRecord {
  /** Line where it begins, from 1. */
  readonly at: number;
  readonly cells: readonly string[];
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
 * Refuses (OperationFailed, naming the line) a quote that is never closed, and text after a closing one.
 * @source https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseDelimited(text: string, delimiter: string): readonly DelimitedRecord[] {
  const records: DelimitedRecord[] = [];
  let at = 1;
  let position = 0;
  while (position < text.length) {
    const begin = at;
    const cells: string[] = [];
    for (;;) {
      const cell = text[position] === '"' ? readQuoted(text, position, at) : readPlain(text, position, delimiter);
      cells.push(cell.text);
      at += cell.lines;
      position = cell.end;
      if (text[position] !== delimiter) break;
      position += 1;
    }
    if (text[position] === '\r') position += 1;
    if (text[position] === '\n') position += 1;
    at += 1;
    if (cells.some((cell) => cell.trim() !== '')) records.push({ at: begin, cells });
  }
  return records;
}

interface Cell {
  readonly text: string;
  /** Position after it. */
  readonly end: number;
  /** Line ends inside. */
  readonly lines: number;
}

function readPlain(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(start, end), end, lines: 0 };
}

function readQuoted(text: string, start: number, at: number): Cell {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) throw new OperationFailed(`line ${at}: a quote is never closed`);
  const cell = text.slice(start + 1, end).replaceAll('""', '"');
  if (!/^[\t;,|\r\n]?$/.test(text.slice(end + 1, end + 2))) {
    throw new OperationFailed(`line ${at}: text stands after a closing quote`);
  }
  return { text: cell, end: end + 1, lines: cell.split('\n').length - 1 };
}
