import { readFileSync } from 'node:fs';

const NEW_LINE = 0x0a;
const TAB = '\t';

/** One line of a table of resources: what it is found by, and its JSON, parsed when it is asked for. */
export interface TableRow {
  readonly resourceType: string;
  readonly url: string;
  readonly version: string;
  parse(): unknown;
}

/**
 * Reads a file of resources, one a line: resourceType, url, version and JSON, with a tab between. The bytes stay outside
 * the heap; text and objects are made row by row, when asked for. Refuses (throws) a file that cannot be read.
 */
export function readResourceTable(file: string): TableRow[] {
  const bytes = readFileSync(file);
  const rows: TableRow[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(NEW_LINE, start);
    rows.push(rowAt(bytes, start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length : end + 1;
  }
  return rows;
}

function rowAt(bytes: Buffer, start: number, end: number): TableRow {
  const afterType = bytes.indexOf(TAB, start);
  const afterUrl = bytes.indexOf(TAB, afterType + 1);
  const afterVersion = bytes.indexOf(TAB, afterUrl + 1);
  return {
    resourceType: bytes.toString('latin1', start, afterType),
    url: bytes.toString('utf8', afterType + 1, afterUrl),
    version: bytes.toString('utf8', afterUrl + 1, afterVersion),
    parse: () => JSON.parse(bytes.toString('utf8', afterVersion + 1, end)),
  };
}
