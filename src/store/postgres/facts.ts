import { toLocalInstant } from '../../fhir/local-time.ts';
import type { RecordEvidence } from '../../types/mapped-record.ts';
import type { Fact, MeasurePort } from '../../types/measure.ts';
import type { EpochMs, FacilityCode, RecordState } from '../../types/submission.ts';
import type { Database } from './database.ts';
import { inPages } from './pages.ts';
import { statement } from './statement.ts';

interface SignInRow {
  readonly at: EpochMs;
  readonly facility: FacilityCode;
}

interface RecordRow {
  readonly at: EpochMs;
  readonly sequence: number;
  readonly facility: FacilityCode;
  readonly state: RecordState;
  readonly encounter: string;
  readonly source: RecordEvidence['source'];
  readonly endOfCare: EpochMs | null;
  readonly level: RecordEvidence['level'];
  readonly due: string;
  readonly present: string;
  readonly identity: 0 | 1;
  readonly signed: 0 | 1;
}

const SIGN_INS = statement<{ at: EpochMs; facility: FacilityCode; until: EpochMs; limit: number }, SignInRow>(
  `SELECT first_at AS at, facility FROM sign_in
   WHERE (first_at, facility) > (:at::bigint, :facility::text COLLATE "C") AND first_at <= :until::bigint
   ORDER BY first_at, facility LIMIT :limit::bigint`,
);

const RECORDS = statement<{ at: EpochMs; sequence: number; until: EpochMs; limit: number }, RecordRow>(
  `SELECT received_at AS at, sequence, facility, state, encounter, source, end_of_care AS "endOfCare", level, due, present,
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
    const records = inPages<RecordRow>((last, limit) =>
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

function toSignInFact({ facility, at }: SignInRow): Fact {
  return { type: 'sign-in', facility, at: toLocalInstant(at) };
}

function toRecordFact(row: RecordRow): Fact {
  return {
    type: 'record',
    facility: row.facility,
    encounter: row.encounter,
    at: toLocalInstant(row.at),
    outcome: row.state,
    source: row.source,
    endOfCare: row.endOfCare === null ? null : toLocalInstant(row.endOfCare),
    level: row.level,
    due: JSON.parse(row.due) as string[],
    present: JSON.parse(row.present) as string[],
    identity: row.identity === 1,
    signed: row.signed === 1,
  };
}
