import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildOperatorAudit } from '../audit/operator-audit.ts';
import { restoreDatabase } from '../store/sqlite/restore.ts';
import type { Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { hashOfFile } from './hash-of-file.ts';
import { readLanguage } from './language.ts';
import { storePlaceOf } from './open-store.ts';
import { OPERATIONS_WORDS } from './operations-words.ts';
import { operatorOf } from './operator.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { renderContents } from './store-contents-text.ts';

/** `restore`: puts a backup in the place of the store. */
export const restore: Command = {
  name: 'restore',
  summary: 'put a backup in the place of the store',
  usage: `Usage: lien-thong restore FILE

Puts a backup in the place of the SQLite store in DATA_DIR (default ./data). Refused while a gateway runs on it. The backup is
checked first (every page, its version, the audit chain); the store that was there is kept beside it under another name. The
restore is the next entry of the audit log.

The gateway then goes on delivering where the backup stood: what a destination got after the backup goes to it again. One that
knows a record again takes it once (docs/guides/operations.md). Any other is stopped before the gateway is started, with
'lien-thong queue stop DESTINATION', until it is known what it has. What was received after the backup is not in it: have
facilities send that time again, which does no harm to what is there.

  --lang vi|en       language of the output (default vi)
  --json             machine output`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, { lang: { type: 'string' } });
    const [name] = positionals;
    const language = readLanguage(values.lang);
    const words = OPERATIONS_WORDS[language];
    if (name === undefined) throw new UsageError('FILE is required');
    refuseExtra(positionals, 1);
    const { dataDir, databaseUrl } = storePlaceOf(io);
    if (databaseUrl !== null) {
      throw new OperationFailed("DATABASE_URL is set: a PostgreSQL store is restored by PostgreSQL's own tools");
    }
    const file = resolve(io.cwd, name);
    if (!existsSync(file)) throw new OperationFailed(`${name} is not there`);
    const at = io.clock();
    const details = { sha256: await hashOfFile(file) };
    const text = JSON.stringify(
      buildOperatorAudit({ at, by: operatorOf(io), event: 'restore', object: 'store', details }),
    );
    const { contents, aside } = await restoreDatabase({ dataDir, file, clock: io.clock, entry: { at, text } });
    const told = `${words.restored(name, dataDir)}\n${renderContents(contents, language)}`;
    io.stdout.write(values.json ? `${JSON.stringify({ dataDir, aside, ...contents })}\n` : told);
    if (aside !== null) io.stderr.write(`${words.aside(aside)}\n`);
    if (contents.open.length > 0) io.stderr.write(`${words.sentAgain}\n`);
    return 0;
  },
};
