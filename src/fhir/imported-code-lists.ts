import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isCalendarDay } from './local-time.ts';

/** Code, name in Vietnamese, name in English; names that are not known are '', at the end left out. */
export type ImportedCode = readonly [code: string, vi?: string, en?: string];

/** One dated version of a national list that a deployment loaded (`lien-thong codes import`). */
export interface ImportedCodeList {
  readonly list: string;
  /** First and last day, `YYYY-MM-DD`; null when open. */
  readonly from: string | null;
  readonly to: string | null;
  /** True when a code that is not in it does not exist on those days. */
  readonly complete: boolean;
  /** The decision or place that it is from, in the words of who loaded it. */
  readonly source: string;
  /** In the order of the official list. */
  readonly codes: readonly ImportedCode[];
}

/** Imported lists of a folder. */
export interface ImportedCodeLists {
  /** Oldest first; those without a first day before all others. */
  readonly lists: readonly ImportedCodeList[];
  /** Tells one state of the folder from another, 8 hex digits; null for an empty one. */
  readonly digest: string | null;
}

const DIGEST_LENGTH = 8;

/** Folder of the imported lists in the folder of data. */
export function importedFolder(dataDir: string): string {
  return join(dataDir, 'codes');
}

/** Name of the file of a version: one for each list and first day. */
export function importedFileName({ list, from }: Pick<ImportedCodeList, 'list' | 'from'>): string {
  return from === null ? `${list}.json` : `${list}.${from}.json`;
}

/** Text of the file of a version: one code a line, for reading changes. */
export function renderImportedList({ codes, ...head }: ImportedCodeList): string {
  const lines = codes.map((code) => JSON.stringify(code)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"codes":[\n${lines}\n]}\n`;
}

/**
 * Reads the imported lists of a folder; one that is not there has none. JSON and not YAML, as ICD-10 alone has 15,844 codes:
 * reading YAML would take seconds at every start.
 * Refuses (throws, naming the file) what `codes import` does not write.
 */
export function readImportedLists(folder: string): ImportedCodeLists {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const files = names.sort().map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const lists = files.map(({ name, bytes }) => parseImportedList(bytes, join(folder, name)));
  const digests = files.map(({ name, bytes }) => `${name} ${hash('sha256', bytes)}`).join('\n');
  return {
    lists: lists.sort((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1)),
    digest: lists.length === 0 ? null : hash('sha256', digests).slice(0, DIGEST_LENGTH),
  };
}

/** The version in a file. Refuses (throws, naming the file) what is not one, and one that stands under another's name. */
export function parseImportedList(bytes: Buffer, file: string): ImportedCodeList {
  const content = parseJson(bytes);
  if (!isImportedList(content)) {
    throw new Error(`${file} is no list that 'lien-thong codes import' wrote; import it again, or remove it`);
  }
  if (basename(file) !== importedFileName(content)) throw new Error(`${file} should be ${importedFileName(content)}`);
  return content;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function isImportedList(content: unknown): content is ImportedCodeList {
  if (typeof content !== 'object' || content === null) return false;
  const { list, from, to, complete, source, codes } = content as Partial<Record<keyof ImportedCodeList, unknown>>;
  return (
    typeof list === 'string' &&
    typeof complete === 'boolean' &&
    typeof source === 'string' &&
    isOpenOrDay(from) &&
    isOpenOrDay(to) &&
    (from === null || to === null || from <= to) &&
    Array.isArray(codes) &&
    codes.every(isImportedCode)
  );
}

function isOpenOrDay(day: unknown): day is string | null {
  return day === null || (typeof day === 'string' && isCalendarDay(day));
}

function isImportedCode(code: unknown): code is ImportedCode {
  return Array.isArray(code) && code.length >= 1 && code.length <= 3 && code.every((part) => typeof part === 'string');
}
