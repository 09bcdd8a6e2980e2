import type { Database } from 'better-sqlite3';
import type { AttemptSettlement } from '../../types/delivery.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type DeliveryOutcome, outcomeOf } from '../delivery-outcome.ts';
import type { DeliveryLines } from './delivery-lines.ts';
import type { Notices } from './notices.ts';

/** Inside a transaction: writes how an attempt ended. False when the lease was lost: then nothing is changed. */
export type Settle = (settlement: AttemptSettlement) => boolean;

interface Settled {
  readonly sequence: number;
  readonly record: number;
  readonly destination: string;
  readonly line: string;
}

interface EndedAttempt {
  readonly delivery: number;
  readonly number: number;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly outcome: AttemptSettlement['state'];
  readonly httpStatus: number | null;
  readonly reason: string | null;
  readonly faults: string | null;
}

/** Settling in an open database. */
export function createSettle(db: Database, lines: DeliveryLines, notices: Pick<Notices, 'add'>): Settle {
  const settle = db.prepare<DeliveryOutcome & { id: string; fence: number }, Settled>(
    `UPDATE delivery SET state = :state, turn = 0, due_at = :dueAt, delivered_at = :deliveredAt, receipt = :receipt,
       reason = :reason, faults = :faults,
       unsettled = CASE :unsettled WHEN 'none' THEN NULL WHEN 'earlier' THEN NULLIF(unsettled, :fence) ELSE unsettled END
     WHERE id = :id AND state = 'sending' AND attempts = :fence
     RETURNING sequence, record, destination, line`,
  );
  const endAttempt = db.prepare<EndedAttempt>(
    `UPDATE attempt SET started_at = :startedAt, ended_at = :endedAt, outcome = :outcome, http_status = :httpStatus,
       reason = :reason, faults = :faults
     WHERE delivery = :delivery AND number = :number`,
  );
  return (settlement) => {
    const { deliveryId, fence, state, startedAt, endedAt, httpStatus = null, notify = false } = settlement;
    const outcome = outcomeOf(settlement);
    const settled = settle.get({ ...outcome, id: deliveryId, fence });
    if (settled === undefined) return false;
    const { sequence, record } = settled;
    const { reason, receipt, faults } = outcome;
    endAttempt.run({
      delivery: sequence,
      number: fence,
      startedAt,
      endedAt,
      outcome: state,
      httpStatus,
      reason,
      faults,
    });
    lines.passTurn(settled.destination, settled.line);
    if (notify && state !== 'retry' && state !== 'unknown') {
      notices.add({ delivery: sequence, record, state, reason, receipt, at: endedAt });
    }
    return true;
  };
}
