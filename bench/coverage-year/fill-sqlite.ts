import Database from 'better-sqlite3';
import { databaseFile } from '../../src/store/sqlite/connection.ts';
import { createRowWriter, RECORD_COLUMNS, SUBMISSION_COLUMNS, signInsOf } from './columns.ts';
import type { FactRow } from './facts.ts';

/** The further indicators are not what is measured here: they count from a month ago on, as after an upgrade. */
const PROGRAMMES_SINCE = `INSERT OR IGNORE INTO programme_state
  SELECT 1, date(newest / 1000 + 25200, 'unixepoch', '-30 day'), date(newest / 1000 + 25200, 'unixepoch', '-31 day'), '', seen
  FROM (SELECT MAX(received_at) AS newest, MAX(sequence) AS seen FROM record)`;

/**
 * Writes facts into a migrated store, past the program: without syncing, and the indexes of `record` are made afterwards. Whoever
 * breaks it off has to begin anew. Gives the number of facts.
 */
export function fillSqlite(
  dataDir: string,
  days: Iterable<readonly FactRow[]>,
  onDay: (facts: number) => void,
): number {
  const db = new Database(databaseFile(dataDir));
  // Not in one step: out of WAL there is only a way to a journal.
  db.pragma('journal_mode = DELETE');
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -1000000');
  const indexes = db
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'record' AND sql IS NOT NULL`,
    )
    .all();
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  const insert = (table: string, columns: readonly string[]) =>
    db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  const record = insert('record', RECORD_COLUMNS);
  const submission = insert('submission', SUBMISSION_COLUMNS);
  const signIn = insert('sign_in', ['facility', 'day', 'first_at']);
  const last = db.prepare(
    `INSERT INTO last_record (facility, received_at) SELECT facility, MAX(received_at) FROM record
     WHERE state = 'accepted' GROUP BY facility`,
  );
  const rowsOf = createRowWriter();
  let facts = 0;
  const write = db.transaction((day: readonly FactRow[]) => {
    const { submissions, records } = rowsOf(day);
    for (const row of submissions) submission.run(row);
    for (const row of records) record.run(row);
    for (const row of signInsOf(day)) signIn.run(...row);
  });
  for (const day of days) {
    write(day);
    facts += day.length;
    onDay(facts);
  }
  for (const { sql } of indexes) {
    db.exec(sql);
    onDay(facts);
  }
  last.run();
  db.exec(PROGRAMMES_SINCE);
  db.pragma('journal_mode = WAL');
  db.close();
  return facts;
}
