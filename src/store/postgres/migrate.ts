import { join } from 'node:path';
import { Client } from 'pg';
import type { EpochMs } from '../../types/submission.ts';
import { type AppliedMigration, type Migration, missingMigrations, readMigrations } from '../numbered-migrations.ts';
import { StoreSchemaError } from '../store-error.ts';
import { CONNECT_TIMEOUT_MS, parserOf } from './database.ts';
import { LOCK_MIGRATION } from './locks.ts';
import { makePartitions } from './partitions.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');
const OLDEST_SERVER = 130_000;

/**
 * Brings the store of a database to this program's version, and makes the partitions that are due; gives the names of the
 * migrations that ran. Any number of processes may do this at the same time: one does, the others wait for it.
 * Refuses with StoreSchemaError a store that a newer program made or whose migrations are not the ones of this program, and
 * a server that is too old or does not flush what it commits.
 */
export async function migratePostgres(url: string, clock: () => EpochMs): Promise<readonly string[]> {
  const client = new Client({
    connectionString: url,
    application_name: 'lien-thong migrate',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser: parserOf },
  });
  // What breaks the connection is told by the statement under way.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await checkServer(client);
    const applied = await applyMigrations(client, readMigrations(MIGRATIONS), clock);
    await makePartitions(client);
    return applied;
  } finally {
    await client.end();
  }
}

/** Applies what is missing in one transaction: all or nothing. */
export async function applyMigrations(
  client: Client,
  migrations: readonly Migration[],
  clock: () => EpochMs,
): Promise<readonly string[]> {
  await client.query('BEGIN');
  try {
    await client.query(LOCK_MIGRATION);
    const missing = missingMigrations(migrations, await readApplied(client), `${client.database} on ${client.host}`);
    if (missing[0]?.version === 1) await client.query(SCHEMA_VERSION);
    for (const { version, name, sql, checksum } of missing) {
      await client.query(sql);
      await client.query(NOTE, [version, name, checksum, clock()]);
    }
    await client.query('COMMIT');
    return missing.map(({ name }) => name);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const SCHEMA_VERSION = `
  CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at BIGINT NOT NULL
  )`;

const NOTE = 'INSERT INTO schema_version (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)';

async function readApplied(client: Client): Promise<readonly AppliedMigration[]> {
  const found = await client.query<{ name: string | null }>(`SELECT to_regclass('schema_version')::text AS name`);
  if (found.rows[0]?.name === null) return [];
  return (await client.query<AppliedMigration>('SELECT version, checksum FROM schema_version ORDER BY version')).rows;
}

/** What was acknowledged has to be on disk: a server that is told not to flush is no place for it. */
async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; fsync: string; encoding: string }>(
    `SELECT current_setting('server_version_num')::integer AS version, current_setting('fsync') AS fsync,
       current_setting('server_encoding') AS encoding`,
  );
  const { version, fsync, encoding } = rows[0] as (typeof rows)[number];
  if (version < OLDEST_SERVER) {
    throw new StoreSchemaError(`PostgreSQL ${Math.floor(version / 10_000)} is too old: use version 13 or newer`);
  }
  if (encoding !== 'UTF8') throw new StoreSchemaError(`the database is in ${encoding}: create it with ENCODING 'UTF8'`);
  if (fsync !== 'on') throw new StoreSchemaError('the server may lose what it committed: set fsync = on');
}
