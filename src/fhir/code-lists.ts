import type { Bilingual } from '../types/issue.ts';
import { type ImportedCodeList, type ImportedCodeLists, readImportedLists } from './imported-code-lists.ts';
import { readYamlFolder } from './yaml-folder.ts';

/** Meaning of one code, as far as its list tells it. */
export interface CodeEntry {
  readonly code: string;
  readonly vi?: string;
  readonly en?: string;
}

/** One version of a list, for showing. */
export interface CodeListVersion {
  /** First and last day, `YYYY-MM-DD`; null when open. */
  readonly from: string | null;
  readonly to: string | null;
  readonly complete: boolean;
  /** Number of codes. */
  readonly codes: number;
  readonly origin: 'shipped' | 'imported';
  readonly source: string;
}

/** A list and its versions, oldest first, for showing. */
export interface CodeListSummary {
  readonly list: string;
  readonly title: Bilingual;
  readonly versions: readonly CodeListVersion[];
}

/** National code lists, dated: the same code may mean another thing, or nothing, on another day. */
export interface CodeLists {
  /** Days are `YYYY-MM-DD`. Without a day, or with one that no version covers, the newest version answers. */
  lookup(listId: string, code: string, onDay?: string): CodeEntry | undefined;
  /** All codes of the version of the day, in its order. */
  codesOn(listId: string, onDay?: string): readonly CodeEntry[];
  /** Code behind a text or variant that exports carry in its place (`Nam` for `1`), in any letter case. */
  synonym(listId: string, text: string): string | undefined;
  /**
   * False when so little of the list is here for that day that a code it lacks says nothing: what ships of a long list is a
   * few codes of it, until the deployment imports the list.
   */
  isLoaded(listId: string, onDay?: string): boolean;
  /** True when a code that the list does not hold is wrong; false for unknown lists too. */
  isComplete(listId: string, onDay?: string): boolean;
  /** True when that is beyond doubt: the list is complete, and what it was copied from is sure. */
  isCertain(listId: string, onDay?: string): boolean;
  /** Version of the list on that day, as its CodeSystem names it; undefined for a list that never changed. */
  edition(listId: string, onDay?: string): string | undefined;
  /** Every list, by name. */
  readonly summaries: readonly CodeListSummary[];
  /** Tells which lists a deployment imported, 8 hex digits for the record; null when none. */
  readonly importDigest: string | null;
}

/** A version holds from its first to its last day, `YYYY-MM-DD`; '' and '9999' when open. */
interface ListVersion {
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  /** True when what it was copied from is sure. */
  readonly isSure: boolean;
  /** First day, or last where the first is not known: so editions of a list are in the order of time. */
  readonly edition: string | undefined;
  readonly origin: CodeListVersion['origin'];
  readonly source: string;
  readonly codes: ReadonlyMap<string, CodeEntry>;
}

interface CodeList {
  readonly title: Bilingual;
  /** Oldest first; no day is in two. */
  readonly versions: readonly ListVersion[];
  readonly synonyms: ReadonlyMap<string, string>;
}

/** As written: every scalar is text, so that `01` and `1.10` stay what they are; an open end is left out. */
interface CodeListFile {
  readonly list: string;
  readonly title?: Bilingual;
  readonly source?: string;
  readonly confidence?: 'high' | 'medium' | 'low';
  readonly versions: readonly {
    readonly from?: string;
    readonly to?: string;
    readonly complete: 'true' | 'false';
    readonly codes: Readonly<Record<string, Omit<CodeEntry, 'code'>>>;
  }[];
  readonly synonyms?: Readonly<Record<string, string>>;
}

const FIRST_DAY = '';
const LAST_DAY = '9999';
const DAY_MS = 86_400_000;

/**
 * Reads the code lists of mappings/codes: every `*.yaml` is one list with its dated versions. What the deployment
 * imported is laid over them: on its days it alone holds, on all others what holds without it.
 * Refuses (throws) what `readImportedLists` refuses, and an imported list that does not ship: its name is misspelt.
 */
