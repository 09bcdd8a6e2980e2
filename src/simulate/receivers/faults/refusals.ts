import type { Fault, FaultOptions } from '../fault.ts';
import { sendAnswer } from '../send-answer.ts';

/** Answers with a status of its own and commits nothing. */
export function refuseWith(status: 500 | 503 | 429, headers: Readonly<Record<string, string>> = {}): Fault {
  return () => ({
    when: 'answering',
    act({ response, fail }) {
      const answer = fail(status);
      sendAnswer(response, { ...answer, headers: { ...answer.headers, ...headers } });
    },
  });
}

/** 503 or 429 with Retry-After in seconds. */
export function refuseForNow(status: 503 | 429, { retryAfterSeconds = 1 }: FaultOptions): Fault {
  return refuseWith(status, { 'retry-after': String(retryAfterSeconds) });
}

/** 307 to `/moved`, which counts who follows. */
export function redirectElsewhere(): Fault {
  return () => ({
    when: 'answering',
    act: ({ response }) => sendAnswer(response, { status: 307, headers: { location: '/moved' }, body: '' }),
  });
}
