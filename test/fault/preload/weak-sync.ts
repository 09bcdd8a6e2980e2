/**
 * Loaded before the gateway: its store asks for less than it says, `synchronous=NORMAL` of SQLite for FULL, and
 * `synchronous_commit=off` of PostgreSQL for on. The control of the power cut.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Client } from 'pg';

const require = createRequire(join(import.meta.dirname, '..', '..', '..', 'package.json'));

function weakenSqlite(): void {
  const Sqlite = require('better-sqlite3') as typeof Database;
  const original = Sqlite.prototype.pragma;
  Sqlite.prototype.pragma = function weakened(
    this: Database.Database,
    source: string,
    options?: Database.PragmaOptions,
  ) {
    return original.call(this, source.replace('synchronous = FULL', 'synchronous = NORMAL'), options);
  };
}

function weakenPostgres(): void {
  const { Client: Connection } = require('pg') as { Client: typeof Client };
  const connection = Connection.prototype as unknown as { query: (...values: unknown[]) => unknown };
  const original = connection.query;
  connection.query = function weakened(this: unknown, ...values: unknown[]): unknown {
    const [text, ...others] = values;
    const isSession = typeof text === 'string' && text.includes('synchronous_commit');
    return original.call(this, isSession ? `${text}; SET synchronous_commit = off` : text, ...others);
  };
}

if (process.env['DATABASE_URL'] === undefined) weakenSqlite();
else weakenPostgres();
