import type { Database, Statement } from 'better-sqlite3';
import type { FacilityCode } from '../../types/submission.ts';
import { RECORD_KINDS } from '../record-kinds.ts';

export type OfFacility<T> = T & { readonly facility: FacilityCode };

/** Prepares a statement that reads one facility's rows. Throws on one that does not say so: a bug. */
export function ofFacility<Parameters extends object, Row>(
  db: Database,
  sql: string,
): Statement<[OfFacility<Parameters>], Row> {
  if (!sql.includes('facility = :facility')) throw new Error(`a statement without a facility: ${sql}`);
  return db.prepare<[OfFacility<Parameters>], Row>(sql);
}

/** Condition on the record table: of one facility, received in [from, until); every leading column of its index is named. */
export const RECEIVED_BETWEEN = `
  record.facility = :facility AND record.kept IN ('all', 'current', 'receipt')
  AND record.kind IN (${RECORD_KINDS.map((kind) => `'${kind}'`).join(', ')})
  AND record.received_at >= :from AND record.received_at < :until`;
