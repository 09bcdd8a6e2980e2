import type { CodeSighting, WorklistEntry } from '../../types/code-worklist.ts';
import type { MeasurePort } from '../../types/measure.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { bulk } from './bulk.ts';
import type { Database, Transaction } from './database.ts';
import { statement, type Value } from './statement.ts';
import type { Changes } from './working-set.ts';

/** Entries of one facility. A file of free text in code fields must not fill the store. */
const MAX_ENTRIES = 5_000;

interface SightingRow extends Omit<CodeSighting, 'count'> {
  readonly facility: FacilityCode;
  readonly count: number;
  readonly first_seen: EpochMs;
  readonly last_seen: EpochMs;
}

const COLUMNS = {
  facility: 'text',
  list: 'text',
  code: 'text',
  form: 'text',
  field: 'text',
  reason: 'text',
  day: 'text',
  count: 'bigint',
  first_seen: 'bigint',
  last_seen: 'bigint',
} as const;

const SAME = ['facility', 'list', 'code', 'form', 'field'].map((name) => `entry.${name} = given.${name}`).join(' AND ');

const AGAIN = bulk<SightingRow>(
  COLUMNS,
  `UPDATE unmapped_code AS entry SET count = entry.count + given.count, reason = given.reason, day = given.day,
     last_seen = GREATEST(entry.last_seen, given.last_seen)
   FROM given WHERE ${SAME}`,
);

/** What was not seen for longest gives way to what is new. */
const MAKE_ROOM = bulk<SightingRow>(
  COLUMNS,
  `DELETE FROM unmapped_code WHERE sequence IN (
     SELECT oldest.sequence
     FROM (
         SELECT given.facility, count(*) + (
             SELECT count(*) FROM unmapped_code AS entry WHERE entry.facility = given.facility) - ${MAX_ENTRIES} AS excess
         FROM given WHERE NOT EXISTS (SELECT 1 FROM unmapped_code AS entry WHERE ${SAME})
         GROUP BY given.facility
       ) AS crowded
       CROSS JOIN LATERAL (
         SELECT entry.sequence FROM unmapped_code AS entry WHERE entry.facility = crowded.facility
         ORDER BY entry.last_seen, entry.sequence LIMIT GREATEST(crowded.excess, 0)
       ) AS oldest)`,
);

const FIRST = bulk<SightingRow>(
  COLUMNS,
  `INSERT INTO unmapped_code (${Object.keys(COLUMNS).join(', ')})
   SELECT ${Object.keys(COLUMNS).join(', ')}
   FROM (
       SELECT *, row_number() OVER (PARTITION BY facility ORDER BY place) AS nth
       FROM (SELECT * FROM given) AS given
       WHERE NOT EXISTS (SELECT 1 FROM unmapped_code AS entry WHERE ${SAME})
     ) AS fresh
   WHERE nth <= ${MAX_ENTRIES} ORDER BY place`,
);

/** Sends the codes that records brought; the locks of their facilities are held. */
export function sendCodes(transaction: Transaction, codes: Changes['codes']): void {
  const rows = summed(codes);
  AGAIN.send(transaction, rows);
  MAKE_ROOM.send(transaction, rows);
  FIRST.send(transaction, rows);
}

/** Each code of a facility once, as the last record told of it. */
function summed(codes: Changes['codes']): SightingRow[] {
  const rows = new Map<string, SightingRow>();
  for (const { facility, at, sighting } of codes) {
    const { list, code, form, field } = sighting;
    const place = [facility, list, code, form, field].join('\n');
    const before = rows.get(place);
    rows.set(place, {
      ...sighting,
      facility,
      count: sighting.count + (before?.count ?? 0),
      first_seen: before?.first_seen ?? at,
      last_seen: Math.max(at, before?.last_seen ?? at),
    });
  }
  return [...rows.values()];
}

const PAGE = statement<Record<string, Value>, WorklistEntry>(
  `SELECT sequence AS id, facility, list, code, form, field, reason, day, count, first_seen AS "firstSeen",
     last_seen AS "lastSeen"
   FROM unmapped_code
   WHERE (count, sequence) < (:count::bigint, :id::bigint)
     AND (:facility::text IS NULL OR facility = :facility) AND (:list::text IS NULL OR list = :list)
     AND (:form::text IS NULL OR form = :form) AND (:reason::text IS NULL OR reason = :reason)
   ORDER BY count DESC, sequence DESC LIMIT :limit::bigint`,
);

const DROP = statement<{ ids: readonly number[] }>('DELETE FROM unmapped_code WHERE sequence = ANY(:ids::bigint[])');

/** The code worklist, most frequent first; of equals the newer entry. */
export function createCodeWorklist(database: Database): Pick<MeasurePort, 'worklist' | 'dropFromWorklist'> {
  return {
    worklist({ list = null, facility = null, form = null, reason = null, after, limit }) {
      const { count, id } = after ?? { count: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
      return database.rows(PAGE, { list, facility, form, reason, count, id, limit });
    },
    async dropFromWorklist(ids) {
      await database.rows(DROP, { ids });
    },
  };
}
