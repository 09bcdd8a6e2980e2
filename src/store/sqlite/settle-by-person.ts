import type { Database } from 'better-sqlite3';
import type { FoundThere } from '../../types/delivery.ts';
import type { EpochMs } from '../../types/submission.ts';
import { SETTLED_BY_PERSON } from '../delivery-outcome.ts';
import type { DeliveryLines } from './delivery-lines.ts';
import type { Notices } from './notices.ts';

/**
 * Inside a transaction: a delivery of unknown end is delivered, on the word of a person. False when it is neither parked nor
 * unknown, or no message of it may be in effect: then nothing is changed.
 */
export type SettleByPerson = (found: FoundThere) => boolean;

interface Settled {
  readonly sequence: number;
  readonly record: number;
  readonly destination: string;
  readonly line: string;
}

/** Settling by a person in an open database. Attempts stay as they ended: nothing was sent now. */
export function createSettleByPerson(
  db: Database,
  lines: DeliveryLines,
  notices: Pick<Notices, 'add'>,
): SettleByPerson {
  const settle = db.prepare<{ id: string; now: EpochMs; receipt: string; reason: string }, Settled>(
    `UPDATE delivery SET state = 'delivered', turn = 0, due_at = :now, delivered_at = :now, receipt = :receipt,
       reason = :reason, faults = NULL, unsettled = NULL
     WHERE id = :id AND state IN ('parked', 'unknown') AND unsettled IS NOT NULL
     RETURNING sequence, record, destination, line`,
  );
  return ({ deliveryId, receipt, now, notify }) => {
    const reason = SETTLED_BY_PERSON;
    const settled = settle.get({ id: deliveryId, now, receipt, reason });
    if (settled === undefined) return false;
    const { sequence, record, destination, line } = settled;
    lines.passTurn(destination, line);
    if (notify) notices.add({ delivery: sequence, record, state: 'delivered', reason, receipt, at: now });
    return true;
  };
}
