import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Fact } from '../../types/measure.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type FactRow, type SignInRow, toRecordFact, toSignInFact } from '../fact-row.ts';

/** Rows read at once: no cursor stays open, so that accepting goes on meanwhile. */
const PAGE = 1_000;

/** Reads sign-ins (the first of a facility's day) and records received up to and including `until`, as facts. */
export type ReadFacts = (until: EpochMs) => AsyncIterable<Fact>;

/** Facts of an open database. */
export function createFacts(db: Database): ReadFacts {
  const signInPage = db.prepare<[EpochMs, FacilityCode, EpochMs, number], SignInRow>(
    `SELECT first_at AS at, facility FROM sign_in
     WHERE (first_at, facility) > (?, ?) AND first_at <= ? ORDER BY first_at, facility LIMIT ?`,
  );
  const recordPage = db.prepare<[EpochMs, number, EpochMs, number], FactRow>(
    `SELECT received_at AS at, released_at AS releasedAt, sequence, facility, state, encounter, source, end_of_care AS endOfCare, level, due,
       present, identity, signed
     FROM record INDEXED BY record_in_order_of_receipt
     WHERE (received_at, sequence) > (?, ?) AND received_at <= ? AND of_care = 1 ORDER BY received_at, sequence LIMIT ?`,
  );

  return async function* (until) {
    const signIns = inPages<SignInRow>((last) =>
      signInPage.all(last?.at ?? Number.MIN_SAFE_INTEGER, last?.facility ?? '', until, PAGE),
    );
    const records = inPages<FactRow>((last) =>
      recordPage.all(last?.at ?? Number.MIN_SAFE_INTEGER, last?.sequence ?? 0, until, PAGE),
    );
    let signIn = signIns.next();
    let record = records.next();
    for (let count = 1; !signIn.done || !record.done; count++) {
      if (!signIn.done && (record.done || signIn.value.at <= record.value.at)) {
        yield toSignInFact(signIn.value);
        signIn = signIns.next();
      } else if (!record.done) {
        yield toRecordFact(record.value);
        record = records.next();
      }
      if (count % PAGE === 0) await nextTurn();
    }
  };
}

function* inPages<Row>(read: (last: Row | undefined) => Row[]): Generator<Row, undefined> {
  for (let page = read(undefined); page.length > 0; page = read(page.at(-1))) yield* page;
}
