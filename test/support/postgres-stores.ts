import { Client } from 'pg';
import { v7 } from 'uuid';
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts';
import type { Store } from '../../src/types/store.ts';
import type { EpochMs } from '../../src/types/submission.ts';
import type { OpenedStore } from '../contract/store/opened-store.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { facilityOf, NOON } from './store-fixtures.ts';

export interface PostgresStores {
  readonly server: PostgresServer;
  /** A database with facilities 99001 and 99002, that nobody else has; gives its address. */
  createStore(): Promise<string>;
  /** A store on such a database; its clock stands. */
  open(url: string): Promise<Store>;
  /** The same as the conformance suite wants it; what one leaves is emptied and given to the next. */
  openStore(): Promise<OpenedStore>;
  stop(): Promise<void>;
}

const CONNECTIONS = 5;

/** A server of its own, whose databases begin as stores that are at this version. */
export async function startPostgresStores(settings: Readonly<Record<string, string>> = {}): Promise<PostgresStores> {
  const server = await startPostgres(settings);
  const template = await server.createDatabase();
  const open = (url: string, now = NOON) =>
    openPostgresStore({ url, connections: CONNECTIONS, clock: () => now, newId: v7 });
  const first = await open(template);
  for (const code of ['99001', '99002']) await first.putFacility(facilityOf(code));
  await first.close();
  const createStore = () => server.createDatabase(new URL(template).pathname.slice(1));
  const idle: Reusable[] = [];
  return {
    server,
    createStore,
    open,
    async openStore() {
      const reusable = idle.pop() ?? (await createReusable(await createStore(), open));
      const opened = await reusable.take();
      return {
        ...opened,
        async cleanup() {
          await reusable.clear();
          idle.push(reusable);
        },
      };
    },
    async stop() {
      for (const { end } of idle) await end();
      await server.stop();
    },
  };
}

/** A database that serves one test after another, with its connections and what they have prepared. */
interface Reusable {
  take(): Promise<Omit<OpenedStore, 'cleanup'>>;
  clear(): Promise<void>;
  end(): Promise<void>;
}

async function createReusable(url: string, open: (url: string, now?: EpochMs) => Promise<Store>): Promise<Reusable> {
  const client = new Client(url);
  await client.connect();
  const empty = await emptyingOf(client);
  let store: Store | undefined;

  async function reopen(): Promise<Store> {
    const opened = await open(url);
    const watched = {
      ...opened,
      async close() {
        if (store === watched) store = undefined;
        await opened.close();
      },
    };
    store = watched;
    return watched;
  }

  return {
    async take() {
      return {
        store: store ?? (await reopen()),
        async reopen() {
          await store?.close();
          return reopen();
        },
        beside: (now) => open(url, now),
      };
    },
    clear: async () => void (await client.query(empty)),
    async end() {
      await client.end();
      await store?.close();
    },
  };
}

/** Statements that leave of a store what it has now; the audit log's guard is a trigger, which they pass by. */
async function emptyingOf(client: Client): Promise<string> {
  const tables = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
       AND relname <> 'schema_version'`,
  );
  const kept: string[] = [];
  for (const name of ['facility', 'facility_edition']) {
    const { rows } = await client.query<{ rows: string }>(`SELECT json_agg(${name})::text AS rows FROM ${name}`);
    const values = client.escapeLiteral(rows[0]?.rows ?? '[]');
    kept.push(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, ${values});`);
  }
  return `
    SET session_replication_role = replica;
    ${tables.rows.map(({ name }) => `DELETE FROM ${name};`).join('\n')}
    ${kept.join('\n')}`;
}
