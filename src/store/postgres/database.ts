import { Pool, type PoolClient, type QueryConfig, types } from 'pg';
import { isWorthRepeating } from './postgres-code.ts';
import type { Statement } from './statement.ts';

/** Where statements go. */
export interface Reader {
  rows<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]>;
}

/** An open transaction (READ COMMITTED: every statement sees what was committed before it). */
export interface Transaction extends Reader {
  /** Sends a statement without waiting: its failure makes the commit fail. */
  send<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): void;
}

/** A PostgreSQL database, through a pool of connections that mends itself. */
export interface Database extends Reader {
  /**
   * Runs work in a transaction and commits it; what it sent last travels with the commit. Rejects when the commit did not
   * happen or its answer was lost. Work that met another transaction is done again, a bounded number of times.
   */
  inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Statements that are sent together, on one connection; each sees what was committed before it. */
  reading<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** Does something with a connection of its own. */
  withConnection<T>(work: (client: Pick<PoolClient, 'query'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const CONNECT_TIMEOUT_MS = 3_000;
/** Longer than a statement may run on the server: then the connection itself is lost. */
const ANSWER_TIMEOUT_MS = 30_000;
const MAX_TRIES = 5;

/**
 * What every connection says first. A replica that hangs inside a transaction must not hold up the others. A commit is one
 * only when it is on disk. Every statement here goes by an index: plans are made while tables are small and kept while they
 * grow, so the planner is not to think that reading the whole would do, and compiling them would not pay.
 */
const SESSION = `
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off;
  SET lock_timeout = '15s'; SET statement_timeout = '25s'; SET idle_in_transaction_session_timeout = '10s';
  SET jit = off;
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')`;

/** Opens a pool of at most so many connections on the address of a database. Connects when it is first needed. */
export function openDatabase(url: string, connections: number): Database {
  const pool = new Pool({
    connectionString: url,
    application_name: 'lien-thong',
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser: parserOf },
    onConnect: (client) => client.query(SESSION),
  });
  // A connection that breaks while nobody uses it has left the pool; the next use makes another one.
  pool.on('error', ignore);

  async function withConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    client.on('error', ignore);
    try {
      return await work(client);
    } catch (error) {
      await client.query('ROLLBACK').catch(ignore);
      throw error;
    } finally {
      client.off('error', ignore);
      client.release();
    }
  }

  return {
    rows: async (statement, parameters) => rowsOf(await pool.query(queryOf(statement, parameters))),
    async inTransaction(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await withConnection((client) => transact(client, work));
        } catch (error) {
          if (tries === MAX_TRIES || !isWorthRepeating(error)) throw error;
        }
      }
    },
    reading: (work) => withConnection((client) => work(readerOf(client))),
    withConnection,
    close: () => pool.end(),
  };
}

async function transact<T>(client: PoolClient, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const sent: Promise<unknown>[] = [track(client.query('BEGIN'))];
  const value = await work({
    ...readerOf(client),
    send: (statement, parameters) => void sent.push(track(client.query(queryOf(statement, parameters)))),
  });
  sent.push(track(client.query('COMMIT')));
  const results = await Promise.all(sent);
  // The server answers a COMMIT of what has failed with a ROLLBACK, not with an error.
  if ((results.at(-1) as { command: string }).command !== 'COMMIT') throw new Error('the transaction was rolled back');
  return value;
}

function readerOf(client: PoolClient): Reader {
  return { rows: async (statement, parameters) => rowsOf(await client.query(queryOf(statement, parameters))) };
}

/** What fails before anybody waits for it is not unhandled: it is waited for at the commit. */
function track<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore);
  return promise;
}

function queryOf<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): QueryConfig {
  return { name: statement.name, text: statement.text, values: statement.bind(parameters) };
}

function rowsOf<Row>(result: { readonly rows: unknown[] }): Row[] {
  return result.rows as Row[];
}

/** Sequence numbers, counts and instants: all far below 2^53. */
export function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text');
}

function ignore(): void {}
