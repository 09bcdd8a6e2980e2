import type { RetryPolicy } from '../types/destination-config.ts';
import type { AttemptOutcome, Destination, Failure } from './destination.ts';

/** What becomes of a delivery after an attempt. `delayMs`: milliseconds from the end of the attempt. */
export type NextState =
  | { readonly state: 'delivered' | 'refused' | 'parked' }
  /** Parked because nobody but a person can tell whether the receiver has it. */
  | { readonly state: 'parked'; readonly reason: 'outcome-unknown' }
  /** `retry`: known not to be processed. `unknown`: it may be. */
  | { readonly state: 'retry' | 'unknown'; readonly delayMs: number };

export interface EndedAttempt {
  /** Number of the attempt that just ended, from 1. */
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  /** True when, whatever the outcome of this attempt, the message of an earlier one may be in effect. */
  readonly mayBeThere: boolean;
  /** The destination has answered well for so long that its failures are those of the delivery. */
  readonly isSteady: boolean;
}

/** A fault of configuration is parked after this share of `maxAttempts`: each of its waits is a long one. */
const MISCONFIGURED_SHARE = 5;

/**
 * Decides what follows an attempt. Pure.
 *
 * - `delivered`, `refused`: final.
 * - `transient`: repeated after exponential backoff with full jitter, never before a Retry-After; parked after `maxAttempts`.
 * - `unknown`: the same, in the state `unknown`. A receiver that is not idempotent is asked only after `timeoutMs`, when it no
 *   longer works on the message; one that cannot be asked either: parked for a person.
 * - `misconfigured`: repeated slowly (half to all of `maxDelayMs`), parked after a fifth of `maxAttempts`.
 *
 * Nothing is parked for failing often while the destination as a whole is not steady: waiting is no fault of the record then.
 * @param policy with `timeoutMs`, the longest exchange
 * @param random uniform in [0, 1)
 */
export function decideNext(
  ended: EndedAttempt,
  { isIdempotent, lookUp }: Pick<Destination, 'isIdempotent' | 'lookUp'>,
  policy: RetryPolicy & { readonly timeoutMs: number },
  random: () => number,
): NextState {
  const { attempt, outcome, mayBeThere, isSteady } = ended;
  if (outcome.kind === 'delivered' || outcome.kind === 'refused') return { state: outcome.kind };
  const isOpen = mayBeThere || outcome.kind === 'unknown';
  if (isOpen && !isIdempotent && lookUp === undefined) {
    return mayBeThere ? { state: 'parked', reason: 'outcome-unknown' } : { state: 'unknown', delayMs: 0 };
  }
  if (isSteady && attempt >= attemptsFor(outcome, policy)) {
    return isOpen && !isIdempotent ? { state: 'parked', reason: 'outcome-unknown' } : { state: 'parked' };
  }
  const delayMs = Math.max(backoffMs(attempt, outcome, policy, random), honouredRetryAfterMs(outcome, policy));
  if (!isOpen) return { state: 'retry', delayMs };
  return { state: 'unknown', delayMs: isIdempotent ? delayMs : Math.max(delayMs, policy.timeoutMs) };
}

/** Milliseconds of the Retry-After that came with an outcome, at most `maxRetryAfterMs`; 0 when there was none. */
export function honouredRetryAfterMs(outcome: AttemptOutcome, policy: RetryPolicy): number {
  const asked = outcome.kind === 'delivered' ? undefined : outcome.retryAfterMs;
  return Math.min(asked ?? 0, policy.maxRetryAfterMs);
}

function attemptsFor({ kind }: Failure, { maxAttempts }: RetryPolicy): number {
  return kind === 'misconfigured' ? Math.ceil(maxAttempts / MISCONFIGURED_SHARE) : maxAttempts;
}

function backoffMs(attempt: number, { kind }: Failure, policy: RetryPolicy, random: () => number): number {
  if (kind === 'misconfigured') return Math.floor(policy.maxDelayMs * (0.5 + random() / 2));
  return Math.floor(random() * Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1)));
}
