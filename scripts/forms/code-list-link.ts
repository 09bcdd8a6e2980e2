import type { CodeListVersion } from '../../src/fhir/code-lists.ts';
import { inline } from './markdown.ts';
import type { PageSources } from './sources.ts';

/** A link to a code list, with the days on which its versions hold, and how much of it is here. */
export function codeListLink(list: string, { lists, listFiles }: PageSources): string {
  const file = listFiles.get(list);
  const versions = lists.summaries.find((summary) => summary.list === list)?.versions ?? [];
  const link = file === undefined ? list : `[${list}](../../mappings/${file})`;
  return [link, ...versionsOf(versions), ...extentOf(versions)].join('; ');
}

function versionsOf(versions: readonly CodeListVersion[]): readonly string[] {
  if (versions.length < 2 && versions.every(({ from, to }) => from === null && to === null)) return [];
  return versions.map(({ from, to }) =>
    inline({ vi: spanOf(from, to, 'từ', 'đến'), en: spanOf(from, to, 'from', 'to') }),
  );
}

function spanOf(from: string | null, to: string | null, first: string, last: string): string {
  return [from === null ? '' : `${first} ${from}`, to === null ? '' : `${last} ${to}`]
    .filter((part) => part !== '')
    .join(' ');
}

/** Lists that the project may not ship, or ships in part, are imported by the deployment. */
function extentOf(versions: readonly CodeListVersion[]): readonly string[] {
  const newest = versions.at(-1);
  if (newest === undefined || newest.complete) return [];
  return [
    newest.codes === 0
      ? inline({ vi: 'chưa kèm mã nào', en: 'no codes shipped' })
      : inline({ vi: 'chưa đủ mã', en: 'not all codes shipped' }),
  ];
}
