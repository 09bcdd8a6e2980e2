import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CodeLists, loadCodeLists } from '../fhir/code-lists.ts';
import {
  type ImportedCode,
  type ImportedCodeList,
  importedFileName,
  parseImportedList,
  renderImportedList,
} from '../fhir/imported-code-lists.ts';
import { findColumns, type NamedColumns } from './codes-columns.ts';
import { type CodeEntries, readEntries } from './codes-entries.ts';
import { readCodeFile } from './codes-file.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { findNearest } from './nearest.ts';

/** What is imported, and how. */
export interface CodeImport {
  readonly file: string;
  readonly bytes: Buffer;
  readonly list: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly complete: boolean;
  readonly source: string | undefined;
  readonly columns: NamedColumns;
  /** Takes the first of rows that say different things of a code. */
  readonly keepFirst: boolean;
  readonly dryRun: boolean;
}

/** What became of an import. */
export interface ImportReport {
  readonly list: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly state: 'written' | 'unchanged' | 'dry-run';
  readonly path: string;
  readonly codes: number;
  /** Against the version that the same import wrote before, or without one against the list in force on its days. */
  readonly added: number;
  readonly renamed: number;
  readonly gone: number;
  readonly repeated: CodeEntries['repeated'];
  readonly conflicts: CodeEntries['conflicts'];
  /** Lines, or entries of JSON and YAML. */
  readonly withoutCode: readonly number[];
}

/** Folders of lists: those that ship, and the imported ones. */
export interface CodeFolders {
  readonly shipped: string;
  readonly imported: string;
}

const MAX_TOLD = 20;

/**
 * Imports a file as a dated version of a list; what was imported for the same list and first day gives way. The same
 * again changes nothing. A file with a fault is not imported at all.
 * Fails (OperationFailed) on what `readCodeFile` and `findColumns` fail on, no codes, codes that can be none, conflicting
 * rows, and codes that lost a zero (`1` where the list in force has `01`); UsageError on a list that does not exist.
 */
export function importCodes(asked: CodeImport, folders: CodeFolders): ImportReport {
  const lists = loadCodeLists(folders.shipped, folders.imported);
  checkList(asked.list, lists);
  const file = readCodeFile(asked.bytes, asked.file);
  const { columns, rows } = findColumns(file, asked.list, asked.columns);
  const entries = readEntries(rows, columns);
  refuseFaults(asked, file.unit, entries, lists);

  const path = join(folders.imported, importedFileName(asked));
  const { list, from, to, complete, source = basename(asked.file) } = asked;
  const version: ImportedCodeList = { list, from, to, complete, source, codes: entries.codes };
  const before = existsSync(path) ? parseImportedList(readFileSync(path), path) : undefined;
  const text = renderImportedList(version);
  const isSame = before !== undefined && renderImportedList(before) === text;
  const isWritten = !isSame && !asked.dryRun;
  if (isWritten) writeWhole(path, text);
  return {
    list,
    from,
    to,
    state: stateOf(isSame, isWritten),
    path,
    codes: entries.codes.length,
    ...compare(namesOf(entries.codes), before === undefined ? namesOn(lists, asked) : namesOf(before.codes)),
    repeated: entries.repeated,
    conflicts: entries.conflicts,
    withoutCode: entries.withoutCode,
  };
}

function checkList(list: string, { summaries }: CodeLists): void {
  const names = summaries.map((summary) => summary.list);
  if (names.includes(list)) return;
  const nearest = findNearest(list, names);
  const hint = nearest === undefined ? "see 'lien-thong codes list'" : `did you mean ${nearest}?`;
  throw new UsageError(`there is no list ${list}; ${hint}`);
}

function refuseFaults(
  asked: CodeImport,
  unit: 'line' | 'entry',
  { codes, conflicts, wrong }: CodeEntries,
  lists: CodeLists,
): void {
  const { file, list, keepFirst } = asked;
  if (codes.length === 0) throw new OperationFailed(`${file} holds no code`);
  const inFile = new Set(codes.map(([code]) => code));
  const isKnown = (code: string) => lists.lookup(list, code, dayOf(asked)) !== undefined;
  const withoutZero = codes
    .map(([code]) => code)
    .filter((code) => isKnown(`0${code}`) && !isKnown(code) && !inFile.has(`0${code}`));
  const problems = [
    ...wrong.map((at) => `${unit} ${at}: what stands in the column of codes is none`),
    ...withoutZero.map((code) => `${code}: the list in force has 0${code}; a spreadsheet takes zeros off numbers`),
    ...(keepFirst
      ? []
      : conflicts.map(({ code, at }) => `${code}: ${unit}s ${at.join(' and ')} differ (see --keep-first)`)),
  ];
  if (problems.length === 0) return;
  const more = problems.length > MAX_TOLD ? `\n  … and ${problems.length - MAX_TOLD} more` : '';
  const told = problems.slice(0, MAX_TOLD).map((problem) => `\n  ${problem}`);
  throw new OperationFailed(`${file}: nothing was imported${told.join('')}${more}`);
}

/** A day of the version, to compare it with what is in force then. */
function dayOf({ from, to }: CodeImport): string | undefined {
  return from ?? to ?? undefined;
}

/** Names by code. */
type Names = ReadonlyMap<string, string>;

function namesOf(codes: readonly ImportedCode[]): Names {
  return new Map(codes.map(([code, vi = '']) => [code, vi]));
}

function namesOn(lists: CodeLists, asked: CodeImport): Names {
  return new Map(lists.codesOn(asked.list, dayOf(asked)).map(({ code, vi = '' }) => [code, vi]));
}

function compare(now: Names, before: Names): Pick<ImportReport, 'added' | 'renamed' | 'gone'> {
  const codes = [...now.keys()];
  return {
    added: codes.filter((code) => !before.has(code)).length,
    renamed: codes.filter((code) => before.has(code) && before.get(code) !== now.get(code)).length,
    gone: [...before.keys()].filter((code) => !now.has(code)).length,
  };
}

function stateOf(isSame: boolean, isWritten: boolean): ImportReport['state'] {
  if (isSame) return 'unchanged';
  return isWritten ? 'written' : 'dry-run';
}

/** A file is there whole or not at all, whenever the power fails. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, path);
}
