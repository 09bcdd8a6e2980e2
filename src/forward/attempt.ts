import type { Logger } from 'pino';
import type { AttemptSettlement, LeasedDelivery } from '../types/delivery.ts';
import type { DestinationConfig } from '../types/destination-config.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { visibleTo } from './confidentiality.ts';
import type { AttemptKind, AttemptOutcome, Destination } from './destination.ts';
import type { Gate } from './gate.ts';
import { decideNext, type NextState } from './retry-policy.ts';
import { type Talk, talkAbout } from './talk.ts';

/** What metrics learn of one attempt. */
export interface AttemptReport {
  readonly destination: string;
  /** `held-back`, `lease-lost`: nothing was sent, and the delivery is as it was. */
  readonly outcome: AttemptKind | 'held-back' | 'lease-lost';
  readonly durationMs: number;
  /** Of the whole delivery, when this attempt delivered it: from when it was queued, and whether its deadline was over. */
  readonly delivered?: { readonly waitedMs: number; readonly isLate: boolean };
}

export interface AttemptDeps {
  readonly destination: Destination;
  readonly config: Pick<DestinationConfig, 'retry' | 'timeoutMs' | 'filter'>;
  readonly store: Pick<Store, 'keepMessage' | 'attempts'>;
  readonly gate: Pick<Gate, 'ended' | 'isSteady' | 'closedBy'>;
  /** Milliseconds after the lease within which sending has to begin, so that the exchange ends before the lease. */
  readonly freshMs: number;
  /** Whether a facility is told of such an end. */
  readonly notifies: (facility: FacilityCode, state: 'delivered' | 'refused' | 'parked') => boolean;
  readonly clock: () => EpochMs;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly onAttempt: (report: AttemptReport) => void;
  readonly logger: Logger;
}

/**
 * Makes one attempt: talks with the destination, tells the gate, decides what follows. Gives what the store has to write;
 * undefined when the lease was lost. What may not leave to this destination is taken out before it is composed.
 * @param leasedAt instant before the lease was asked for
 * @param running gives the exchanges under way with this one
 */
export async function attemptDelivery(
  delivery: LeasedDelivery,
  leasedAt: EpochMs,
  running: () => number,
  deps: AttemptDeps,
): Promise<AttemptSettlement | undefined> {
  const { destination, config, gate, clock, logger } = deps;
  const startedAt = clock();
  const holdsBack = () => (clock() - leasedAt > deps.freshMs ? 'lease-too-old' : gate.closedBy(clock()));
  const talk = await talkAbout(visibleTo(config.filter.labels, delivery), { ...deps, holdsBack });
  const endedAt = clock();
  report(talk, delivery, { startedAt, endedAt }, deps);
  if (talk.kind === 'lease-lost') {
    logger.warn({ deliveryId: delivery.id, attempt: delivery.attempt }, 'lease was lost before sending');
    return undefined;
  }
  if (talk.kind === 'ended') gate.ended(talk, running(), endedAt);
  const outcome: AttemptOutcome = talk.kind === 'ended' ? talk.outcome : { kind: 'transient', reason: talk.reason };
  const next = decideNext(
    {
      attempt: delivery.attempt,
      outcome,
      mayBeThere: talk.mayBeThere,
      isSteady: talk.kind === 'ended' && gate.isSteady(endedAt),
    },
    destination,
    { ...config.retry, timeoutMs: config.timeoutMs },
    deps.random,
  );
  logAttempt(delivery, outcome, next, logger);
  return { ...settlementOf(delivery, outcome, next, deps), startedAt, endedAt, ...dueAt(next, endedAt) };
}

/** Figures that cannot be counted cost no delivery. */
function report(
  talk: Talk,
  { id, queuedAt, deadline }: LeasedDelivery,
  { startedAt, endedAt }: { readonly startedAt: EpochMs; readonly endedAt: EpochMs },
  { destination, onAttempt, logger }: AttemptDeps,
): void {
  const outcome = talk.kind === 'ended' ? talk.outcome.kind : talk.kind;
  const delivered = { waitedMs: Math.max(0, endedAt - queuedAt), isLate: deadline !== null && endedAt > deadline };
  try {
    onAttempt({
      destination: destination.id,
      outcome,
      durationMs: Math.max(0, endedAt - startedAt),
      ...(outcome === 'delivered' ? { delivered } : {}),
    });
  } catch (error) {
    logger.error({ err: error, deliveryId: id }, 'attempt was not counted');
  }
}

function settlementOf(
  { id, fence, facility }: LeasedDelivery,
  outcome: AttemptOutcome,
  next: NextState,
  { notifies }: AttemptDeps,
) {
  const reason = 'reason' in next ? next.reason : outcome.reason;
  const isFinal = next.state === 'delivered' || next.state === 'refused' || next.state === 'parked';
  return {
    deliveryId: id,
    fence,
    state: next.state,
    ...(outcome.httpStatus === undefined ? {} : { httpStatus: outcome.httpStatus }),
    ...(outcome.kind === 'delivered' ? { receipt: outcome.receipt } : {}),
    ...(outcome.kind !== 'delivered' && outcome.faults !== undefined ? { faults: outcome.faults } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(isFinal && notifies(facility, next.state) ? { notify: true } : {}),
  };
}

function dueAt(next: NextState, endedAt: EpochMs): { readonly dueAt?: EpochMs } {
  return 'delayMs' in next ? { dueAt: endedAt + next.delayMs } : {};
}

function logAttempt(delivery: LeasedDelivery, outcome: AttemptOutcome, next: NextState, logger: Logger): void {
  const { kind, httpStatus } = outcome;
  const about = { deliveryId: delivery.id, attempt: delivery.attempt, outcome: kind, httpStatus, next: next.state };
  if (outcome.kind === 'delivered') logger.debug(about, 'delivered');
  else logger.warn({ ...about, reason: outcome.reason }, 'not delivered');
}
