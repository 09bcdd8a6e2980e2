import type { Database, Statement } from 'better-sqlite3';
import type { FacilityCode } from '../../types/submission.ts';

export type OfFacility<T> = T & { readonly facility: FacilityCode };

/** Prepares a statement that reads one facility's rows. Throws on one that does not say so: a bug. */
export function ofFacility<Parameters extends object, Row>(
  db: Database,
  sql: string,
): Statement<[OfFacility<Parameters>], Row> {
  if (!sql.includes('facility = :facility')) throw new Error(`a statement without a facility: ${sql}`);
  return db.prepare<[OfFacility<Parameters>], Row>(sql);
}
