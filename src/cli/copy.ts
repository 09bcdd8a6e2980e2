import { buildOperatorAudit } from '../audit/operator-audit.ts';
import { moveToPostgres } from '../store/copy/copy-to-postgres.ts';
import type { Command } from './command.ts';
import { OperationFailed } from './failures.ts';
import { readLanguage } from './language.ts';
import { storePlaceOf } from './open-store.ts';
import { OPERATIONS_WORDS } from './operations-words.ts';
import { operatorOf } from './operator.ts';
import { oneOf, parseOptions, refuseExtra, required } from './parse-options.ts';
import { renderTable } from './text-table.ts';

const TEXT = { type: 'string' } as const;

/** `copy`: moves a pilot to a server. */
export const copy: Command = {
  name: 'copy',
  summary: 'move a SQLite store to PostgreSQL',
  usage: `Usage: lien-thong copy --from sqlite --to postgres

Moves everything of the SQLite store in DATA_DIR (default ./data) into the empty PostgreSQL database of DATABASE_URL: records,
receipts, queue, keys, audit log. Stop the gateway first (docs/guides/operations.md). Every table is read back and compared, the audit chain is verified
there. It is one transaction: when it breaks off, the database is empty as before and the command can be repeated.

Afterwards the SQLite file has another name, and the gateway is started with DATABASE_URL: the queue goes on where it stood.
DATA_DIR keeps the imported code lists.

  --from STORE       sqlite
  --to STORE         postgres
  --lang vi|en       language of the output (default vi)
  --json             machine output`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, { from: TEXT, to: TEXT, lang: TEXT });
    const words = OPERATIONS_WORDS[readLanguage(values.lang)];
    refuseExtra(positionals, 0);
    required(oneOf(values.from, ['sqlite'], '--from'), '--from');
    required(oneOf(values.to, ['postgres'], '--to'), '--to');
    const { dataDir, databaseUrl } = storePlaceOf(io);
    if (databaseUrl === null) {
      throw new OperationFailed('DATABASE_URL is not set: write the address of the empty database');
    }
    const at = io.clock();
    const event = { event: 'transmit', object: 'store', details: { from: 'sqlite', to: 'postgres' } } as const;
    const { tables, auditEntries, aside } = await moveToPostgres({
      dataDir,
      databaseUrl,
      clock: io.clock,
      newId: io.newId,
      entry: { at, text: JSON.stringify(buildOperatorAudit({ at, by: operatorOf(io), ...event })) },
      onTable: ({ name, rows }) => void io.stderr.write(`${words.same(name, rows)}\n`),
    });
    const rows = tables.map((table) => [table.name, String(table.rows), table.sha256]);
    const table = renderTable(words.tables, rows);
    const told = `${table}\n${words.verified(auditEntries)}\n${words.aside(aside)}\n`;
    io.stdout.write(values.json ? `${JSON.stringify({ tables, auditEntries, aside })}\n` : told);
    return 0;
  },
};
