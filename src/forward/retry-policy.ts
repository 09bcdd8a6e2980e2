import type { RetryPolicy } from '../types/config.ts';
import type { AttemptOutcome } from './destination.ts';

/** What becomes of a delivery after an attempt. `delayMs`: milliseconds from the end of the attempt. */
export type NextState =
  | { readonly state: 'delivered' | 'refused' | 'parked' }
  | { readonly state: 'retry'; readonly delayMs: number };

/** A fault of configuration is parked after this share of `maxAttempts`: each of its waits is a long one. */
const MISCONFIGURED_SHARE = 5;

/**
 * Decides what follows an attempt. Pure.
 *
 * - `delivered`, `refused`: final.
 * - `transient`: repeated after exponential backoff with full jitter, never before a Retry-After; parked after
 *   `maxAttempts`, but not while the destination as a whole is down (`paused`), where waiting is no fault of the record.
 * - `unknown`: as `transient`, with the same content: a PUT by deterministic id is idempotent, so a repeat cannot double.
 * - `misconfigured`: repeated slowly (half to all of `maxDelayMs`), parked after a fifth of `maxAttempts`.
 *
 * @param input.attempt number of the attempt that just ended, from 1
 * @param input.random uniform in [0, 1)
 * @param input.paused the circuit breaker holds the destination for down
 */
export function decideNext(input: {
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly policy: RetryPolicy;
  readonly random: () => number;
  readonly paused: boolean;
}): NextState {
  const { attempt, outcome, policy, random, paused } = input;
  switch (outcome.kind) {
    case 'delivered':
    case 'refused':
      return { state: outcome.kind };
    case 'misconfigured': {
      if (attempt >= Math.ceil(policy.maxAttempts / MISCONFIGURED_SHARE)) return { state: 'parked' };
      return { state: 'retry', delayMs: Math.floor(policy.maxDelayMs * (0.5 + random() / 2)) };
    }
    case 'transient':
    case 'unknown': {
      if (attempt >= policy.maxAttempts && !paused) return { state: 'parked' };
      const backoffMs = Math.floor(random() * backoffCapMs(attempt, policy));
      return { state: 'retry', delayMs: Math.max(backoffMs, honouredRetryAfterMs(outcome, policy)) };
    }
  }
}

/** Milliseconds of the Retry-After that came with an outcome, at most `maxRetryAfterMs`; 0 when there was none. */
export function honouredRetryAfterMs(outcome: AttemptOutcome, policy: RetryPolicy): number {
  const asked = outcome.kind === 'delivered' ? undefined : outcome.retryAfterMs;
  return Math.min(asked ?? 0, policy.maxRetryAfterMs);
}

/** Longest wait after attempt n: `firstDelayMs`, doubling, never above `maxDelayMs`. */
function backoffCapMs(attempt: number, { firstDelayMs, maxDelayMs }: RetryPolicy): number {
  return Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
}
