/** Loaded before the gateway: kills its process when its store, of either kind, runs the statement of the number that is given. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Client } from 'pg';

const require = createRequire(join(import.meta.dirname, '..', '..', '..', 'package.json'));
const last = Number(process.env['LT_TEST_DIE_AT_STATEMENT']);
delete process.env['LT_TEST_DIE_AT_STATEMENT'];
let count = 0;

function dieAt(of: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const original = of[name] as (...values: unknown[]) => unknown;
    of[name] = function runOrDie(this: unknown, ...values: unknown[]): unknown {
      count += 1;
      if (count === last) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, values);
    };
  }
}

if (process.env['DATABASE_URL'] === undefined) {
  const Sqlite = require('better-sqlite3') as typeof Database;
  dieAt(Object.getPrototypeOf(new Sqlite(':memory:').prepare('SELECT 1')), ['run', 'get', 'all']);
} else {
  const { Client: Connection } = require('pg') as { Client: typeof Client };
  dieAt(Connection.prototype as unknown as Record<string, unknown>, ['query']);
}
