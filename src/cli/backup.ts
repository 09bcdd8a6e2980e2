import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readContentsOf } from '../store/sqlite/inspect-store.ts';
import type { CliIo, Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { instantText } from './instant-text.ts';
import { type Language, readLanguage } from './language.ts';
import { storePlaceOf, withExistingStore, withStore } from './open-store.ts';
import { OPERATIONS_WORDS } from './operations-words.ts';
import { auditOperator } from './operator.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { renderContents } from './store-contents-text.ts';

/** `backup`: a consistent copy of the store. */
export const backup: Command = {
  name: 'backup',
  summary: 'copy the store while it is in use',
  usage: `Usage: lien-thong backup FILE
       lien-thong backup --noted

Writes a consistent copy of the SQLite store in DATA_DIR (default ./data) to FILE, also while the gateway runs: everything that
was acknowledged before the backup began is in it. FILE appears when it is whole, and must not be there before. It holds
health records and the gateway's signing key: keep it as safe as the store. Imported code lists (DATA_DIR/codes) are files of
their own. A PostgreSQL store is backed up by PostgreSQL's own tools (docs/guides/operations.md).

The store remembers when it was last copied away, and the gateway shows it in its metrics: a backup that does not come is told.
After a copy that was made by other means (PostgreSQL's tools, a snapshot of the volume), say so with --noted.

  --noted            makes no copy: remembers that one was made just now
  --lang vi|en       language of the output (default vi)
  --json             machine output`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {
      lang: { type: 'string' },
      noted: { type: 'boolean' },
    });
    const [name] = positionals;
    const language = readLanguage(values.lang);
    if (values.noted === true) {
      refuseExtra(positionals, 0);
      return noteBackup(io, values.json === true, language);
    }
    if (name === undefined) throw new UsageError('FILE is required');
    refuseExtra(positionals, 1);
    if (storePlaceOf(io).databaseUrl !== null) {
      throw new OperationFailed("DATABASE_URL is set: a PostgreSQL store is backed up by PostgreSQL's own tools");
    }
    const file = resolve(io.cwd, name);
    if (existsSync(file)) throw new OperationFailed(`${name} is there already: a backup overwrites nothing`);
    if (!existsSync(dirname(file))) throw new OperationFailed(`there is no folder ${dirname(name)}`);
    await withStore(io, async (store) => {
      await auditOperator(store, io, { event: 'archive', object: 'store', details: {} });
      const at = io.clock();
      await store.backup(file);
      // Only in the store: of a copy that is restored the newest one known is the one before it.
      await store.noteBackup(at);
    });
    const contents = readContentsOf(file);
    const { size: bytes } = statSync(file);
    const told = `${OPERATIONS_WORDS[language].bytes(name, bytes)}\n${renderContents(contents, language)}`;
    io.stdout.write(values.json ? `${JSON.stringify({ file, bytes, ...contents })}\n` : told);
    return 0;
  },
};

/** Remembers a copy that something else made. */
async function noteBackup(io: CliIo, isJson: boolean, language: Language): Promise<number> {
  const at = io.clock();
  await withExistingStore(io, async (store) => {
    await auditOperator(store, io, { event: 'archive', object: 'store', details: { by: 'other-means' } });
    await store.noteBackup(at);
  });
  io.stdout.write(
    isJson ? `${JSON.stringify({ noted: at })}\n` : `${OPERATIONS_WORDS[language].noted(instantText(at))}\n`,
  );
  return 0;
}
