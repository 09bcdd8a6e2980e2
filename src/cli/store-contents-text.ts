import type { StoreContents } from '../store/sqlite/inspect-store.ts';
import { instantText } from './instant-text.ts';
import type { Language } from './language.ts';
import { OPERATIONS_WORDS } from './operations-words.ts';

/** What a store holds, in words. */
export function renderContents(contents: StoreContents, language: Language): string {
  const words = OPERATIONS_WORDS[language];
  const { facilities, submissions, records, newestReceivedAt, open, audit } = contents;
  const waiting = open.map(({ destination, count }) => `${destination} ${count}`).join(', ');
  return [
    words.contents(facilities, submissions, records),
    `${words.newest}: ${newestReceivedAt === null ? words.none : instantText(newestReceivedAt)}`,
    `${words.open}: ${waiting || words.none}`,
    audit === null ? words.emptyAudit : words.audit(audit.sequence, audit.hash),
    '',
  ].join('\n');
}
