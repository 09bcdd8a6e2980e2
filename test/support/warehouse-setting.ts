import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Destination } from '../../src/forward/destination.ts';
import {
  startWarehouseReceiver,
  type WarehouseAccount,
  type WarehouseReceiver,
  type WarehouseReceiverOptions,
} from '../../src/simulate/receivers/warehouse/warehouse-receiver.ts';
import { configuredDestination } from './configured-destination.ts';
import { FACILITY, NOW, PASSWORD, rsaKeyPair, SENDER_ID, type SecretFiles, secretFiles } from './secret-files.ts';

/** A simulated warehouse and destinations that send to it, under one clock. */
export interface WarehouseSetting {
  readonly account: WarehouseAccount;
  readonly secrets: () => SecretFiles;
  /** Milliseconds go by. */
  pass(ms: number): void;
  warehouseWith(options?: Partial<WarehouseReceiverOptions>): Promise<WarehouseReceiver>;
  destinationAt(warehouse: Pick<WarehouseReceiver, 'url'>, settings?: object): Destination;
}

/** For the tests of a file; what a test starts is ended after it. */
export function useWarehouse(): WarehouseSetting {
  const pair = rsaKeyPair();
  const account: WarehouseAccount = {
    username: 'kho-99001',
    password: PASSWORD,
    facility: FACILITY,
    senderId: SENDER_ID,
    publicKey: pair.publicKey,
  };
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
    secrets: () => secrets,
    pass(ms) {
      now += ms;
    },
    async warehouseWith(options = {}) {
      const warehouse = await startWarehouseReceiver({ port: 0, clock, accounts: [account], ...options });
      cleanups.push(warehouse.close);
      return warehouse;
    },
    destinationAt({ url }, settings = {}) {
      const own = {
        id: 'province',
        kind: 'province-warehouse',
        url,
        username: account.username,
        passwordFile: secrets.passwordFile,
        hub: { senderIds: { [FACILITY]: SENDER_ID } },
      };
      const destination = configuredDestination({ ...own, ...settings }, clock);
      cleanups.push(() => destination.close());
      return destination;
    },
  };
}
