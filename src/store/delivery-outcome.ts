import type { AttemptSettlement, FieldFault } from '../types/delivery.ts';
import type { DeliveryState } from '../types/receipt.ts';
import type { EpochMs } from '../types/submission.ts';

/** States of a delivery that holds up the later ones of its line, as a condition in SQL. */
export const UNFINISHED = `state IN ('queued', 'sending', 'unknown')`;

/** The reason with which a relay parks what may be in effect: a person has to look. */
const OUTCOME_UNKNOWN = 'outcome-unknown';

/** The reason with which a delivered version is owed again: its destination does not keep it. */
export const LOST_THERE = 'lost-there';

/** The reason of a delivery of unknown end that a person found at its destination. */
export const SETTLED_BY_PERSON = 'settled-by-person';

/** What a settlement makes of its delivery. */
export interface DeliveryOutcome {
  readonly state: DeliveryState;
  readonly dueAt: EpochMs;
  readonly deliveredAt: EpochMs | null;
  readonly receipt: string | null;
  readonly reason: string | null;
  /** JSON; null: none. */
  readonly faults: string | null;
  /**
   * What becomes of the message that may be in effect at the destination: `none` is any more, it stays as it `is`, or only
   * that of an `earlier` attempt does (this one's is known not to be).
   */
  readonly unsettled: 'none' | 'is' | 'earlier';
}

/** Throws on a settlement that is to be looked at again and does not say when: a bug. */
export function outcomeOf(settlement: AttemptSettlement): DeliveryOutcome {
  const { state, endedAt, receipt = null, reason = null } = settlement;
  return {
    state: state === 'retry' ? 'queued' : state,
    dueAt: dueAtOf(settlement),
    deliveredAt: state === 'delivered' ? endedAt : null,
    receipt,
    reason,
    faults: writeFaults(settlement.faults),
    unsettled: unsettledAfter(settlement),
  };
}

/** Null for none. */
function writeFaults(faults: readonly FieldFault[] = []): string | null {
  return faults.length === 0 ? null : JSON.stringify(faults);
}

/** Faults of a delivery or an attempt from their column. */
export function readFaults(column: string | null): readonly FieldFault[] {
  return column === null ? [] : (JSON.parse(column) as FieldFault[]);
}

function unsettledAfter({ state, reason }: AttemptSettlement): DeliveryOutcome['unsettled'] {
  if (state === 'unknown' || (state === 'parked' && reason === OUTCOME_UNKNOWN)) return 'is';
  return state === 'parked' ? 'earlier' : 'none';
}

function dueAtOf({ state, dueAt, endedAt }: AttemptSettlement): EpochMs {
  if (dueAt !== undefined) return dueAt;
  if (state === 'retry' || state === 'unknown') throw new TypeError(`a settlement as ${state} needs dueAt`);
  return endedAt;
}
