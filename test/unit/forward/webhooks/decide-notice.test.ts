import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideNotice, type NoticeOutcome } from '../../../../src/forward/webhooks/decide-notice.ts';
import { NOTICE } from '../../../support/notices.ts';

const DAY = 86_400_000;
const FAILED: NoticeOutcome = { kind: 'failed', reason: 'http-503' };
const settled = { noticeId: NOTICE.id, fence: 3 };
const notice = { ...NOTICE, attempt: 1, fence: 3 };

const decide = (changes: { attempt?: number; after?: number; outcome?: NoticeOutcome; chance?: number }) =>
  decideNotice({
    notice: { ...notice, attempt: changes.attempt ?? 1 },
    outcome: changes.outcome ?? FAILED,
    now: notice.at + (changes.after ?? 1_000),
    random: () => changes.chance ?? 0,
  });

describe('decideNotice', () => {
  it('ends with what was told, and with what nobody wants', () => {
    expect(decide({ outcome: { kind: 'told', httpStatus: 200 } })).toEqual({ ...settled, state: 'told' });
    expect(decide({ outcome: { kind: 'gone', reason: 'http-410' } })).toEqual({ ...settled, state: 'given-up' });
  });

  it.each([
    [1, 0, 2_500],
    [1, 0.999_999, 5_000],
    [2, 0, 5_000],
    [5, 0, 40_000],
    [40, 0, 1_800_000],
  ])('repeats attempt %i after a wait that doubles up to an hour, half of it at random', (attempt, chance, waitMs) => {
    expect(decide({ attempt, chance })).toEqual({ ...settled, state: 'retry', dueAt: notice.at + 1_000 + waitMs });
  });

  it('keeps a Retry-After up to an hour', () => {
    const dueAfter = (retryAfterMs: number) => decide({ outcome: { ...FAILED, retryAfterMs } }).dueAt;
    expect(dueAfter(600_000)).toBe(notice.at + 601_000);
    expect(dueAfter(9 * DAY)).toBe(notice.at + 1_000 + 3_600_000);
  });

  it('tries a last time a day after the end, then gives up', () => {
    expect(decide({ attempt: 30, after: DAY - 1_000 })).toMatchObject({ state: 'retry', dueAt: notice.at + DAY });
    expect(decide({ attempt: 31, after: DAY })).toEqual({ ...settled, state: 'given-up' });
    expect(decide({ after: 3 * DAY })).toEqual({ ...settled, state: 'given-up' });
  });

  it('always ends: a webhook that is dead is tried less than 60 times', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (chances) => {
        let now = notice.at;
        for (let attempt = 1; ; attempt++) {
          expect(attempt).toBeLessThan(60);
          const random = () => chances.next().value ?? 0;
          const next = decideNotice({ notice: { ...notice, attempt }, outcome: FAILED, now, random });
          if (next.state === 'given-up') return;
          expect(next.dueAt).toBeGreaterThan(now);
          now = next.dueAt ?? 0;
        }
      }),
    );
  });
});
