import type { Reader, Transaction } from './database.ts';
import { type Statement, statement, type Value } from './statement.ts';

/**
 * Types of the columns of rows that are written together. A `frame` is a compressed content: all of a call travel in one
 * binary parameter, of which each row takes its piece, since PostgreSQL would have to parse an array of them from text.
 */
type ColumnType = 'text' | 'bigint' | 'integer' | 'bytea' | 'frame';
export type ColumnTypes<Row> = { readonly [Name in keyof Row & string]: ColumnType };

type Cell = string | number | null | Buffer;
type Rows = readonly object[];

/** Rows of one shape, written by one statement, in their order. */
export interface Bulk<Row, Result> {
  send(transaction: Transaction, rows: readonly Row[]): void;
  /** The same, with what the statement returns. */
  rows(reader: Reader, rows: readonly Row[]): Promise<Result[]>;
}

/**
 * Statement over many rows, which it finds as the table `given`, with their place among them (from 1) as `place`.
 * @param write what is done with them: `INSERT INTO … SELECT … FROM given`
 */
export function bulk<Row extends object, Result extends object = object>(
  types: ColumnTypes<Row>,
  write: string,
): Bulk<Row, Result> {
  const columns = Object.entries(types) as [string, ColumnType][];
  const prepared: Statement<Record<string, Value>, Result> = statement(
    write.replace(/\b(FROM|USING) given\b/, (_, word: string) => `${word} ${givenOf(columns)}`),
  );
  return {
    send(transaction, rows) {
      if (rows.length > 0) transaction.send(prepared, parametersOf(columns, rows));
    },
    rows: async (reader, rows) => (rows.length === 0 ? [] : reader.rows(prepared, parametersOf(columns, rows))),
  };
}

/** Plain insertion of rows whose names are those of the columns. */
export function bulkInsert<Row extends object>(table: string, types: ColumnTypes<Row>): Bulk<Row, object> {
  const names = Object.keys(types).join(', ');
  return bulk(types, `INSERT INTO ${table} (${names}) SELECT ${names} FROM given ORDER BY place`);
}

function givenOf(columns: readonly [string, ColumnType][]): string {
  const arrays = columns.flatMap(([name, type]) =>
    type === 'frame' ? [`:${name}_at::integer[]`, `:${name}_size::integer[]`] : [`:${name}::${type}[]`],
  );
  const names = columns.flatMap(([name, type]) => (type === 'frame' ? [`${name}_at`, `${name}_size`] : [name]));
  const cells = columns.map(([name, type]) =>
    type === 'frame' ? `substr(:${name}::bytea, ${name}_at, ${name}_size) AS ${name}` : name,
  );
  return `(SELECT ${cells.join(', ')}, place
    FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS given (${names.join(', ')}, place)) AS given`;
}

function parametersOf(columns: readonly [string, ColumnType][], rows: Rows): Record<string, Value> {
  const parameters: Record<string, Value> = {};
  for (const [name, type] of columns) {
    const cells = rows.map((row) => (row as Record<string, Cell>)[name] as Cell);
    if (type === 'frame') packFrames(parameters, name, cells as (Buffer | null)[]);
    else parameters[name] = cells;
  }
  return parameters;
}

function packFrames(parameters: Record<string, Value>, name: string, frames: readonly (Buffer | null)[]): void {
  let end = 1;
  parameters[`${name}_at`] = frames.map((frame) => {
    const start = end;
    end += frame?.length ?? 0;
    return start;
  });
  parameters[`${name}_size`] = frames.map((frame) => frame?.length ?? null);
  parameters[name] = Buffer.concat(frames.filter((frame) => frame !== null));
}
