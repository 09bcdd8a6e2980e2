import { Client } from 'pg';
import { chainHash } from '../../audit/hash-chain.ts';
import type { AuditCheckpoint } from '../../audit/verify-chain.ts';
import type { AuditEntry } from '../../types/measure.ts';
import type { EpochMs } from '../../types/submission.ts';
import { bulkInsert, type ColumnTypes } from '../postgres/bulk.ts';
import { CONNECT_TIMEOUT_MS, parserOf, type Transaction } from '../postgres/database.ts';
import { CopyRefusedError } from '../store-error.ts';
import type { Row, SourceTable } from './source-store.ts';
import { type Cell, createTableDigest, type TableDigest } from './table-digest.ts';

/** The empty store that is filled: everything happens in one transaction, of which nobody sees anything before its end. */
export interface TargetStore {
  /** Refuses (CopyRefusedError) when it does not have just these tables and columns, or a row in any of them. */
  begin(tables: readonly SourceTable[]): Promise<void>;
  write(table: SourceTable, rows: readonly Row[]): Promise<void>;
  digest(table: SourceTable): Promise<TableDigest>;
  audit(fromSequence: number, limit: number): Promise<readonly AuditEntry[]>;
  /** Adds the entry about the copy itself to the chain. */
  appendAudit(head: AuditCheckpoint, at: EpochMs, entry: string): Promise<void>;
  /** Lets numbers go on where the rows end, and makes everything visible. */
  commit(): Promise<void>;
  /** What was not committed is undone. */
  close(): Promise<void>;
}

type ColumnType = ColumnTypes<Row>[string];
const COLUMN_TYPES: Readonly<Record<string, ColumnType>> = {
  text: 'text',
  bigint: 'bigint',
  integer: 'integer',
  // All contents of a statement travel in one binary parameter.
  bytea: 'frame',
};
/** Rows read back at a time: of tables with contents, and of others. */
const FETCH_CONTENTS = 20;
const FETCH_ROWS = 2_000;

const COLUMNS = `
  SELECT table_name AS table, column_name AS column, data_type AS type, is_identity = 'YES' AS "isIdentity"
  FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
  WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name NOT IN (
    SELECT child.relname FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid)
  ORDER BY table_name, ordinal_position`;

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isIdentity: boolean;
}

/** Connects to a store that is of this program's version. */
export async function openTarget(url: string): Promise<TargetStore> {
  const client = new Client({
    connectionString: url,
    application_name: 'lien-thong copy',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser: parserOf },
  });
  // What breaks the connection is told by the statement under way.
  client.on('error', () => undefined);
  await client.connect();
  let columns: readonly Column[] = [];
  const columnsOf = (name: string) => columns.filter(({ table }) => table === name);

  async function* read({ name, columns: wanted }: SourceTable): AsyncGenerator<readonly Cell[]> {
    const hasContents = columnsOf(name).some(({ type }) => type === 'bytea');
    await client.query(`DECLARE copied NO SCROLL CURSOR FOR SELECT ${wanted.join(', ')} FROM ${name}`);
    for (;;) {
      const text = `FETCH ${hasContents ? FETCH_CONTENTS : FETCH_ROWS} FROM copied`;
      const { rows } = await client.query<Cell[]>({ text, rowMode: 'array' });
      if (rows.length === 0) break;
      yield* rows;
    }
    await client.query('CLOSE copied');
  }

  return {
    async begin(tables) {
      await client.query('BEGIN');
      await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
      columns = (await client.query<Column>(COLUMNS)).rows.filter(({ table }) => table !== 'schema_version');
      refuseOtherTables(tables, columns);
      await client.query(`LOCK TABLE ${tables.map(({ name }) => name).join(', ')} IN EXCLUSIVE MODE`);
      for (const { name } of tables) {
        const { rowCount } = await client.query(`SELECT 1 FROM ${name} LIMIT 1`);
        if (rowCount !== 0)
          throw new CopyRefusedError(`the PostgreSQL store is not empty (${name}): give an empty one`);
      }
    },
    async write({ name }, rows) {
      const types = Object.fromEntries(columnsOf(name).map(({ column, type }) => [column, COLUMN_TYPES[type]]));
      const written: Promise<unknown>[] = [];
      const transaction: Pick<Transaction, 'send'> = {
        send: (statement, parameters) =>
          void written.push(
            client.query({ name: statement.name, text: statement.text, values: statement.bind(parameters) }),
          ),
      };
      bulkInsert<Row>(name, types as ColumnTypes<Row>).send(transaction as Transaction, rows);
      await Promise.all(written);
    },
    async digest(table) {
      const digest = createTableDigest();
      for await (const cells of read(table)) digest.add(cells);
      return digest.value();
    },
    async audit(fromSequence, limit) {
      const text = 'SELECT sequence, at, entry, hash FROM audit WHERE sequence >= $1 ORDER BY sequence LIMIT $2';
      return (await client.query<AuditEntry>(text, [fromSequence, limit])).rows;
    },
    async appendAudit(head, at, entry) {
      const text = 'INSERT INTO audit (sequence, at, entry, hash) VALUES ($1, $2, $3, $4)';
      await client.query(text, [head.sequence + 1, at, entry, chainHash(head.hash, entry)]);
    },
    async commit() {
      for (const { table, column } of columns.filter(({ isIdentity }) => isIdentity)) {
        await client.query(continueNumbers(table, column));
      }
      await client.query('COMMIT');
      // Everything is there: without it the server plans worse until it looks by itself.
      await client.query('ANALYZE').catch(() => undefined);
    },
    close: () => client.end(),
  };
}

/** The next number is above every row's, and never below what the sequence had reached. */
function continueNumbers(table: string, column: string): string {
  const sequence = `pg_get_serial_sequence('${table}', '${column}')`;
  return `SELECT setval(${sequence}, GREATEST((SELECT MAX(${column}) FROM ${table}), nextval(${sequence})), true)`;
}

function refuseOtherTables(tables: readonly SourceTable[], columns: readonly Column[]): void {
  const here = tables.flatMap(({ name, columns: names }) => names.map((column) => `${name}.${column}`)).sort();
  const there = columns.map(({ table, column }) => `${table}.${column}`).sort();
  const other = here.find((name) => !there.includes(name)) ?? there.find((name) => !here.includes(name));
  if (other === undefined) return;
  throw new CopyRefusedError(
    `the stores do not have the same columns (${other}): both have to be of this program's version`,
  );
}
