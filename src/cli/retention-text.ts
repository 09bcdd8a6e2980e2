import { toLocalDay } from '../fhir/local-time.ts';
import { keyOfIdentity } from '../fhir/record-identity.ts';
import type { RetentionEntry } from '../types/retention.ts';
import type { Language } from './language.ts';
import { OPERATIONS_WORDS } from './operations-words.ts';
import { renderTable } from './text-table.ts';

/** Entries of one sort and kind, by what keeps them. */
export interface RetentionCount {
  readonly what: RetentionEntry['what'];
  readonly kind: RetentionEntry['kind'];
  readonly mayGo: number;
  readonly undelivered: number;
  readonly unreconciled: number;
  readonly held: number;
}

/** Counts entries by sort and kind, in the order in which these come first. */
export function countEntries(entries: readonly RetentionEntry[]): readonly RetentionCount[] {
  const counts = new Map<string, RetentionCount>();
  for (const { what, kind, keptBy } of entries) {
    const count = counts.get(`${what} ${kind}`) ?? { what, kind, mayGo: 0, undelivered: 0, unreconciled: 0, held: 0 };
    const reason = keptBy ?? 'mayGo';
    counts.set(`${what} ${kind}`, { ...count, [reason]: count[reason] + 1 });
  }
  return [...counts.values()];
}

/** Entries, then their counts, as tables. */
export function renderEntries(
  entries: readonly RetentionEntry[],
  counts: readonly RetentionCount[],
  language: Language,
): string {
  const words = OPERATIONS_WORDS[language];
  const rows = entries.map(({ what, kind, facility, recordKey, receivedAt, keptBy }) => [
    words.what[what],
    kind,
    facility,
    keyOfIdentity(recordKey),
    toLocalDay(receivedAt),
    keptBy === null ? '' : words.keptBy[keptBy],
  ]);
  const sums = counts.map(({ what, kind, mayGo, undelivered, unreconciled, held }) => [
    words.what[what],
    kind,
    ...[mayGo, undelivered, unreconciled, held].map(String),
  ]);
  return `${renderTable(words.entries, rows)}\n${renderTable(words.counts, sums)}`;
}
