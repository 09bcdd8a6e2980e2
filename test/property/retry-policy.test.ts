import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptOutcome, Destination, Failure } from '../../src/forward/destination.ts';
import { parseRetryAfter } from '../../src/forward/retry-after.ts';
import { decideNext } from '../../src/forward/retry-policy.ts';

type Receiver = Pick<Destination, 'isIdempotent' | 'lookUp'>;

const policies = fc
  .record({
    firstDelayMs: fc.integer({ min: 1, max: 60_000 }),
    factor: fc.integer({ min: 1, max: 10_000 }),
    maxAttempts: fc.integer({ min: 1, max: 1_000 }),
    maxRetryAfterMs: fc.integer({ min: 0, max: 86_400_000 }),
    timeoutMs: fc.integer({ min: 1, max: 300_000 }),
  })
  .map(({ factor, ...policy }) => ({ ...policy, maxDelayMs: policy.firstDelayMs * factor }));
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 1, max: 1_000_000 });
const failures = fc.record({
  kind: fc.constantFrom<Failure['kind']>('transient', 'unknown', 'misconfigured'),
  reason: fc.constant('http-503'),
  retryAfterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000_000 })),
});
const outcomes = fc.oneof(
  failures,
  fc.constantFrom<AttemptOutcome>({ kind: 'delivered', receipt: 'r' }, { kind: 'refused', reason: 'http-422' }),
);
const lookUp = async () => ({ kind: 'not-there' as const });
const receivers = fc.constantFrom<Receiver>(
  { isIdempotent: true },
  { isIdempotent: true, lookUp },
  { isIdempotent: false, lookUp },
  { isIdempotent: false },
);
const ends = fc.record({ attempt: attempts, outcome: outcomes, mayBeThere: fc.boolean(), isSteady: fc.boolean() });
const ALMOST_ONE = 1 - Number.EPSILON;

describe('retry policy', () => {
  it('keeps every wait between the honoured Retry-After and the larger of both caps, or the longest exchange', () => {
    fc.assert(
      fc.property(ends, failures, receivers, policies, chances, (ended, outcome, receiver, policy, chance) => {
        const next = decideNext({ ...ended, outcome, isSteady: false }, receiver, policy, () => chance);
        if (!('delayMs' in next) || next.delayMs === 0) return;
        const honoured = Math.min(outcome.retryAfterMs, policy.maxRetryAfterMs);
        expect(Number.isInteger(next.delayMs)).toBe(true);
        expect(next.delayMs).toBeGreaterThanOrEqual(honoured);
        const asked = next.state === 'unknown' && !receiver.isIdempotent ? policy.timeoutMs : 0;
        expect(next.delayMs).toBeLessThanOrEqual(Math.max(policy.maxDelayMs, honoured, asked));
      }),
    );
  });

  it('never lowers the cap from one attempt to the next, and grows no faster than by two', () => {
    fc.assert(
      fc.property(attempts, policies, (attempt, policy) => {
        const cap = (of: number) => {
          const outcome = { kind: 'transient', reason: 'http-500' } as const;
          const ended = { attempt: of, outcome, mayBeThere: false, isSteady: false };
          const next = decideNext(ended, { isIdempotent: true }, policy, () => ALMOST_ONE);
          return 'delayMs' in next ? next.delayMs : Number.NaN;
        };
        expect(cap(attempt + 1)).toBeGreaterThanOrEqual(cap(attempt));
        expect(cap(attempt + 1)).toBeLessThanOrEqual(2 * cap(attempt) + 1);
      }),
    );
  });

  it('parks for failing often exactly from the last attempt on, and only while the destination is steady', () => {
    fc.assert(
      fc.property(ends, failures, policies, chances, (ended, outcome, policy, chance) => {
        const { state } = decideNext({ ...ended, outcome }, { isIdempotent: true }, policy, () => chance);
        const last = outcome.kind === 'misconfigured' ? Math.ceil(policy.maxAttempts / 5) : policy.maxAttempts;
        expect(state === 'parked').toBe(ended.isSteady && ended.attempt >= last);
      }),
    );
  });

  it('never has made anew what may be in effect, and leaves nothing to a person silently', () => {
    fc.assert(
      fc.property(ends, receivers, policies, chances, (ended, receiver, policy, chance) => {
        const next = decideNext(ended, receiver, policy, () => chance);
        const { kind } = ended.outcome;
        if (kind === 'delivered' || kind === 'refused') return expect(next).toEqual({ state: kind });
        const mayBeThere = ended.mayBeThere || kind === 'unknown';
        if (mayBeThere) expect(next.state).not.toBe('retry');
        else expect(next.state).not.toBe('unknown');
        if (next.state === 'parked' && mayBeThere && !receiver.isIdempotent) {
          expect(next).toEqual({ state: 'parked', reason: 'outcome-unknown' });
        }
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
