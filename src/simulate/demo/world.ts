import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { generateKeyPair } from '../../authenticate/keys.ts';
import { readDestinations } from '../../config/destinations/read-destinations.ts';
import { loadConfig } from '../../config/load-config.ts';
import { type RunningGateway, startGateway } from '../../main.ts';
import { createLogger } from '../../observe/logger.ts';
import type { Config } from '../../types/config.ts';
import type { RetryPolicy } from '../../types/destination-config.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { type Receiver, startReceiver } from '../receivers/receiver.ts';
import { buildDemoRegistry, isPlaceholderCode } from '../registry.ts';
import { CAST, ONLY_CONNECTED } from './cast.ts';
import { createSender, type Sender } from './sender.ts';
import type { SteppingClock } from './stepping-clock.ts';

/** A gateway, the province's and the nation's receiver, and the facilities' sending programs, all on this machine. */
export interface World {
  readonly config: Config;
  readonly gateway: RunningGateway;
  readonly receivers: readonly (Receiver & { readonly name: 'province' | 'nation' })[];
  senderOf(facility: FacilityCode): Sender;
  /** A facility's private key in a file, so that people can send by themselves while the demo runs. */
  readonly key: { readonly facility: FacilityCode; readonly file: string };
  /** Stops everything and removes the store. */
  close(): Promise<void>;
}

export interface WorldParts {
  readonly clock: SteppingClock;
  readonly newId: () => string;
  readonly random: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The facility of `examples/claim.xml`. */
const TRIED_BY_HAND = '99001';

/** Short waits: the demo shows in seconds what takes minutes in a province. */
const RETRY: RetryPolicy = {
  firstDelayMs: 200,
  maxDelayMs: 2_000,
  maxAttempts: 50,
  maxRetryAfterMs: 5_000,
};

/** Starts everything on 127.0.0.1, on the wonted ports where they are free. The store is a new one in a temporary folder. */
export async function startWorld({ clock, newId, random, env }: WorldParts): Promise<World> {
  const receivers = await Promise.all(
    (['province', 'nation'] as const).map(async (name, index) => {
      const receiver = await startReceiver({ name, port: await freePort(8_091 + index), clock: clock.now });
      return { ...receiver, name };
    }),
  );
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-thong-demo-'));
  const config = await buildConfig(env, dataDir, receivers);
  const logger = createLogger(config.logLevel);
  const gateway = await startGateway({
    config,
    version: 'demo',
    logger,
    clock: clock.now,
    newId,
    random,
    isPlaceholder: isPlaceholderCode,
  });
  const key = { facility: TRIED_BY_HAND, file: join(dataDir, `${TRIED_BY_HAND}-private.jwk.json`) };
  const senders = await register(gateway, clock, newId, key);
  return {
    config,
    gateway,
    receivers,
    key,
    senderOf(facility) {
      const sender = senders.get(facility);
      if (sender === undefined) throw new Error(`no sender was made for ${facility}`);
      return sender;
    },
    async close() {
      await Promise.all([...senders.values()].map((sender) => sender.close()));
      await gateway.stop();
      await Promise.all(receivers.map((receiver) => receiver.close()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function buildConfig(
  env: WorldParts['env'],
  dataDir: string,
  receivers: readonly { readonly name: string; readonly url: string }[],
): Promise<Config> {
  const port = await freePort(Number(env['PORT'] ?? 8_080));
  const adminPort = await freePort(Number(env['ADMIN_PORT'] ?? 9_090));
  const base = loadConfig(
    { PORT: String(port), ADMIN_PORT: String(adminPort), DATA_DIR: dataDir, LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn' },
    () => '',
  );
  const destinations = receivers.map(({ name, url }) => ({
    id: name,
    kind: 'fhir',
    url,
    timeoutMs: 5_000,
    retry: RETRY,
  }));
  return { ...base, destinations: readDestinations(destinations) };
}

/** Registers every facility of the province and gives those that play a part their keys. */
async function register(
  { url, store }: RunningGateway,
  clock: SteppingClock,
  newId: () => string,
  key: World['key'],
): Promise<Map<FacilityCode, Sender>> {
  const change = { by: 'demo', reason: 'Giả lập cho bản trình diễn / made up for the demo' };
  await store.putFacilities(buildDemoRegistry(), change);
  const senders = new Map<FacilityCode, Sender>();
  for (const facility of [...CAST.map((role) => role.facility), ...ONLY_CONNECTED]) {
    const { privateKey, publicKey }: { privateKey: JWK; publicKey: JWK } = await generateKeyPair();
    await store.putKeys(facility, [publicKey]);
    if (facility === key.facility) writeFileSync(key.file, `${JSON.stringify(privateKey, null, 2)}\n`, { mode: 0o600 });
    senders.set(facility, createSender({ url, facility, privateKey, clock: clock.now, newId }));
  }
  return senders;
}

/** `wanted` when it is free, else any free port. */
async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
