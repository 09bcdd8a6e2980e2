import { type Account, isNode } from './account.ts';
import { readAccountNode } from './read-account.ts';

/** A whole HTTP answer, or the stable code of why there is none. */
export type AccountAnswer = { readonly status: number; readonly body: string | null } | { readonly reason: string };

/** One GET below the reconciliation address, with the destination's credentials. */
export interface AccountExchange {
  get(path: string): Promise<AccountAnswer>;
  close(): Promise<void>;
}

/** An answer is small: at most 16 children, or 1,000 records. Rule 6 of docs/limits.md. */
const MAX_ANSWER_LENGTH = 1_048_576;

/**
 * A destination's own account over HTTP: `GET {reconciliationUrl}/{day}?prefix=…` (and `&facility=…`). An answer that is not
 * 200 (`http-404`), not of the protocol or about something else (`not-an-account`), or too large (`answer-too-large`) is a
 * reason why there is none.
 */
export function createHttpAccount({ get, close }: AccountExchange): Account {
  return {
    close,
    async ask({ day, facility }, prefix) {
      const scope = facility === null ? '' : `&facility=${encodeURIComponent(facility)}`;
      const path = `/${day}?prefix=${prefix}${scope}`;
      const first = await get(path);
      // A kept connection may have been closed just as the question went out; asking twice does no harm.
      const answer = 'reason' in first && first.reason === 'reset' ? await get(path) : first;
      if ('reason' in answer) return answer;
      if (answer.status !== 200) return { reason: `http-${answer.status}` };
      const body = answer.body ?? '';
      if (body.length > MAX_ANSWER_LENGTH) return { reason: 'answer-too-large' };
      const node = readAccountNode(Buffer.from(body)) ?? { reason: 'not-an-account' };
      return isNode(node) && node.prefix !== prefix ? { reason: 'not-an-account' } : node;
    },
  };
}
