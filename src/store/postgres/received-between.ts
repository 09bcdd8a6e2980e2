import { RECORD_KINDS } from '../record-kinds.ts';

/** Condition on the record table: of one facility, received in [from, until); every leading column of its index is named. */
export const RECEIVED_BETWEEN = `
  record.facility = :facility AND record.kept IN ('all', 'current', 'receipt')
  AND record.kind IN (${RECORD_KINDS.map((kind) => `'${kind}'`).join(', ')})
  AND record.received_at >= :from::bigint AND record.received_at < :until::bigint`;
