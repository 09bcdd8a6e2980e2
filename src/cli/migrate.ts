import { migrateStoreAt } from '../store/open-store.ts';
import type { Command } from './command.ts';
import { storePlaceOf } from './open-store.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';

/** `migrate`: brings the store to this version. */
export const migrate: Command = {
  name: 'migrate',
  summary: 'bring the store to this version',
  usage: `Usage: lien-thong migrate

Brings the store to the version of this program: the PostgreSQL database of DATABASE_URL when it is set (its account needs the
right to create tables), else the SQLite store in DATA_DIR (default ./data), on which no gateway may be running if there is
something to do. All of it happens in one transaction, and nothing when there is nothing to do. 'serve' does the same at its
start. A store of a newer version is refused.

  --json             machine output: the migrations that ran`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {});
    refuseExtra(positionals, 0);
    const applied = await migrateStoreAt(storePlaceOf(io), io.clock);
    if (values.json) io.stdout.write(`${JSON.stringify({ applied })}\n`);
    else for (const name of applied) io.stdout.write(`${name}\n`);
    io.stderr.write('the store is at this version\n');
    return 0;
  },
};
