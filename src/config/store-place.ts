import type { Config } from '../types/config.ts';
import { ConfigError } from './config-error.ts';
import { type Environment, value } from './environment.ts';

const DEFAULT_CONNECTIONS = 10;
const MOST_CONNECTIONS = 100;

/**
 * Where the store is, as DATA_DIR, DATABASE_URL and DATABASE_CONNECTIONS say: for the gateway and for commands that need no other
 * setting. Refuses (ConfigError) an address that is none of PostgreSQL, and a number of connections that is not 2 to 100.
 */
export function readStorePlace(env: Environment): Pick<Config, 'dataDir' | 'databaseUrl' | 'databaseConnections'> {
  return {
    dataDir: value(env, 'DATA_DIR') ?? './data',
    databaseUrl: readDatabaseUrl(env),
    databaseConnections: readConnections(env),
  };
}

/** May hold a password: it is passed on as it stands and repeated nowhere. */
function readDatabaseUrl(env: Environment): string | null {
  const text = value(env, 'DATABASE_URL');
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.hostname === '') {
    throw new ConfigError(
      'DATABASE_URL',
      'is not the address of a PostgreSQL database',
      'write postgres://USER:PASSWORD@HOST/DATABASE, or remove it for the embedded store',
    );
  }
  return text;
}

/** One alone would make a release or a sign-in wait for whatever the gateway is just writing. */
function readConnections(env: Environment): number {
  const text = value(env, 'DATABASE_CONNECTIONS');
  if (text === undefined) return DEFAULT_CONNECTIONS;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (number < 2 || number > MOST_CONNECTIONS) {
    throw new ConfigError(
      'DATABASE_CONNECTIONS',
      `is not a whole number from 2 to ${MOST_CONNECTIONS}`,
      `write for example DATABASE_CONNECTIONS=${DEFAULT_CONNECTIONS}`,
    );
  }
  return number;
}
