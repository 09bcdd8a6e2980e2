import type { Command } from './command.ts';
import { withStore } from './open-store.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';

/** `migrate`: brings the store to this version. */
export const migrate: Command = {
  name: 'migrate',
  summary: 'bring the store in DATA_DIR to this version',
  usage: `Usage: lien-thong migrate

Brings the store in DATA_DIR (default ./data) to the version of this program; 'serve' does the same at its start.
A store of a newer version is refused.`,

  async run(args, io) {
    refuseExtra(parseOptions(args, {}).positionals, 0);
    await withStore(io, (store) => store.probe());
    io.stderr.write('the store is at this version\n');
    return 0;
  },
};
