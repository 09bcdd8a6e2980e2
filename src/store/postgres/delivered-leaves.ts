import type { DeliveredLeaf, ReconciliationPort } from '../../types/reconciliation.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Database } from './database.ts';
import { RECEIVED_BETWEEN } from './received-between.ts';
import { ofFacility, statement } from './statement.ts';

const FACILITIES = statement<object, { code: FacilityCode }>('SELECT code FROM facility ORDER BY code');

// By the message of the last attempt that sent one: a version that only counts as delivered has none.
const LEAVES = ofFacility<
  { facility: FacilityCode; destination: string; from: EpochMs; until: EpochMs },
  Omit<DeliveredLeaf, 'facility'>
>(
  `SELECT DISTINCT ON (record.record_key) record.record_key AS identity, record.id AS "recordId", record.version, sent.sha256,
     delivery.receipt
   FROM record
     JOIN delivery ON delivery.record = record.sequence AND delivery.destination = :destination
     CROSS JOIN LATERAL (
       SELECT message.sha256
       FROM attempt JOIN message ON message.delivery = attempt.delivery AND message.attempt = attempt.message
       WHERE attempt.delivery = delivery.sequence ORDER BY attempt.number DESC LIMIT 1) AS sent
   WHERE ${RECEIVED_BETWEEN} AND record.repetition = 0 AND delivery.state = 'delivered' AND delivery.delivered_at IS NOT NULL
   ORDER BY record.record_key, record.version DESC`,
);

/** Reads what a destination keeps of ours, by our own account, facility by facility. */
export function createDeliveredBetween(database: Database): ReconciliationPort['deliveredBetween'] {
  return async function* (destination, from, until) {
    for (const { code: facility } of await database.rows(FACILITIES, {})) {
      for (const leaf of await database.rows(LEAVES, { facility, destination, from, until }))
        yield { facility, ...leaf };
    }
  };
}
