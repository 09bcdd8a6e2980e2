import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { withStore } from '../../src/cli/open-store.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import type { Store } from '../../src/types/store.ts';
import { schemaAt } from '../support/api-document.ts';
import { eventually } from '../support/eventually.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { createFolder } from '../support/run-cli.ts';
import { acceptRecords, facilityOf, recordOf } from '../support/store-fixtures.ts';
import { isSignedBy, startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

describe('webhooks of a running gateway', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let dataDir: string;
  let province: Receiver;
  let hospitals: Readonly<Record<'99001' | '99002', WebhookReceiver>>;
  let gateway: GatewayProcess | undefined;

  beforeEach(async () => {
    folder = await createFolder();
    dataDir = join(folder.path, 'data');
    writeFileSync(join(folder.path, 'secret'), SECRET);
    province = await startReceiver({ name: 'province', port: 0, clock: Date.now });
    hospitals = { '99001': await startWebhookReceiver(), '99002': await startWebhookReceiver() };
  });
  afterEach(async () => {
    await gateway?.kill();
    await Promise.all([province.close(), hospitals['99001'].close(), hospitals['99002'].close()]);
    await folder.remove();
  });

  const inStore = <T>(work: (store: Store) => Promise<T>) =>
    withStore({ env: { DATA_DIR: dataDir }, cwd: folder.path, clock: Date.now, newId: () => v7() }, work);

  async function put(facility: string, ...keys: readonly string[]): Promise<void> {
    await inStore(async (store) => {
      await store.putFacility(facilityOf(facility));
      for (const key of keys) {
        const record = recordOf({ key, patient: `Patient/${key}` });
        await acceptRecords(store, [record], { facility, receivedAt: Date.now() });
      }
    });
  }

  async function start(): Promise<void> {
    const retry = { firstDelayMs: 20, maxDelayMs: 200, maxAttempts: 1 };
    gateway = await startGatewayProcess({
      dataDir,
      port: 0,
      publicUrl: 'https://gateway.example',
      destinations: [{ id: 'province', url: province.url, retry }],
      webhooks: (['99001', '99002'] as const).map((facility) => ({
        facility,
        url: hospitals[facility].url.replace(/\?.*/, ''),
        secretFile: join(folder.path, 'secret'),
        states: ['delivered', 'parked'],
      })),
    });
  }

  const toldTo = (facility: '99001' | '99002') =>
    hospitals[facility].received.map(({ body }) => JSON.parse(body) as { type: string; data: { record: string } });

  it('tell of what is delivered and what is parked, signed, in the shape of the contract', async () => {
    await put('99001', 'LK1', 'LK2');
    await start();
    await eventually('told of both', () => toldTo('99001').length === 2);
    await province.setFault('redirect');
    await put('99001', 'LK3');
    await eventually('told of the third', () => toldTo('99001').length === 3);
    const fits = schemaAt('#/components/schemas/DeliveryNotice');
    for (const notice of toldTo('99001')) {
      fits(notice);
      expect(fits.errors).toBeNull();
    }
    expect(toldTo('99001').map(({ type, data }) => `${data.record} ${type}`)).toEqual([
      'LK1 delivery.delivered',
      'LK2 delivery.delivered',
      'LK3 delivery.parked',
    ]);
    expect(hospitals['99001'].received.every((call) => isSignedBy(SECRET, call))).toBe(true);
    expect(toldTo('99002')).toEqual([]);
  });

  it('that hang hold up no delivery and nobody else; after kill -9 they are told again under the same id', async () => {
    hospitals['99001'].always('hang');
    await put('99001', 'LK1', 'LK2', 'LK3');
    await put('99002', 'LK4', 'LK5');
    await start();
    await eventually('all delivered', () => province.effects().length === 5);
    await eventually('the other is told', () => toldTo('99002').length === 2);
    await eventually('the first hears one', () => toldTo('99001').length === 1);
    await gateway?.kill();
    hospitals['99001'].always(undefined);
    await start();
    await eventually('told of all three', () => toldTo('99001').length === 4);
    expect(toldTo('99001').map(({ data }) => data.record)).toEqual(['LK1', 'LK1', 'LK2', 'LK3']);
    const ids = hospitals['99001'].received.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(ids[1]);
  });
});
