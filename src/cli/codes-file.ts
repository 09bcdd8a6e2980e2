import { parse } from 'yaml';
import { DelimitedError, type DelimitedRecord, guessDelimiter, parseDelimited } from '../registry/file/delimited.ts';
import { OperationFailed } from './failures.ts';
import { isJsonObject, withoutByteOrderMark } from './read-json-file.ts';

/** A file of codes as rows of cells; which cells are which is not known yet. */
export interface CodeFile {
  /** What `at` counts. */
  readonly unit: 'line' | 'entry';
  /** The first rows may be titles; one of them names the columns. */
  readonly rows: readonly CodeFileRow[];
}

export interface CodeFileRow {
  /** Line or entry, from 1. */
  readonly at: number;
  readonly cells: readonly string[];
}

/** More is no list of codes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** First bytes of files that only look like lists. */
const FOREIGN: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'an Excel workbook (.xlsx)'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook (.xls)'],
];

/**
 * Reads a file of codes: CSV or TSV (also `;` and `|`), JSON or YAML (a list of objects, an object of code and name, a FHIR
 * CodeSystem); UTF-8 or, with a byte order mark, UTF-16. Every value stays the text it is: `01`, `1.10`.
 * Fails (OperationFailed) on workbooks, other encodings, and numbers in JSON, which have lost their zeros.
 */
export function readCodeFile(bytes: Buffer, name: string): CodeFile {
  if (bytes.length > MAX_BYTES) throw new OperationFailed(`${name} is larger than 64 MiB`);
  const [, foreign] = FOREIGN.find(([first]) => first.every((byte, at) => bytes[at] === byte)) ?? [];
  if (foreign !== undefined) {
    throw new OperationFailed(`${name} is ${foreign}: save the sheet as CSV UTF-8, with the column of codes as text`);
  }
  const text = decode(bytes, name);
  if (/\.ya?ml$/i.test(name)) return rowsOfEntries(parseYaml(text, name), name);
  if (/\.json$/i.test(name) || /^\s*[[{]/.test(text)) return rowsOfEntries(parseJson(text, name), name);
  return { unit: 'line', rows: rowsOfText(text, name) };
}

function rowsOfText(text: string, name: string): readonly DelimitedRecord[] {
  try {
    return parseDelimited(text, guessDelimiter(text));
  } catch (error) {
    throw error instanceof DelimitedError ? new OperationFailed(`${name}: ${error.message}`) : error;
  }
}

function decode(bytes: Buffer, name: string): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    const decoder = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true, ignoreBOM: true });
    return withoutByteOrderMark(decoder.decode(bytes)).normalize('NFC');
  } catch {
    throw new OperationFailed(`${name} is neither UTF-8 nor UTF-16: save it as CSV UTF-8`);
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new OperationFailed(`${name} is not JSON`);
  }
}

/** All words without quotes are text, so that codes keep their zeros. */
function parseYaml(text: string, name: string): unknown {
  try {
    return parse(text, { schema: 'failsafe' }) as unknown;
  } catch {
    throw new OperationFailed(`${name} is not YAML`);
  }
}

function rowsOfEntries(content: unknown, name: string): CodeFile {
  const entries = entriesOf(content);
  if (entries === undefined) {
    throw new OperationFailed(`${name} is neither a list of objects, nor an object of code and name, nor a CodeSystem`);
  }
  const header = [...new Set(entries.slice(0, 100).flatMap((entry) => Object.keys(entry)))];
  const rows = entries.map((entry, index) => {
    const cells = header.map((column) => cellOf(entry[column], `${name}, entry ${index + 1}: ${column}`));
    return { at: index + 1, cells };
  });
  return { unit: 'entry', rows: [{ at: 0, cells: header }, ...rows] };
}

type Entry = Readonly<Record<string, unknown>>;

function entriesOf(content: unknown): readonly Entry[] | undefined {
  if (Array.isArray(content)) return content.every(isJsonObject) ? content : undefined;
  if (!isJsonObject(content)) return undefined;
  if (content['resourceType'] === 'CodeSystem') return conceptsOf(content);
  const isCodeAndName = Object.values(content).every((name) => typeof name === 'string');
  return isCodeAndName ? Object.entries(content).map(([code, name]) => ({ code, name })) : undefined;
}

/** Concepts in their order, children after their parent. The tree is walked without recursion, however deep it is. */
function conceptsOf(codeSystem: Entry): readonly Entry[] {
  const concepts: Entry[] = [];
  const waiting: unknown[] = [codeSystem];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (!isJsonObject(node)) continue;
    if (node !== codeSystem) concepts.push({ code: node['code'], display: node['display'] });
    const children: unknown = node['concept'];
    if (Array.isArray(children)) for (const child of children.toReversed()) waiting.push(child);
  }
  return concepts;
}

function cellOf(value: unknown, place: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number')
    throw new OperationFailed(`${place} is a number and may have lost zeros; write it as text`);
  return JSON.stringify(value);
}
