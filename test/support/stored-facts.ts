import Database from 'better-sqlite3';
import { toLocalDay } from '../../src/fhir/local-time.ts';
import { databaseFile } from '../../src/store/sqlite/connection.ts';
import type { Fact } from '../../src/types/measure.ts';

/** Facts put straight into a store's tables, as fast as a disk allows: what stands behind them is left empty. */
export interface StoredFacts {
  /** Replaces all facts, in the order in which they were committed, and forgets closed days. */
  replace(facts: readonly Fact[]): void;
  /** Adds facts that are committed after all others. */
  add(facts: readonly Fact[]): void;
  /** Releases what is released by an instant and was in quarantine so far. */
  release(facts: readonly Fact[], until: number): void;
  close(): void;
}

type RecordFact = Extract<Fact, { type: 'record' }>;

const TABLES = ['record', 'submission', 'sign_in', 'closed_days', 'coverage_tally', 'coverage_figures'];

/** Opens the SQLite store of a data directory beside whoever has it open. */
export function openStoredFacts(dataDir: string): StoredFacts {
  const db = new Database(databaseFile(dataDir));
  db.pragma('foreign_keys = OFF');
  const addSubmission = db.prepare(
    `INSERT INTO submission (id, facility, idempotency_key, sha256, content_type, channel, format, state, received_at)
     VALUES (?, ?, ?, '', '', 'submissions', 'claim-xml', 'accepted', ?)`,
  );
  const addRecord = db.prepare(
    `INSERT INTO record (id, submission, position, facility, record_key, version, repetition, state, received_at,
       resource_count, source, encounter, end_of_care, level, due, present, identity, signed, content, outcome, released_at)
     VALUES (:id, :submission, 1, :facility, :id, 1, 0, :state, :at, 0, :source, :encounter, :endOfCare, :level, :due,
       :present, :identity, :signed, x'', '{}', NULL)`,
  );
  const release = db.prepare(
    `UPDATE record SET state = 'accepted', released_at = ? WHERE id = ? AND state = 'quarantined'`,
  );
  const addSignIn = db.prepare(
    `INSERT INTO sign_in (facility, day, first_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET first_at = MIN(first_at, excluded.first_at)`,
  );
  const ids = new Map<Fact, string>();

  function addOne(fact: Fact): void {
    const at = Date.parse(fact.at);
    if (fact.type === 'sign-in') {
      addSignIn.run(fact.facility, toLocalDay(at), at);
      return;
    }
    const id = `fact-${ids.size}`;
    ids.set(fact, id);
    const submission = addSubmission.run(id, fact.facility, id, at).lastInsertRowid;
    addRecord.run({ ...rowOf(fact), id, submission, at });
  }

  const add = db.transaction((facts: readonly Fact[]) => facts.forEach(addOne));
  return {
    add,
    replace(facts) {
      for (const table of TABLES) db.exec(`DELETE FROM ${table}`);
      ids.clear();
      add(facts);
    },
    release(facts, until) {
      for (const fact of facts) {
        const at = fact.type === 'record' && fact.releasedAt !== undefined ? Date.parse(fact.releasedAt) : null;
        const id = ids.get(fact);
        if (at !== null && at <= until && id !== undefined) release.run(at, id);
      }
    },
    close: () => db.close(),
  };
}

/** What is released one day is stored as quarantined first. */
function rowOf({ facility, encounter, source, level, due, present, ...fact }: RecordFact) {
  return {
    ...{ facility, encounter, source, level },
    state: fact.releasedAt === undefined ? fact.outcome : 'quarantined',
    endOfCare: fact.endOfCare === null ? null : Date.parse(fact.endOfCare),
    due: JSON.stringify(due),
    present: JSON.stringify(present),
    identity: Number(fact.identity),
    signed: Number(fact.signed),
  };
}
