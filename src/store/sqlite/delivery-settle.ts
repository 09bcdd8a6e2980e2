import type { Database } from 'better-sqlite3';
import type { AttemptSettlement } from '../../types/store.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { DeliveryLines } from './delivery-lines.ts';

/** Inside a transaction: writes how an attempt ended. False when the lease was lost: then nothing is changed. */
export type Settle = (settlement: AttemptSettlement) => boolean;

interface Settled {
  readonly sequence: number;
  readonly destination: string;
  readonly line: string;
}

/** Settling in an open database. */
export function createSettle(db: Database, lines: DeliveryLines): Settle {
  const settle = db.prepare<
    {
      id: string;
      fence: number;
      state: string;
      dueAt: EpochMs;
      deliveredAt: EpochMs | null;
      receipt: string | null;
      reason: string | null;
    },
    Settled
  >(
    `UPDATE delivery SET state = :state, turn = 0, due_at = :dueAt, delivered_at = :deliveredAt, receipt = :receipt,
       reason = :reason
     WHERE id = :id AND state = 'sending' AND attempts = :fence
     RETURNING sequence, destination, line`,
  );
  const endAttempt = db.prepare<[EpochMs, EpochMs, string, number | null, string | null, number, number]>(
    `UPDATE attempt SET started_at = ?, ended_at = ?, outcome = ?, http_status = ?, reason = ?
     WHERE delivery = ? AND number = ?`,
  );
  return (settlement) => {
    const { deliveryId, fence, state, startedAt, endedAt, httpStatus = null, receipt = null } = settlement;
    const { reason = null } = settlement;
    const settled = settle.get({
      id: deliveryId,
      fence,
      state: state === 'retry' ? 'queued' : state,
      dueAt: dueAtOf(settlement),
      deliveredAt: state === 'delivered' ? endedAt : null,
      receipt,
      reason,
    });
    if (settled === undefined) return false;
    endAttempt.run(startedAt, endedAt, state, httpStatus, reason, settled.sequence, fence);
    lines.passTurn(settled.destination, settled.line);
    return true;
  };
}

function dueAtOf({ state, dueAt, endedAt }: AttemptSettlement): EpochMs {
  if (dueAt !== undefined) return dueAt;
  if (state === 'retry' || state === 'unknown') throw new TypeError(`a settlement as ${state} needs dueAt`);
  return endedAt;
}
