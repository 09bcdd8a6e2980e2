/**
 * Loaded before the gateway: its database may not grow beyond some pages more than it has, until SIGUSR2 takes the limit away.
 * SQLite then says SQLITE_FULL, as it does for a full disk.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'better-sqlite3';

const require = createRequire(join(import.meta.dirname, '..', '..', '..', 'package.json'));
const Sqlite = require('better-sqlite3') as typeof Database;
const further = Number(process.env['LT_TEST_FURTHER_PAGES']);
delete process.env['LT_TEST_FURTHER_PAGES'];
const original = Sqlite.prototype.pragma;
const UNLIMITED = 1_073_741_823;
const opened = new Set<Database.Database>();

Sqlite.prototype.pragma = function limiting(this: Database.Database, source: string, options?: Database.PragmaOptions) {
  if (!opened.has(this)) {
    opened.add(this);
    const pages = original.call(this, 'page_count', { simple: true }) as number;
    original.call(this, `max_page_count = ${pages + further}`);
  }
  return original.call(this, source, options);
};

process.on('SIGUSR2', () => {
  for (const db of opened) if (db.open) original.call(db, `max_page_count = ${UNLIMITED}`);
});
