import type { Database } from 'better-sqlite3';
import type { CodeSighting, WorklistEntry, WorklistFilter } from '../../types/code-worklist.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';

/** Codes that no list here holds, by facility. */
export interface CodeWorklist {
  /** Inside a transaction: a record of the facility that is kept brought these codes. */
  note(facility: FacilityCode, at: EpochMs, sightings: readonly CodeSighting[]): void;
  /** Most frequent first; of equals the newer entry. */
  page(filter: WorklistFilter): WorklistEntry[];
  /** Inside a transaction. */
  drop(ids: readonly number[]): void;
}

/** Entries of one facility. A file of free text in code fields must not fill the store. */
const MAX_ENTRIES = 5_000;

type Sighted = CodeSighting & { readonly facility: FacilityCode; readonly at: EpochMs };
type PageOf = Record<'list' | 'facility' | 'form' | 'reason', string | null> & Record<'count' | 'id' | 'limit', number>;

/** The worklist of an open database. */
export function createCodeWorklist(db: Database): CodeWorklist {
  const { again, first, size, dropOldest, pageOfAll, pageOfFacility, drop } = prepareStatements(db);

  return {
    note(facility, at, sightings) {
      const fresh = sightings.filter((sighting) => again.run({ ...sighting, facility, at }).changes === 0);
      if (fresh.length === 0) return;
      const excess = (size.get(facility) as number) + fresh.length - MAX_ENTRIES;
      if (excess > 0) dropOldest.run(facility, excess);
      for (const sighting of fresh.slice(0, MAX_ENTRIES)) first.run({ ...sighting, facility, at });
    },
    page({ list = null, facility = null, form = null, reason = null, after, limit }) {
      const { count, id } = after ?? { count: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
      const page = facility === null ? pageOfAll : pageOfFacility;
      return page.all({ list, facility, form, reason, count, id, limit });
    },
    drop(ids) {
      for (const id of ids) drop.run(id);
    },
  };
}

const ENTRIES = `
  SELECT sequence AS id, facility, list, code, form, field, reason, day, count,
    first_seen AS firstSeen, last_seen AS lastSeen
  FROM unmapped_code`;

const NEXT = `count <= :count AND (count < :count OR sequence < :id)
  AND (:list IS NULL OR list = :list) AND (:form IS NULL OR form = :form) AND (:reason IS NULL OR reason = :reason)
  ORDER BY count DESC, sequence DESC LIMIT :limit`;

function prepareStatements(db: Database) {
  return {
    again: db.prepare<Sighted>(
      `UPDATE unmapped_code SET count = count + :count, reason = :reason, day = :day, last_seen = MAX(last_seen, :at)
       WHERE facility = :facility AND list = :list AND code = :code AND form = :form AND field = :field`,
    ),
    first: db.prepare<Sighted>(
      `INSERT INTO unmapped_code (facility, list, code, form, field, reason, day, count, first_seen, last_seen)
       VALUES (:facility, :list, :code, :form, :field, :reason, :day, :count, :at, :at)`,
    ),
    size: db.prepare<[FacilityCode], number>('SELECT COUNT(*) FROM unmapped_code WHERE facility = ?').pluck(),
    dropOldest: db.prepare<[FacilityCode, number]>(
      `DELETE FROM unmapped_code WHERE sequence IN (
         SELECT sequence FROM unmapped_code WHERE facility = ? ORDER BY last_seen, sequence LIMIT ?)`,
    ),
    pageOfAll: db.prepare<PageOf, WorklistEntry>(`${ENTRIES} WHERE ${NEXT}`),
    // Not by count: the entries of one facility are few, those of all may be many.
    pageOfFacility: db.prepare<PageOf, WorklistEntry>(`${ENTRIES} WHERE facility = :facility AND +${NEXT}`),
    drop: db.prepare<[number]>('DELETE FROM unmapped_code WHERE sequence = ?'),
  };
}
