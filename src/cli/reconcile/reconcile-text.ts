import type { DayScope } from '../../reconcile/account.ts';
import type { NamedDifference } from '../../reconcile/name-differences.ts';
import { isOlderThere } from '../../reconcile/settle-day.ts';
import { deliveryState } from '../delivery-text.ts';
import type { Language } from '../language.ts';
import type { ReconciledDay } from '../reconcile.ts';
import { renderTable } from '../text-table.ts';
import { accountReason, WORDS } from './words.ts';

/** Differences that are shown of each destination; `--json` has all. */
const MAX_SHOWN = 100;

/** The comparison for people: a line a destination, why one could not be asked, then what differs. */
export function renderReconciliation(
  { day, facility }: DayScope,
  days: readonly ReconciledDay[],
  language: Language,
): string {
  const words = WORDS[language];
  const rows = days.map((each) => [
    each.destination,
    each.reason === null ? words.states[each.state] : `${words.states[each.state]}: ${each.reason}`,
    String(each.ours.count),
    each.theirs === null ? '' : String(each.theirs.count),
    ...[each.missing, each.unknown, each.differing].map((count) =>
      each.theirs === null ? '' : countText(count, each, language),
    ),
    each.confirmed ? words.confirmed : '',
    each.resent === 0 ? '' : words.resent(each.resent),
  ]);
  const different = days.filter(({ differences }) => differences.length > 0);
  const isMendable = different.some((each) => each.resent === 0 && each.differences.some(isOlderThere));
  return [
    `${day}${facility === null ? '' : ` ${facility}`}\n`,
    renderTable(words.headings, rows),
    ...days.flatMap(({ destination, reason }) =>
      reason === null ? [] : [`${destination}: ${accountReason(reason)[language]}\n`],
    ),
    ...different.map((each) => renderDifferences(each, language)),
    ...(isMendable ? [`${words.resend}\n`] : []),
  ].join('\n');
}

function countText(count: number, { isComplete }: ReconciledDay, language: Language): string {
  return isComplete ? String(count) : WORDS[language].orMore(count);
}

function renderDifferences({ destination, differences }: ReconciledDay, language: Language): string {
  const words = WORDS[language];
  const rows = differences
    .slice(0, MAX_SHOWN)
    .map((each) => [
      destination,
      words.kinds[each.kind],
      each.facility,
      each.key ?? '?',
      versionOf(each.ours),
      versionOf(each.theirs),
      noteOf(each, language),
    ]);
  const more = differences.length - rows.length;
  const table = renderTable(words.differences, rows);
  return more === 0 ? table : `${table}${words.more(more)}\n`;
}

function versionOf(side: { readonly version: number } | null): string {
  return side === null ? '' : `v${side.version}`;
}

function noteOf({ kind, here, ours, theirs }: NamedDifference, language: Language): string {
  const words = WORDS[language];
  if (kind !== 'unknown') return ours !== null && ours.version === theirs?.version ? words.otherContent : '';
  if (here === null) return words.notOfThatDay;
  return words.here(here.delivery === null ? words.notOwed : deliveryState(here.delivery, language));
}
