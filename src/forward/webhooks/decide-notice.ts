import type { LeasedNotice, NoticeSettlement } from '../../types/delivery.ts';
import type { EpochMs } from '../../types/submission.ts';

/**
 * How telling a facility went.
 *
 * - `told`: it answered 2xx.
 * - `failed`: anything else; it may have heard us all the same.
 * - `gone`: it wants no more of it (410), or has no webhook any more.
 */
export type NoticeOutcome =
  | { readonly kind: 'told'; readonly httpStatus: number }
  | {
      readonly kind: 'failed';
      /** Stable code, never a text of the other side. */
      readonly reason: string;
      readonly httpStatus?: number;
      /** Milliseconds from now that it asks us to wait. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'gone'; readonly reason: string; readonly httpStatus?: number };

const FIRST_WAIT_MS = 5_000;
const MAX_WAIT_MS = 3_600_000;
/** A notice is tried for so long after what it tells of, and once in any case. */
const DAY_MS = 86_400_000;

/**
 * Decides what follows. Pure. A failure is repeated after 5 s, doubling up to an hour, half of each wait at random, never
 * before a Retry-After (honoured up to an hour); the last attempt comes a day after the end of the delivery.
 * @param input.random uniform in [0, 1)
 */
export function decideNotice(input: {
  readonly notice: LeasedNotice;
  readonly outcome: NoticeOutcome;
  readonly now: EpochMs;
  readonly random: () => number;
}): NoticeSettlement {
  const { notice, outcome, now, random } = input;
  const settled = { noticeId: notice.id, fence: notice.fence };
  if (outcome.kind === 'told') return { ...settled, state: 'told' };
  const lastAt = notice.at + DAY_MS;
  if (outcome.kind === 'gone' || now >= lastAt) return { ...settled, state: 'given-up' };
  const capMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (notice.attempt - 1));
  const backoffMs = capMs * (0.5 + random() / 2);
  const waitMs = Math.max(backoffMs, Math.min(outcome.retryAfterMs ?? 0, MAX_WAIT_MS));
  return { ...settled, state: 'retry', dueAt: Math.min(Math.ceil(now + waitMs), lastAt) };
}
