import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptOutcome } from '../../src/forward/destination.ts';
import { parseRetryAfter } from '../../src/forward/retry-after.ts';
import { decideNext } from '../../src/forward/retry-policy.ts';

const policies = fc
  .record({
    firstDelayMs: fc.integer({ min: 1, max: 60_000 }),
    factor: fc.integer({ min: 1, max: 10_000 }),
    maxAttempts: fc.integer({ min: 1, max: 1_000 }),
    maxRetryAfterMs: fc.integer({ min: 0, max: 86_400_000 }),
  })
  .map(({ factor, ...policy }) => ({ ...policy, maxDelayMs: policy.firstDelayMs * factor }));
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 1, max: 1_000_000 });
const passing = fc.record({
  kind: fc.constantFrom<'transient' | 'unknown'>('transient', 'unknown'),
  reason: fc.constant('http-503'),
  retryAfterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000_000 })),
});

function delayOf(
  attempt: number,
  outcome: AttemptOutcome,
  policy: Parameters<typeof decideNext>[0]['policy'],
  chance: number,
) {
  const next = decideNext({ attempt, outcome, policy, random: () => chance, paused: true });
  return next.state === 'retry' ? next.delayMs : Number.NaN;
}

describe('retry policy', () => {
  it('keeps every wait between the honoured Retry-After and the larger of both caps', () => {
    fc.assert(
      fc.property(attempts, passing, policies, chances, (attempt, outcome, policy, chance) => {
        const delay = delayOf(attempt, outcome, policy, chance);
        const honoured = Math.min(outcome.retryAfterMs, policy.maxRetryAfterMs);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(honoured);
        expect(delay).toBeLessThanOrEqual(Math.max(policy.maxDelayMs, honoured));
      }),
    );
  });

  it('never lowers the cap from one attempt to the next, and grows no faster than by two', () => {
    fc.assert(
      fc.property(attempts, policies, (attempt, policy) => {
        const outcome = { kind: 'transient', reason: 'http-500' } as const;
        const almostOne = 1 - Number.EPSILON;
        const cap = delayOf(attempt, outcome, policy, almostOne);
        const nextCap = delayOf(attempt + 1, outcome, policy, almostOne);
        expect(nextCap).toBeGreaterThanOrEqual(cap);
        expect(nextCap).toBeLessThanOrEqual(2 * cap + 1);
      }),
    );
  });

  it('parks exactly from the last attempt on, unless the destination is down', () => {
    fc.assert(
      fc.property(attempts, passing, policies, fc.boolean(), (attempt, outcome, policy, paused) => {
        const { state } = decideNext({ attempt, outcome, policy, random: () => 0, paused });
        expect(state).toBe(attempt >= policy.maxAttempts && !paused ? 'parked' : 'retry');
      }),
    );
  });

  it('reads the same wait from seconds and from a date', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (nowSeconds, seconds) => {
          const now = nowSeconds * 1_000;
          const date = new Date(now + seconds * 1_000).toUTCString();
          expect(parseRetryAfter(date, now)).toBe(seconds * 1_000);
          expect(parseRetryAfter(String(seconds), now)).toBe(seconds * 1_000);
        },
      ),
    );
  });
});
