import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Destination } from '../../src/forward/destination.ts';
import type { HubAccount } from '../../src/simulate/receivers/hub/hub-desk.ts';
import {
  type HubReceiver,
  type HubReceiverOptions,
  startHubReceiver,
} from '../../src/simulate/receivers/hub/hub-receiver.ts';
import { configuredDestination } from './configured-destination.ts';
import { FACILITY, NOW, PASSWORD, rsaKeyPair, SENDER_ID, type SecretFiles, secretFiles } from './secret-files.ts';

/** Settings of a destination; those of `hub` beside what every test has. */
interface Settings {
  readonly hub?: object;
  readonly [name: string]: unknown;
}

/** A simulated hub and destinations that send to it, under one clock. */
export interface HubSetting {
  readonly account: HubAccount;
  /** Of the key that signs for it, PEM. */
  readonly pair: ReturnType<typeof rsaKeyPair>;
  readonly secrets: () => SecretFiles;
  /** Milliseconds go by. */
  pass(ms: number): void;
  hubWith(options?: Partial<HubReceiverOptions>): Promise<HubReceiver>;
  destinationAt(hub: Pick<HubReceiver, 'url'>, settings?: Settings): Destination;
}

/** For the tests of a file; what a test starts is ended after it. */
export function useHub(): HubSetting {
  const pair = rsaKeyPair();
  const account = { username: 'hub-99001', password: PASSWORD, senderId: SENDER_ID, publicKey: pair.publicKey };
  let secrets: SecretFiles;
  let now = NOW;
  const clock = () => now;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    secrets = await secretFiles(pair.privateKey);
  });
  afterAll(() => secrets.remove());
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    now = NOW;
  });

  return {
    account,
    pair,
    secrets: () => secrets,
    pass(ms) {
      now += ms;
    },
    async hubWith(options = {}) {
      const hub = await startHubReceiver({ port: 0, clock, accounts: [account], receiverId: 'TDLBYT', ...options });
      cleanups.push(hub.close);
      return hub;
    },
    destinationAt({ url }, { hub = {}, ...settings } = {}) {
      const own = {
        id: 'ministry',
        kind: 'moh-hub',
        url,
        username: account.username,
        passwordFile: secrets.passwordFile,
        hub: { receiverId: 'TDLBYT', privateKeyFile: secrets.keyFile, senderIds: { [FACILITY]: SENDER_ID }, ...hub },
      };
      const destination = configuredDestination({ ...own, ...settings }, clock);
      cleanups.push(() => destination.close());
      return destination;
    },
  };
}
