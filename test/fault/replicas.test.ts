import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { v7 } from 'uuid';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { JWT_BEARER, signClientAssertion } from '../../src/authenticate/client-assertion.ts';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import { withStore } from '../../src/cli/open-store.ts';
import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { facilityOf } from '../support/store-fixtures.ts';
import { drained } from './harness/drained.ts';
import { type FaultWorld, openFaultWorld } from './harness/fault-world.ts';

/** Printed by a failure; another one sends other records. */
const SEED = 'replicas-1';
const FACILITY = '99001';
const CALLS_PER_MINUTE = 20;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const ioOf = (databaseUrl: string) => ({
  env: { DATABASE_URL: databaseUrl },
  cwd: '/',
  clock: Date.now,
  newId: () => v7(),
});

// A killed one's leases run out only after half a minute: that is scenario `kill-replica` of `npm run fault`.
describe('two replicas on one PostgreSQL, under load', () => {
  let databaseUrl: string;
  let world: FaultWorld;
  beforeEach(async () => {
    databaseUrl = await server.createDatabase();
    world = await openFaultWorld({ seed: SEED, senders: 4, databaseUrl, replicas: 2 });
  });
  afterEach(() => world.close());

  it(`lose and double nothing and keep the order, one restarted after the other (seed ${SEED})`, async () => {
    const { load } = world;
    const more = async () => {
      const before = load.answered();
      await eventually('more load', () => load.answered() > before + 10);
    };
    const gateways = await Promise.all([world.start({ replica: 0 }), world.start({ replica: 1 })]);
    load.start();
    await more();
    for (const replica of [0, 1]) {
      expect(await gateways[replica]?.terminate()).toBe(0);
      gateways[replica] = await world.start({ replica });
      await more();
    }
    await load.stop();
    await drained(gateways[1]);

    const clean = { lost: 0, doubled: 0, phantom: 0, reordered: 0 };
    const { acknowledged, receivers } = world.verdict();
    expect(acknowledged).toBeGreaterThan(40);
    expect(receivers).toMatchObject([clean, clean]);
    expect(await withStore(ioOf(databaseUrl), (store) => verifyChain(store))).toMatchObject({ ok: true });
  }, 180_000);
});

describe('two replicas on one PostgreSQL', () => {
  let folder: string;
  let urls: readonly string[];
  let privateKey: JWK;
  const gateways: GatewayProcess[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lt-replicas-'));
    const databaseUrl = await server.createDatabase();
    const keys = await generateKeyPair();
    privateKey = keys.privateKey;
    const ports = [await freePort(), await freePort()];
    const settings = {
      dataDir: folder,
      destinations: [],
      publicUrl: 'http://127.0.0.1',
      limits: { callsPerMinute: CALLS_PER_MINUTE },
      env: { DATABASE_URL: databaseUrl, DATABASE_CONNECTIONS: '4' },
    };
    // Both make the store: one does, the other waits for it.
    const starts = ports.map((port) => startGatewayProcess({ ...settings, configFolder: folder, port }));
    gateways.push(...(await Promise.all(starts)));
    urls = gateways.map(({ url }) => url);
    await withStore(ioOf(databaseUrl), async (store) => {
      for (const code of [FACILITY, '99002']) {
        await store.putFacility(facilityOf(code));
        await store.putKeys(code, [keys.publicKey]);
      }
    });
  }, 120_000);
  afterAll(async () => {
    for (const gateway of gateways) expect(await gateway.terminate()).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  });

  const replica = (index: number) => urls[index % urls.length] as string;

  function assertionOf(facility: string): Promise<string> {
    const audience = 'http://127.0.0.1/auth/token';
    return signClientAssertion({ facility, privateKey, audience, now: Date.now(), jti: v7() });
  }

  async function tokenFor(assertion: string, index: number): Promise<Response> {
    const form = { grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: assertion };
    return fetch(`${replica(index)}/auth/token`, { method: 'POST', body: new URLSearchParams(form) });
  }

  async function bearerOf(facility: string): Promise<{ authorization: string }> {
    const { access_token: token } = (await (await tokenFor(await assertionOf(facility), 0)).json()) as {
      access_token: string;
    };
    return { authorization: `Bearer ${token}` };
  }

  it('take an assertion once between them, and each other’s tokens', async () => {
    const assertion = await assertionOf(FACILITY);
    const answers = await Promise.all([0, 1, 2, 3].map((index) => tokenFor(assertion, index)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const found = await fetch(`${replica(1)}/submissions?encounter=none`, { headers: await bearerOf(FACILITY) });
    expect(found.status).toBe(200);
  });

  it('keep a submission once that is sent to both at the same time', async () => {
    const headers = await bearerOf(FACILITY);
    const { bytes, contentType } = createHospital({ facility: FACILITY, seed: SEED, clock: Date.now }).claimEnvelope();
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((index) =>
        fetch(`${replica(index)}/submissions`, {
          method: 'POST',
          headers: { ...headers, 'content-type': contentType },
          body: new Uint8Array(bytes),
        }),
      ),
    );
    const receipts = (await Promise.all(answers.map((answer) => answer.json()))) as Receipt[];
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(receipts.map(({ id }) => id)).toEqual(Array(6).fill(expect.stringMatching(/^[0-9a-f-]{36}$/)));
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
  });

  it('grant a facility its calls once between them', async () => {
    const headers = await bearerOf('99002');
    const calls = Array.from({ length: 3 * CALLS_PER_MINUTE }, (_, index) =>
      fetch(`${replica(index)}/submissions?encounter=none`, { headers }),
    );
    const refused = (await Promise.all(calls)).filter(({ status }) => status === 429).length;
    // Should the minute end in between, the same number is granted once more.
    expect(refused).toBeGreaterThanOrEqual(CALLS_PER_MINUTE);
    expect(refused).toBeLessThanOrEqual(2 * CALLS_PER_MINUTE);
  });
});

describe('a second gateway on one SQLite store', () => {
  it('ends at once, with one line that says why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lt-second-'));
    const settings = { dataDir: join(folder, 'data'), port: 0, destinations: [], publicUrl: 'http://127.0.0.1' };
    const first = await startGatewayProcess(settings);
    try {
      await expect(startGatewayProcess(settings)).rejects.toThrow(
        /^the gateway ended with 1: lien-thong: another gateway is using .*: stop it, or choose another DATA_DIR\n$/,
      );
    } finally {
      await first.terminate();
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
