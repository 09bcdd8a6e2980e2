import { describe, expect, it } from '@jest/globals';
import type { AttemptOutcome } from '../../../src/forward/destination.ts';
import { decideNext, type EndedAttempt } from '../../../src/forward/retry-policy.ts';

const POLICY = {
  firstDelayMs: 1_000,
  maxDelayMs: 900_000,
  maxAttempts: 50,
  maxRetryAfterMs: 3_600_000,
  timeoutMs: 30_000,
};
const IDEMPOTENT = { isIdempotent: true };
const ASKABLE = { isIdempotent: false, lookUp: async () => ({ kind: 'not-there' as const }) };
const NEITHER = { isIdempotent: false };

function next(
  attempt: number,
  outcome: AttemptOutcome,
  ended: Partial<EndedAttempt> = {},
  destination: Parameters<typeof decideNext>[1] = IDEMPOTENT,
) {
  return decideNext({ attempt, outcome, mayBeThere: false, isSteady: true, ...ended }, destination, POLICY, () => 0.5);
}

const TRANSIENT: AttemptOutcome = { kind: 'transient', reason: 'http-503' };
const UNKNOWN: AttemptOutcome = { kind: 'unknown', reason: 'timeout' };
const MISCONFIGURED: AttemptOutcome = { kind: 'misconfigured', reason: 'http-401' };

describe('what follows an attempt', () => {
  it.each([
    [{ kind: 'delivered', httpStatus: 200, receipt: 'r' }, 'delivered'],
    [{ kind: 'refused', reason: 'http-422' }, 'refused'],
  ] as const)('%o is final, also when an earlier message may be there', (outcome, state) => {
    expect(next(1, outcome)).toEqual({ state });
    expect(next(1, outcome, { mayBeThere: true }, NEITHER)).toEqual({ state });
  });

  it.each([
    [TRANSIENT, 'retry'],
    [UNKNOWN, 'unknown'],
  ] as const)('%o is repeated after exponential backoff', (outcome, state) => {
    const delays = [1, 2, 3, 10, 11, 40].map((attempt) => next(attempt, outcome));
    expect(delays).toEqual([500, 1_000, 2_000, 256_000, 450_000, 450_000].map((delayMs) => ({ state, delayMs })));
  });

  it.each([
    [TRANSIENT, 50],
    [UNKNOWN, 50],
    [MISCONFIGURED, 10],
  ] as const)('%o is parked after %d attempts, but not while the destination is not steady', (outcome, last) => {
    expect(next(last - 1, outcome)).toHaveProperty('delayMs');
    expect(next(last, outcome)).toEqual({ state: 'parked' });
    expect(next(5_000, outcome, { isSteady: false })).toHaveProperty('delayMs');
  });

  it('waits at least as long as Retry-After says, up to its limit', () => {
    expect(next(1, { ...TRANSIENT, retryAfterMs: 60_000 })).toEqual({ state: 'retry', delayMs: 60_000 });
    expect(next(1, { ...TRANSIENT, retryAfterMs: 86_400_000 })).toEqual({ state: 'retry', delayMs: 3_600_000 });
    expect(next(1, { ...MISCONFIGURED, retryAfterMs: 800_000 })).toEqual({ state: 'retry', delayMs: 800_000 });
  });

  it('repeats a fault of configuration slowly', () => {
    expect(next(1, MISCONFIGURED)).toEqual({ state: 'retry', delayMs: 675_000 });
  });
});

describe('what follows when a message may be there', () => {
  it('keeps the end unknown when a repetition was not processed', () => {
    expect(next(2, TRANSIENT, { mayBeThere: true })).toEqual({ state: 'unknown', delayMs: 1_000 });
    expect(next(2, MISCONFIGURED, { mayBeThere: true })).toMatchObject({ state: 'unknown' });
  });

  it('asks a receiver that is not idempotent only when it can no longer be at work on the message', () => {
    expect(next(1, UNKNOWN, {}, ASKABLE)).toEqual({ state: 'unknown', delayMs: 30_000 });
    expect(next(2, TRANSIENT, { mayBeThere: true }, ASKABLE)).toEqual({ state: 'unknown', delayMs: 30_000 });
    expect(next(1, TRANSIENT, {}, ASKABLE)).toEqual({ state: 'retry', delayMs: 500 });
  });

  it('leaves to a person what can be neither asked nor repeated, steady or not', () => {
    expect(next(1, UNKNOWN, {}, NEITHER)).toEqual({ state: 'unknown', delayMs: 0 });
    expect(next(2, UNKNOWN, { mayBeThere: true, isSteady: false }, NEITHER)).toEqual({
      state: 'parked',
      reason: 'outcome-unknown',
    });
  });

  it('says when it parks that the end is unknown, unless a repetition does no harm', () => {
    expect(next(50, TRANSIENT, { mayBeThere: true }, ASKABLE)).toEqual({ state: 'parked', reason: 'outcome-unknown' });
    expect(next(50, TRANSIENT, { mayBeThere: true })).toEqual({ state: 'parked' });
    expect(next(50, TRANSIENT, {}, ASKABLE)).toEqual({ state: 'parked' });
  });
});
