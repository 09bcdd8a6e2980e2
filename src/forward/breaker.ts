import type { EpochMs } from '../types/submission.ts';

export interface BreakerSettings {
  /** Failures in a row that pause the destination. */
  readonly threshold: number;
  /** First pause, doubling with jitter while probes fail. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

/** `closed`: deliveries flow. `open`: none starts. `half-open`: one probe may go. */
type BreakerState = 'closed' | 'open' | 'half-open';

/** Holds back a destination that is down, so that an outage burns one probe per pause and not the queue's attempts. */
export interface Breaker {
  state(now: EpochMs): BreakerState;
  /** When it was first paused without having come back since; null while it is closed. */
  downSince(): EpochMs | null;
  /** End of the current pause; in the past when there is none. */
  pausedUntil(): EpochMs;
  /** Milliseconds for which it has been closed, from its making on; 0 while it is not. */
  closedForMs(now: EpochMs): number;
  /** The destination answered sensibly (delivered or refused). */
  succeeded(now: EpochMs): void;
  /** It did not. A Retry-After pauses at once, and for at least that long. */
  failed(now: EpochMs, retryAfterMs: number): void;
}

/** Starts closed at `madeAt`. `random` is uniform in [0, 1): it spreads the probes of several replicas. */
export function createBreaker(settings: BreakerSettings, random: () => number, madeAt: EpochMs): Breaker {
  let closedAt = madeAt;
  let failures = 0;
  let pauses = 0;
  let pausedAt = 0;
  let downSince: EpochMs | null = null;
  let until = 0;

  function state(now: EpochMs): BreakerState {
    if (pauses === 0) return 'closed';
    // A clock that was set back would make the pause as much longer.
    return pausedAt <= now && now < until ? 'open' : 'half-open';
  }

  function pause(now: EpochMs, retryAfterMs: number): void {
    const capMs = Math.min(settings.maxPauseMs, settings.firstPauseMs * 2 ** pauses);
    pauses += 1;
    downSince ??= now;
    failures = 0;
    pausedAt = now;
    until = now + Math.max(capMs * (0.5 + random() / 2), retryAfterMs);
  }

  return {
    state,
    downSince: () => downSince,
    pausedUntil: () => until,
    closedForMs: (now) => (pauses === 0 ? Math.max(0, now - closedAt) : 0),
    succeeded(now) {
      failures = 0;
      // A straggler's success does not cut a pause short that the destination may have asked for.
      if (state(now) !== 'half-open') return;
      pauses = 0;
      downSince = null;
      closedAt = now;
    },
    failed(now, retryAfterMs) {
      if (state(now) === 'open') {
        until = Math.max(until, now + retryAfterMs);
        return;
      }
      failures += 1;
      if (state(now) === 'half-open' || retryAfterMs > 0 || failures >= settings.threshold) pause(now, retryAfterMs);
    },
  };
}
