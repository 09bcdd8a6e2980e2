import type { CoverageFactRow } from '../types/measure.ts';

/** A fact of coverage as both stores read it. */
export type StoredFactRow = Omit<CoverageFactRow, 'identity' | 'signed'> & {
  readonly identity: 0 | 1;
  readonly signed: 0 | 1;
};

/** What is read of a record. `endOfCare` and the like are quoted: PostgreSQL folds names that are not. */
export const COVERAGE_FACT_COLUMNS = `sequence, facility, encounter, received_at AS at, released_at AS "releasedAt", state, source,
  end_of_care AS "endOfCare", level, due, present, broken, identity, signed`;

/** The fact of a row. */
export function toCoverageFact(row: StoredFactRow): CoverageFactRow {
  return { ...row, identity: row.identity === 1, signed: row.signed === 1 };
}
