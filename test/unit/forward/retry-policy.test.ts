import { describe, expect, it } from '@jest/globals';
import type { AttemptOutcome } from '../../../src/forward/destination.ts';
import { decideNext } from '../../../src/forward/retry-policy.ts';

const POLICY = { firstDelayMs: 1_000, maxDelayMs: 900_000, maxAttempts: 50, maxRetryAfterMs: 3_600_000 };

function next(attempt: number, outcome: AttemptOutcome, paused = false) {
  return decideNext({ attempt, outcome, policy: POLICY, random: () => 0.5, paused });
}

describe('what follows an attempt', () => {
  it.each(['delivered', 'refused'] as const)('%s is final', (kind) => {
    const outcome: AttemptOutcome =
      kind === 'delivered' ? { kind, httpStatus: 200, receipt: 'r' } : { kind, reason: 'http-422' };
    expect(next(1, outcome)).toEqual({ state: kind });
  });

  it.each(['transient', 'unknown'] as const)('%s is repeated after exponential backoff', (kind) => {
    const delays = [1, 2, 3, 10, 11, 40].map((attempt) => next(attempt, { kind, reason: 'http-503' }));
    expect(delays).toEqual(
      [500, 1_000, 2_000, 256_000, 450_000, 450_000].map((delayMs) => ({ state: 'retry', delayMs })),
    );
  });

  it.each(['transient', 'unknown'] as const)('%s is parked after the last attempt', (kind) => {
    expect(next(49, { kind, reason: 'timeout' })).toMatchObject({ state: 'retry' });
    expect(next(50, { kind, reason: 'timeout' })).toEqual({ state: 'parked' });
  });

  it('parks nothing for an outage of the whole destination', () => {
    expect(next(5_000, { kind: 'transient', reason: 'connect-refused' }, true)).toEqual({
      state: 'retry',
      delayMs: 450_000,
    });
  });

  it('waits at least as long as Retry-After says, up to its limit', () => {
    expect(next(1, { kind: 'transient', reason: 'http-429', retryAfterMs: 60_000 })).toEqual({
      state: 'retry',
      delayMs: 60_000,
    });
    expect(next(1, { kind: 'transient', reason: 'http-503', retryAfterMs: 86_400_000 })).toEqual({
      state: 'retry',
      delayMs: 3_600_000,
    });
  });

  it('repeats a fault of configuration slowly, then parks it for a person, outage or not', () => {
    expect(next(1, { kind: 'misconfigured', reason: 'http-401' })).toEqual({ state: 'retry', delayMs: 675_000 });
    expect(next(9, { kind: 'misconfigured', reason: 'tls' })).toMatchObject({ state: 'retry' });
    expect(next(10, { kind: 'misconfigured', reason: 'tls' })).toEqual({ state: 'parked' });
    expect(next(10, { kind: 'misconfigured', reason: 'tls' }, true)).toEqual({ state: 'parked' });
  });
});
