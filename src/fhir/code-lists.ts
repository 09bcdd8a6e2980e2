import { readYamlFolder } from './yaml-folder.ts';

/** Meaning of one code. */
export interface CodeEntry {
  readonly code: string;
  readonly vi?: string;
  readonly en: string;
}

/** National code lists, dated: the same code may mean another thing, or nothing, on another day. */
export interface CodeLists {
  /** Days are `YYYY-MM-DD`. Without a day, or with one that no version covers, the newest version answers. */
  lookup(listId: string, code: string, onDay?: string): CodeEntry | undefined;
  /** Code behind a text or variant that exports carry in its place (`Nam` for `1`), in any letter case. */
  synonym(listId: string, text: string): string | undefined;
  /** True when a code that the list does not hold is wrong; false for unknown lists too. */
  isComplete(listId: string, onDay?: string): boolean;
  /** True when that is beyond doubt: the list is complete, and what it was copied from is sure. */
  isCertain(listId: string, onDay?: string): boolean;
  /** Version of the list on that day, as its CodeSystem names it; undefined for a list that never changed. */
  edition(listId: string, onDay?: string): string | undefined;
}

interface ListVersion {
  /** First and last day, `YYYY-MM-DD`; '' and '9999' when open. */
  readonly from: string;
  readonly to: string;
  readonly complete: boolean;
  /** First day, or last where the first is not known: so editions of a list are in the order of time. */
  readonly edition: string | undefined;
  readonly codes: ReadonlyMap<string, CodeEntry>;
}

interface CodeList {
  readonly isSure: boolean;
  /** Oldest first. */
  readonly versions: readonly ListVersion[];
  readonly synonyms: ReadonlyMap<string, string>;
}

/** As written: every scalar is text, so that `01` and `1.10` stay what they are; an open end is left out. */
interface CodeListFile {
  readonly list: string;
  readonly confidence?: 'high' | 'medium' | 'low';
  readonly versions: readonly {
    readonly from?: string;
    readonly to?: string;
    readonly complete: 'true' | 'false';
    readonly codes: Readonly<Record<string, Omit<CodeEntry, 'code'>>>;
  }[];
  readonly synonyms?: Readonly<Record<string, string>>;
}

/** Reads the code lists of mappings/codes: every `*.yaml` is one list with its dated versions. */
export function loadCodeLists(directory: string): CodeLists {
  const lists = new Map<string, CodeList>();
  for (const file of readYamlFolder(directory, 'failsafe').values() as Iterable<CodeListFile>) {
    lists.set(file.list, buildList(file));
  }
  return {
    lookup: (listId, code, onDay) => versionOn(lists.get(listId), onDay)?.codes.get(code),
    synonym: (listId, text) => lists.get(listId)?.synonyms.get(text.toLowerCase()),
    isComplete: (listId, onDay) => versionOn(lists.get(listId), onDay)?.complete ?? false,
    isCertain: (listId, onDay) => {
      const list = lists.get(listId);
      return list?.isSure === true && versionOn(list, onDay)?.complete === true;
    },
    edition: (listId, onDay) => versionOn(lists.get(listId), onDay)?.edition,
  };
}

function buildList({ confidence, versions, synonyms = {} }: CodeListFile): CodeList {
  return {
    isSure: confidence === 'high',
    versions: versions.map(({ from, to, complete, codes }) => ({
      from: from ?? '',
      to: to ?? '9999',
      complete: complete === 'true',
      edition: from ?? to,
      codes: new Map(Object.entries(codes).map(([code, meaning]) => [code, Object.freeze({ code, ...meaning })])),
    })),
    synonyms: new Map(Object.entries(synonyms).map(([text, code]) => [text.toLowerCase(), code])),
  };
}

function versionOn(list: CodeList | undefined, day: string | undefined): ListVersion | undefined {
  if (list === undefined) return undefined;
  const newest = list.versions[list.versions.length - 1];
  return day === undefined ? newest : (list.versions.find(({ from, to }) => from <= day && day <= to) ?? newest);
}
