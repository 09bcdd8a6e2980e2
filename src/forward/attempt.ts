import type { Logger } from 'pino';
import type { DestinationConfig } from '../types/config.ts';
import type { AttemptSettlement, LeasedDelivery } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import type { Breaker } from './breaker.ts';
import { withoutProtected } from './confidentiality.ts';
import type { AttemptKind, AttemptOutcome, Destination } from './destination.ts';
import { decideNext, honouredRetryAfterMs, type NextState } from './retry-policy.ts';

/** What metrics learn of one attempt. */
export interface AttemptReport {
  readonly destination: string;
  readonly outcome: AttemptKind;
  readonly durationMs: number;
}

export interface AttemptDeps {
  readonly destination: Destination;
  readonly config: Pick<DestinationConfig, 'retry'>;
  readonly breaker: Breaker;
  readonly clock: () => EpochMs;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly onAttempt: (report: AttemptReport) => void;
  readonly logger: Logger;
}

/**
 * Makes one attempt: sends, tells the breaker, decides what follows. Gives what the store has to write.
 * A destination that throws (a bug) counts as `unknown` with reason `internal-error`.
 */
export async function attemptDelivery(delivery: LeasedDelivery, deps: AttemptDeps): Promise<AttemptSettlement> {
  const { destination, config, breaker, clock, random, logger } = deps;
  const startedAt = clock();
  const outcome = await deliver(delivery, destination, logger);
  const endedAt = clock();
  informBreaker(outcome, endedAt, deps);
  const next = decideNext({
    attempt: delivery.attempt,
    outcome,
    policy: config.retry,
    random,
    paused: breaker.state(endedAt) !== 'closed',
  });
  logAttempt(delivery, outcome, next, logger);
  deps.onAttempt({ destination: destination.id, outcome: outcome.kind, durationMs: endedAt - startedAt });
  return {
    deliveryId: delivery.id,
    fence: delivery.fence,
    state: next.state,
    startedAt,
    endedAt,
    ...(next.state === 'retry' ? { dueAt: endedAt + next.delayMs } : {}),
    ...(outcome.httpStatus === undefined ? {} : { httpStatus: outcome.httpStatus }),
    ...(outcome.kind === 'delivered' ? { receipt: outcome.receipt } : { reason: outcome.reason }),
  };
}

async function deliver(delivery: LeasedDelivery, destination: Destination, logger: Logger): Promise<AttemptOutcome> {
  try {
    return await destination.deliver(withoutProtected(delivery));
  } catch (error) {
    logger.error({ err: error, deliveryId: delivery.id }, 'delivery failed in our own code');
    return { kind: 'unknown', reason: 'internal-error' };
  }
}

function informBreaker(outcome: AttemptOutcome, now: EpochMs, { breaker, config, logger }: AttemptDeps): void {
  const before = breaker.state(now);
  if (outcome.kind === 'delivered' || outcome.kind === 'refused') breaker.succeeded(now);
  else breaker.failed(now, honouredRetryAfterMs(outcome, config.retry));
  const after = breaker.state(now);
  if (before !== 'open' && after === 'open')
    logger.warn({ pauseMs: breaker.pausedUntil() - now }, 'destination paused');
  if (before === 'half-open' && after === 'closed') logger.info('destination is back');
}

function logAttempt(delivery: LeasedDelivery, outcome: AttemptOutcome, next: NextState, logger: Logger): void {
  const { kind, httpStatus } = outcome;
  const about = { deliveryId: delivery.id, attempt: delivery.attempt, outcome: kind, httpStatus, next: next.state };
  if (outcome.kind === 'delivered') logger.debug(about, 'delivered');
  else logger.warn({ ...about, reason: outcome.reason }, 'not delivered');
}
