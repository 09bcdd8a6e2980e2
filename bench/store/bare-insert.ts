import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../src/store/sqlite/connection.ts';
import type { SubmissionToStore } from '../../src/types/intake.ts';

/** Submissions per second when only their bytes are kept, with the fsync of the store: so many in one transaction. */
export type RateOfBareInsert = (items: readonly SubmissionToStore[], group: number) => Promise<number>;

/** Into a file of a folder, by better-sqlite3. */
export function bareInsertIntoSqlite(folder: string): RateOfBareInsert {
  return async (items, group) => {
    const db = openDatabase(join(folder, `bare-${group}.db`));
    db.exec('CREATE TABLE bare (id TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
    const insert = db.prepare('INSERT INTO bare (id, bytes) VALUES (?, ?)');
    const perSecond = await rateOf(items, group, (some) => {
      db.transaction(() => some.map(({ id, bytes }) => insert.run(id, bytes))).immediate();
    });
    db.close();
    return perSecond;
  };
}

/** Into a table of a database, by one connection and pipelined statements that are prepared. */
export function bareInsertIntoPostgres(url: string): RateOfBareInsert {
  return async (items, group) => {
    const client = new Client({ connectionString: url, pipeline: true });
    await client.connect();
    await client.query(`CREATE TABLE bare_${group} (id TEXT PRIMARY KEY, bytes BYTEA NOT NULL)`);
    const insert = { name: 'bare', text: `INSERT INTO bare_${group} (id, bytes) VALUES ($1, $2)` };
    const perSecond = await rateOf(items, group, (some) =>
      Promise.all([
        client.query('BEGIN'),
        ...some.map(({ id, bytes }) => client.query({ ...insert, values: [id, bytes] })),
        client.query('COMMIT'),
      ]),
    );
    await client.end();
    return perSecond;
  };
}

async function rateOf(
  items: readonly SubmissionToStore[],
  group: number,
  insert: (some: readonly SubmissionToStore[]) => unknown,
): Promise<number> {
  const start = performance.now();
  for (let first = 0; first < items.length; first += group) await insert(items.slice(first, first + group));
  return items.length / ((performance.now() - start) / 1_000);
}
