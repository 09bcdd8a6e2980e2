import type { OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { v7 } from 'uuid';
import { JWT_BEARER, signClientAssertion } from '../../src/authenticate/client-assertion.ts';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../src/types/store.ts';
import { type GatewayProcess, type GatewaySettings, startGatewayProcess } from './gateway-process.ts';
import { exchange, type HttpAnswer } from './http-exchange.ts';
import { createFolder } from './run-cli.ts';
import { facilityOf } from './store-fixtures.ts';

const PUBLIC_URL = 'https://gateway.example';

/** One facility with its token; every call is an exchange of its own. */
export interface Sender {
  readonly token: string;
  get(path: string): Promise<HttpAnswer>;
  /** `type` is the media type of the body; a list of buffers goes in chunks. */
  post(
    path: string,
    body: string | Buffer | readonly Buffer[],
    type: string,
    headers?: OutgoingHttpHeaders,
  ): Promise<HttpAnswer>;
}

/** The real program in its own process, with facilities that are registered and signed in. */
export interface ServedGateway {
  readonly gateway: GatewayProcess;
  sender(facility: string): Sender;
  /** Looks into the program's store while it runs. */
  withStore<T>(look: (store: Store) => Promise<T>): Promise<T>;
  /** Ends it; resolves with the exit code. */
  close(): Promise<number | null>;
}

/** Starts a gateway that these facilities may send to. */
export async function serveFacilities(
  facilities: readonly string[],
  settings: Partial<Pick<GatewaySettings, 'limits' | 'destinations'>> = {},
): Promise<ServedGateway> {
  const folder = await createFolder();
  const dataDir = join(folder.path, 'data');
  const withStore = async <T>(look: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openSqliteStore({ dataDir, exclusive: false, clock: Date.now, newId: () => v7() });
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  };
  const keys = await withStore((store) => register(store, facilities));
  const gateway = await startGatewayProcess({ port: 0, destinations: [], ...settings, dataDir, publicUrl: PUBLIC_URL });
  const senders = await Promise.all(
    [...keys].map(
      async ([facility, key]) => [facility, createSender(gateway, await signIn(gateway, facility, key))] as const,
    ),
  );
  const byFacility = new Map(senders);
  return {
    gateway,
    withStore,
    sender(facility) {
      const sender = byFacility.get(facility);
      if (sender === undefined) throw new Error(`${facility} is not registered`);
      return sender;
    },
    async close() {
      const code = await gateway.terminate();
      await folder.remove();
      return code;
    },
  };
}

async function register(store: Store, facilities: readonly string[]): Promise<ReadonlyMap<string, JWK>> {
  const keys = new Map<string, JWK>();
  for (const facility of facilities) {
    const { privateKey, publicKey } = await generateKeyPair();
    await store.putFacility(facilityOf(facility));
    await store.putKeys(facility, [publicKey]);
    keys.set(facility, privateKey);
  }
  return keys;
}

async function signIn({ url }: GatewayProcess, facility: string, privateKey: JWK): Promise<string> {
  const audience = `${PUBLIC_URL}/auth/token`;
  const assertion = await signClientAssertion({ facility, privateKey, audience, now: Date.now(), jti: v7() });
  const form = { grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: assertion };
  const answer = await exchange(`${url}/auth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  if (answer.status !== 200) throw new Error(`${facility} got no token: ${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
}

function createSender({ url }: GatewayProcess, token: string): Sender {
  const authorization = `Bearer ${token}`;
  return {
    token,
    get: (path) => exchange(`${url}${path}`, { headers: { authorization } }),
    post: (path, body, type, headers = {}) =>
      exchange(`${url}${path}`, {
        method: 'POST',
        headers: { authorization, 'Content-Type': type, ...headers },
        body,
      }),
  };
}
