import type { Database } from 'better-sqlite3';
import type { Cell } from './table-digest.ts';

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

/** A table of the SQLite store. */
export interface SourceTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Rows of one statement, and their bytes, at most; one row may be more. */
const BATCH_ROWS = 1_000;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Every table but the notes on migrations, each after those that it refers to. */
export function listTables(db: Database): readonly SourceTable[] {
  const names = db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'
       ORDER BY name`,
    )
    .pluck()
    .all();
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const { table } of db.pragma(`foreign_key_list(${name})`) as { table: string }[]) {
      if (table !== name) visit(table);
    }
    ordered.push(name);
  };
  names.forEach(visit);
  return ordered.map((name) => ({
    name,
    columns: (db.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name),
  }));
}

/**
 * The rows of a table in batches, as PostgreSQL keeps them: it has no U+0000 in texts, for which the sign ␀ stands there.
 * The caller holds a transaction, so that all tables are of one moment.
 */
export function* readBatches(db: Database, { name, columns }: SourceTable): Generator<readonly Row[]> {
  let batch: Row[] = [];
  let bytes = 0;
  for (const row of db.prepare<[], Record<string, Cell>>(`SELECT ${columns.join(', ')} FROM ${name}`).iterate()) {
    for (const column of columns) {
      const cell = row[column] as Cell;
      if (typeof cell === 'string' && cell.includes('\0')) row[column] = cell.replaceAll('\0', '\u2400');
      bytes += typeof cell === 'string' || Buffer.isBuffer(cell) ? cell.length : 8;
    }
    batch.push(row);
    if (batch.length < BATCH_ROWS && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
