import { Client } from 'pg';
import { createRowWriter, RECORD_COLUMNS, SUBMISSION_COLUMNS, signInsOf } from './columns.ts';
import type { FactRow } from './facts.ts';

/** Rows of one statement. */
const AT_ONCE = 5_000;
/** Those that are numbers; all others are texts, but for the bytes. */
const NUMBERS = new Set([
  ...['sequence', 'submission', 'position', 'version', 'repetition', 'received_at', 'resource_count', 'end_of_care'],
  ...['level', 'identity', 'signed', 'count'],
]);
const BYTES = new Set(['content', 'bytes']);

/** Writes facts into a migrated store, past the program and without waiting for the disk. Gives the number of facts. */
export async function fillPostgres(
  url: string,
  days: Iterable<readonly FactRow[]>,
  onDay: (facts: number) => void,
): Promise<number> {
  const client = new Client(url);
  await client.connect();
  await client.query('SET synchronous_commit = off');
  const rowsOf = createRowWriter();
  const signIns = ['facility', 'day', 'first_at'];
  let facts = 0;
  for (const day of days) {
    const { submissions, records } = rowsOf(day);
    await insert(client, 'submission', SUBMISSION_COLUMNS, submissions);
    await insert(client, 'record', RECORD_COLUMNS, records);
    await insert(client, 'sign_in', signIns, signInsOf(day));
    facts += day.length;
    onDay(facts);
  }
  await client.query(`SELECT setval(pg_get_serial_sequence('submission', 'sequence'), max(sequence)) FROM submission`);
  await client.query(`INSERT INTO last_record (facility, received_at) SELECT facility, max(received_at) FROM record
    WHERE state = 'accepted' GROUP BY facility`);
  await client.query('VACUUM (ANALYZE) record');
  await client.end();
  return facts;
}

async function insert(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const types = columns.map((column) => (BYTES.has(column) ? 'bytea' : typeOf(column)));
  const text = `INSERT INTO ${table} (${columns.join(', ')})
    SELECT * FROM unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')})`;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const page = rows.slice(from, from + AT_ONCE);
    await client.query({
      name: `fill-${table}`,
      text,
      values: columns.map((_, index) => page.map((row) => row[index])),
    });
  }
}

function typeOf(column: string): string {
  return NUMBERS.has(column) || column === 'first_at' ? 'bigint' : 'text';
}
