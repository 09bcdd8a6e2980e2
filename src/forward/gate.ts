import type { Logger } from 'pino';
import type { DestinationStanding } from '../types/delivery.ts';
import type { DestinationConfig, RetryPolicy } from '../types/destination-config.ts';
import type { EpochMs } from '../types/submission.ts';
import { createAdaptiveConcurrency, type LoadSign } from './adaptive-concurrency.ts';
import { createBreaker } from './breaker.ts';
import type { AttemptOutcome } from './destination.ts';
import { maintenanceUntil } from './maintenance.ts';
import { createRateLimit } from './rate-limit.ts';
import { honouredRetryAfterMs } from './retry-policy.ts';
import type { StopWatch } from './stop-watch.ts';
import type { EndedTalk } from './talk.ts';

const BREAKER_THRESHOLD = 5;
const BREAKER_MAX_PAUSE_MS = 60_000;
/** What is waited for rings, or is looked at again after so long. */
const MIN_WAIT_MS = 250;

export type GateConfig = Pick<DestinationConfig, 'concurrency' | 'ratePerSecond' | 'maintenance' | 'retry'>;

/** Says how many deliveries may go to one destination now: stop, maintenance, breaker, concurrency and rate together. */
export interface Gate {
  /** How many more may start beside those that run. */
  room(running: number, now: EpochMs): number;
  /** Milliseconds after which there may be room although nothing ended. */
  waitMs(now: EpochMs): number;
  /** Notes that one starts. */
  started(now: EpochMs): void;
  /** Takes the end of a talk into account; `running` counts what was under way with it. */
  ended(talk: EndedTalk, running: number, now: EpochMs): void;
  /** Why nothing may be sent now: `destination-stopped`, `maintenance`. */
  closedBy(now: EpochMs): string | undefined;
  /** The destination has answered well for `maxDelayMs`, in which each waiting delivery had another try. */
  isSteady(now: EpochMs): boolean;
  standing(running: number, now: EpochMs): Omit<DestinationStanding, 'destination'>;
}

/** `random` is uniform in [0, 1). */
export function createGate(deps: {
  readonly config: GateConfig;
  readonly stops: Pick<StopWatch, 'isStopped'>;
  readonly clock: () => EpochMs;
  readonly random: () => number;
  readonly logger: Logger;
}): Gate {
  const { config, stops, clock, random, logger } = deps;
  const breaker = createBreaker(breakerSettings(config.retry), random, clock());
  const concurrency = createAdaptiveConcurrency(config.concurrency);
  const rate = createRateLimit(config.ratePerSecond);
  const inMaintenance = (now: EpochMs) => maintenanceUntil(config.maintenance, now) !== undefined;

  function closedBy(now: EpochMs): string | undefined {
    if (stops.isStopped()) return 'destination-stopped';
    return inMaintenance(now) ? 'maintenance' : undefined;
  }

  function atOnce(running: number, now: EpochMs): number {
    const state = breaker.state(now);
    if (state === 'closed') return concurrency.limit() - running;
    return state === 'half-open' && running === 0 ? 1 : 0;
  }

  function informBreaker(outcome: AttemptOutcome, now: EpochMs): void {
    const before = breaker.state(now);
    if (outcome.kind === 'delivered' || outcome.kind === 'refused') breaker.succeeded(now);
    else breaker.failed(now, honouredRetryAfterMs(outcome, config.retry));
    const after = breaker.state(now);
    if (before !== 'open' && after === 'open') {
      concurrency.restart();
      logger.warn({ pauseMs: breaker.pausedUntil() - now }, 'destination paused');
    }
    if (before === 'half-open' && after === 'closed') logger.info('destination is back');
  }

  return {
    room(running, now) {
      if (closedBy(now) !== undefined) return 0;
      return Math.max(0, Math.min(atOnce(running, now), rate.available(now)));
    },
    waitMs(now) {
      if (closedBy(now) !== undefined) return MIN_WAIT_MS;
      if (breaker.state(now) === 'open') return Math.max(breaker.pausedUntil() - now, 1);
      return rate.waitMs(now) || MIN_WAIT_MS;
    },
    started: rate.started,
    ended({ outcome, isTheirs, sent }, running, now) {
      if (isTheirs && !concernsAccount(outcome)) informBreaker(outcome, now);
      if (sent === undefined) return;
      concurrency.ended({ kind: loadOf(outcome), startedAt: sent.from, endedAt: sent.until, running });
    },
    closedBy,
    isSteady: (now) => breaker.closedForMs(now) >= config.retry.maxDelayMs,
    standing: (running, now) => ({
      breaker: breaker.state(now),
      breakerSince: breaker.downSince(),
      concurrencyLimit: concurrency.limit(),
      running,
      isStopped: stops.isStopped(),
      inMaintenance: inMaintenance(now),
    }),
  };
}

function concernsAccount(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'misconfigured' && outcome.concerns === 'account';
}

function loadOf(outcome: AttemptOutcome): LoadSign['kind'] {
  if (outcome.kind === 'delivered' || outcome.kind === 'refused') return 'answered';
  const asksForLess = outcome.httpStatus === 429 || outcome.httpStatus === 503;
  return asksForLess || outcome.reason === 'timeout' ? 'overload' : 'other';
}

function breakerSettings({ firstDelayMs, maxDelayMs }: RetryPolicy) {
  return {
    threshold: BREAKER_THRESHOLD,
    firstPauseMs: firstDelayMs,
    maxPauseMs: Math.min(maxDelayMs, BREAKER_MAX_PAUSE_MS),
  };
}
