import type { CodeLists } from '../fhir/code-lists.ts';
import { toLocalInstant } from '../fhir/local-time.ts';
import { isMasked } from '../fhir/mask-code.ts';
import type { WorklistEntry, WorklistFilter } from '../types/code-worklist.ts';
import type { Store } from '../types/store.ts';

/** An entry of the worklist as staff see it. */
export interface UnmappedCodeRow {
  readonly list: string;
  readonly code: string;
  /** True when `code` is the shape of a text that is no code, after a `~`. */
  readonly masked: boolean;
  readonly facility: string;
  readonly form: string;
  readonly field: string;
  readonly reason: WorklistEntry['reason'];
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** One page, most frequent first. */
export interface UnmappedCodePage {
  readonly codes: readonly UnmappedCodeRow[];
  /** `after` of the next page; null when this is the last. */
  readonly next: string | null;
}

/** Entries that are looked up at once when lists took hold. */
const PAGE = 1_000;

const CURSOR = /^(\d{1,15})-(\d{1,15})$/;

/** Where a page goes on: the `next` of the page before. Undefined for what no page gave. */
export function parseCursor(text: string): WorklistFilter['after'] | undefined {
  const [, count, id] = CURSOR.exec(text) ?? [];
  return count === undefined ? undefined : { count: Number(count), id: Number(id) };
}

/** Reads a page of the worklist. */
export async function readUnmappedCodes(
  store: Pick<Store, 'worklist'>,
  filter: WorklistFilter,
): Promise<UnmappedCodePage> {
  const entries = await store.worklist({ ...filter, limit: filter.limit + 1 });
  const shown = entries.slice(0, filter.limit);
  const last = shown.at(-1);
  const isLast = last === undefined || entries.length === shown.length;
  return { codes: shown.map(toRow), next: isLast ? null : `${last.count}-${last.id}` };
}

function toRow({ list, code, facility, form, field, reason, count, firstSeen, lastSeen }: WorklistEntry) {
  const seen = { firstSeen: toLocalInstant(firstSeen), lastSeen: toLocalInstant(lastSeen) };
  return { list, code, masked: isMasked(code), facility, form, field, reason, count, ...seen };
}

/**
 * Takes off the worklist every code that the lists hold now, on the day of the record that brought it last. Done at start, as
 * that is when imported lists take hold; gives how many went.
 */
export async function dropKnownCodes(
  store: Pick<Store, 'worklist' | 'dropFromWorklist'>,
  codeLists: CodeLists,
): Promise<number> {
  let dropped = 0;
  let after: WorklistFilter['after'];
  for (;;) {
    const entries = await store.worklist({ after, limit: PAGE });
    const known = entries.filter(({ list, code, day }) => isKnown(codeLists, list, code, day ?? undefined));
    if (known.length > 0) await store.dropFromWorklist(known.map(({ id }) => id));
    dropped += known.length;
    if (entries.length < PAGE) return dropped;
    after = entries.at(-1);
  }
}

function isKnown(codeLists: CodeLists, list: string, code: string, day: string | undefined): boolean {
  return codeLists.lookup(list, code, day) !== undefined || codeLists.synonym(list, code) !== undefined;
}
