import type { MeasurePort } from '../../types/measure.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type FactRow, type SignInRow, toRecordFact, toSignInFact } from '../fact-row.ts';
import type { Database } from './database.ts';
import { inPages } from './pages.ts';
import { statement } from './statement.ts';

const SIGN_INS = statement<{ at: EpochMs; facility: FacilityCode; until: EpochMs; limit: number }, SignInRow>(
  `SELECT first_at AS at, facility FROM sign_in
   WHERE (first_at, facility) > (:at::bigint, :facility::text COLLATE "C") AND first_at <= :until::bigint
   ORDER BY first_at, facility LIMIT :limit::bigint`,
);

const RECORDS = statement<{ at: EpochMs; sequence: number; until: EpochMs; limit: number }, FactRow>(
  `SELECT received_at AS at, released_at AS "releasedAt", sequence, facility, state, encounter, source, end_of_care AS "endOfCare", level, due, present,
     identity, signed
   FROM record
   WHERE (received_at, sequence) > (:at::bigint, :sequence::bigint) AND received_at <= :until::bigint AND of_care = 1
   ORDER BY received_at, sequence LIMIT :limit::bigint`,
);

/** Reads sign-ins (the first of a facility's day) and records received up to and including `until`, as facts. */
export function createFacts(database: Database): MeasurePort['facts'] {
  return async function* (until) {
    const signIns = inPages<SignInRow>((last, limit) =>
      database.rows(SIGN_INS, {
        at: last?.at ?? Number.MIN_SAFE_INTEGER,
        facility: last?.facility ?? '',
        until,
        limit,
      }),
    );
    const records = inPages<FactRow>((last, limit) =>
      database.rows(RECORDS, { at: last?.at ?? Number.MIN_SAFE_INTEGER, sequence: last?.sequence ?? 0, until, limit }),
    );
    let signIn = await signIns.next();
    let record = await records.next();
    while (!signIn.done || !record.done) {
      if (!signIn.done && (record.done || signIn.value.at <= record.value.at)) {
        yield toSignInFact(signIn.value);
        signIn = await signIns.next();
      } else if (!record.done) {
        yield toRecordFact(record.value);
        record = await records.next();
      }
    }
  };
}
