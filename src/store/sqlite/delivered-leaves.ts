import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { DeliveredLeaf } from '../../types/reconciliation.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { ofFacility, RECEIVED_BETWEEN } from './of-facility.ts';

/**
 * Reads what a destination keeps of ours, by our own account: of each record the newest version that was received in
 * [from, until) and delivered with a message of its own, in order of facility and identity (of their bytes).
 */
export type ReadDeliveredLeaves = (destination: string, from: EpochMs, until: EpochMs) => AsyncIterable<DeliveredLeaf>;

type Delivered = Omit<DeliveredLeaf, 'facility' | 'sha256'> & { readonly sha256: string | null };

/** The leaves of an open database. Facility by facility: accepting goes on in between. */
export function createReadDeliveredLeaves(db: Database): ReadDeliveredLeaves {
  const facilities = db.prepare<[], FacilityCode>('SELECT code FROM facility ORDER BY code').pluck();
  const delivered = ofFacility<{ destination: string; from: EpochMs; until: EpochMs }, Delivered>(
    db,
    `SELECT record.record_key AS identity, record.id AS recordId, record.version, delivery.receipt,
       (SELECT message.sha256
        FROM attempt JOIN message ON message.delivery = attempt.delivery AND message.attempt = attempt.message
        WHERE attempt.delivery = delivery.sequence ORDER BY attempt.number DESC LIMIT 1) AS sha256
     FROM record JOIN delivery ON delivery.record = record.sequence AND delivery.destination = :destination
     WHERE ${RECEIVED_BETWEEN} AND record.repetition = 0 AND delivery.state = 'delivered'
       AND delivery.delivered_at IS NOT NULL
     ORDER BY record.record_key, record.version DESC`,
  );
  return async function* (destination, from, until) {
    for (const facility of facilities.all()) {
      let last: string | undefined;
      for (const { sha256, ...leaf } of delivered.all({ facility, destination, from, until })) {
        if (sha256 === null || leaf.identity === last) continue;
        last = leaf.identity;
        yield { facility, ...leaf, sha256 };
      }
      await nextTurn();
    }
  };
}
