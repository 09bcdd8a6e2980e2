import type { CodeListSummary } from '../fhir/code-lists.ts';
import type { UnmappedCodePage } from '../measure/code-worklist.ts';
import type { ImportReport } from './codes-import.ts';
import { renderTable } from './text-table.ts';

/** So many places of a kind are named. */
const MAX_TOLD = 10;

/** An import in words. */
export function renderImport(report: ImportReport): string {
  const { list, from, to, state, path, codes, added, renamed, gone, repeated, conflicts, withoutCode } = report;
  const days = from === null && to === null ? 'without dates' : `${from ?? '…'} – ${to ?? '…'}`;
  const pairs = ({ code, at }: ImportReport['repeated'][number]) => `${code} (${at.join(', ')})`;
  const lines = [
    `${list}, ${days}: ${codes} codes (new ${added}, renamed ${renamed}, gone ${gone})`,
    ...told('rows without a code, passed over', withoutCode.map(String)),
    ...told('codes that stand twice, taken once', repeated.map(pairs)),
    ...told('codes of which the first row was taken', conflicts.map(pairs)),
    {
      written: `written to ${path}; the gateway takes it at its next start`,
      unchanged: `nothing to do: ${path} holds the same`,
      'dry-run': `dry run: ${path} was not written`,
    }[state],
  ];
  return lines.map((line) => `${line.replace(/\p{Cc}/gu, '?')}\n`).join('');
}

function told(what: string, places: readonly string[]): readonly string[] {
  if (places.length === 0) return [];
  const more = places.length > MAX_TOLD ? ', …' : '';
  return [`  ${what}: ${places.length} (${places.slice(0, MAX_TOLD).join(', ')}${more})`];
}

/** Every version of every list. */
export function renderLists(summaries: readonly CodeListSummary[]): string {
  const rows = summaries.flatMap(({ list, title, versions }) =>
    versions.map(({ from, to, codes, complete, origin, source }) => [
      list,
      from ?? '',
      to ?? '',
      String(codes),
      complete ? 'whole' : 'part',
      origin,
      title.vi,
      source,
    ]),
  );
  return renderTable(['list', 'from', 'to', 'codes', 'extent', 'origin', 'title', 'source'], rows);
}

/** A page of the worklist. */
export function renderUnmapped({ codes, next }: UnmappedCodePage): string {
  const rows = codes.map(({ list, code, facility, form, field, reason, count, firstSeen, lastSeen }) => [
    String(count),
    list,
    code,
    facility,
    `${form}.${field}`,
    reason,
    firstSeen,
    lastSeen,
  ]);
  const table = renderTable(['count', 'list', 'code', 'facility', 'field', 'reason', 'first seen', 'last seen'], rows);
  return next === null ? table : `${table}… more: --after ${next}\n`;
}