export function loadCodeLists(directory: string, importedDirectory?: string): CodeLists {
  const lists = new Map<string, CodeList>();
  for (const file of readYamlFolder(directory, 'failsafe').values() as Iterable<CodeListFile>) {
    lists.set(file.list, buildList(file));
  }
  const imported = importedDirectory === undefined ? NOTHING_IMPORTED : readImportedLists(importedDirectory);
  for (const version of imported.lists) {
    const list = lists.get(version.list);
    if (list === undefined) throw new Error(`the imported list ${version.list} is none of the lists of ${directory}`);
    lists.set(version.list, { ...list, versions: layOver(list.versions, buildImported(version)) });
  }
  return createCodeLists(lists, imported.digest);
}

const NOTHING_IMPORTED: ImportedCodeLists = { lists: [], digest: null };

function createCodeLists(lists: ReadonlyMap<string, CodeList>, importDigest: string | null): CodeLists {
  const version = (listId: string, onDay: string | undefined) => versionOn(lists.get(listId), onDay);
  return {
    lookup: (listId, code, onDay) => version(listId, onDay)?.codes.get(code),
    codesOn: (listId, onDay) => [...(version(listId, onDay)?.codes.values() ?? [])],
    synonym: (listId, text) => lists.get(listId)?.synonyms.get(text.toLowerCase()),
    isLoaded(listId, onDay) {
      const found = version(listId, onDay);
      return found !== undefined && (found.complete || found.origin === 'imported');
    },
    isComplete: (listId, onDay) => version(listId, onDay)?.complete ?? false,
    isCertain(listId, onDay) {
      const { isSure, complete } = version(listId, onDay) ?? { isSure: false, complete: false };
      return isSure && complete;
    },
    edition: (listId, onDay) => version(listId, onDay)?.edition,
    get summaries() {
      return [...lists].map(([list, { title, versions }]) => ({ list, title, versions: versions.map(summarise) }));
    },
    importDigest,
  };
}

function buildList({ list, title, source = '', confidence, versions, synonyms = {} }: CodeListFile): CodeList {
  return {
    title: title ?? { vi: list, en: list },
    versions: versions.map(({ from, to, complete, codes }) => ({
      from: from ?? FIRST_DAY,
      to: to ?? LAST_DAY,
      complete: complete === 'true',
      isSure: confidence === 'high',
      edition: from ?? to,
      origin: 'shipped',
      source,
      codes: new Map(Object.entries(codes).map(([code, meaning]) => [code, Object.freeze({ code, ...meaning })])),
    })),
    synonyms: new Map(Object.entries(synonyms).map(([text, code]) => [text.toLowerCase(), code])),
  };
}

/** Whoever imports a list vouches for what it holds, not that nothing is amiss in it: it is never beyond doubt. */
function buildImported({ from, to, complete, source, codes }: ImportedCodeList): ListVersion {
  return {
    from: from ?? FIRST_DAY,
    to: to ?? LAST_DAY,
    complete,
    isSure: false,
    edition: from ?? to ?? undefined,
    origin: 'imported',
    source,
    codes: new Map(codes.map(([code, vi = '', en = '']) => [code, entryOf(code, vi, en)])),
  };
}

function entryOf(code: string, vi: string, en: string): CodeEntry {
  return { code, ...(vi === '' ? {} : { vi }), ...(en === '' ? {} : { en }) };
}

/** Versions with another one over them: the others keep the days before its first and after its last. */
function layOver(versions: readonly ListVersion[], top: ListVersion): readonly ListVersion[] {
  const before = top.from === FIRST_DAY ? [] : cut(versions, FIRST_DAY, dayBeside(top.from, -1));
  const after = top.to === LAST_DAY ? [] : cut(versions, dayBeside(top.to, 1), LAST_DAY);
  return [...before, top, ...after];
}

function cut(versions: readonly ListVersion[], from: string, to: string): readonly ListVersion[] {
  return versions
    .map((version) => ({
      ...version,
      from: version.from > from ? version.from : from,
      to: version.to < to ? version.to : to,
    }))
    .filter((version) => version.from <= version.to);
}

function dayBeside(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function versionOn(list: CodeList | undefined, day: string | undefined): ListVersion | undefined {
  if (list === undefined) return undefined;
  const newest = list.versions[list.versions.length - 1];
  return day === undefined ? newest : (list.versions.find(({ from, to }) => from <= day && day <= to) ?? newest);
}

function summarise({ from, to, complete, codes, origin, source }: ListVersion): CodeListVersion {
  return {
    from: from === FIRST_DAY ? null : from,
    to: to === LAST_DAY ? null : to,
    complete,
    codes: codes.size,
    origin,
    source,
  };
}
