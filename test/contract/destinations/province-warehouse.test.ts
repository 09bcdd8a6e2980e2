import { describe, expect, it } from '@jest/globals';
import { WAREHOUSE_RECORDS } from '../../../src/forward/destinations/province-warehouse.ts';
import { readFormFacts } from '../../../src/simulate/receivers/form-facts.ts';
import type { WarehouseReceiver } from '../../../src/simulate/receivers/warehouse/warehouse-receiver.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { healthBookFile } from '../../support/health-form-files.ts';
import { healthBookDelivery } from '../../support/health-forms.ts';
import { leasedDelivery } from '../../support/leased-delivery.ts';
import { nationalDelivery } from '../../support/national-delivery.ts';
import { useWarehouse } from '../../support/warehouse-setting.ts';

const { account, pass, warehouseWith, destinationAt } = useWarehouse();

describe('health books at the warehouse', () => {
  it('go as the XML that they came as; the tracking id is the receipt', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const delivery = healthBookDelivery();
    const message = await composed(destination, delivery);
    expect(await destination.send(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'HSSK-00000001',
    });
    const sent = warehouse.received()[0]?.toString('utf8') ?? '';
    const digest = readFormFacts(healthBookFile(1, 'lần 1'))?.digest;
    expect(readFormFacts(sent)?.digest).toBe(digest);
    expect(warehouse.effects()).toMatchObject([
      { key: message.key, order: 1, digest, resources: ['health-book/000000000001'] },
    ]);
    expect(sent).toContain('<SENDER_NAME>Trạm Y tế Thử nghiệm</SENDER_NAME>');
  });

  it('REQUEST_ID is the sender’s with the id of the record version behind it', async () => {
    const destination = destinationAt({ url: 'http://127.0.0.1:1' });
    const delivery = healthBookDelivery(7);
    const { key, bytes } = await composed(destination, delivery);
    expect(key).toBe(`YC-7.${delivery.recordId}`);
    expect(readFormFacts(bytes.toString('utf8'))?.at('HEADER/REQUEST_ID')).toBe(key);
    expect((await composed(destination, delivery)).bytes.equals(bytes)).toBe(true);
  });

  it.each([
    ['too long an id', 'x'.repeat(300), `${'x'.repeat(63)}.`],
    ['an id of wide letters', '😀'.repeat(90), `${'😀'.repeat(31)}.`],
    ['an empty id', '', ''],
  ])('%s leaves room for the record’s within 100 characters', async (_what, sent, kept) => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const { recordId } = healthBookDelivery();
    const delivery = nationalDelivery(healthBookFile(1).replace('YC-1', sent), { recordId });
    const { key } = await composed(destination, delivery);
    expect(key).toBe(`${kept}${recordId}`);
    expect(key.length).toBeLessThanOrEqual(100);
    expect(await sendNew(destination, delivery)).toMatchObject({ kind: 'delivered' });
  });

  it('a sender that names no facility is named by its token’s', async () => {
    const warehouse = await warehouseWith();
    const xml = healthBookFile(1)
      .replace('<SENDER_CODE>99001</SENDER_CODE>', '')
      .replace(/<REQUEST_ID>.*?<\/REQUEST_ID>/, '');
    const { recordId } = healthBookDelivery();
    expect(await sendNew(destinationAt(warehouse), nationalDelivery(xml, { recordId }))).toMatchObject({
      kind: 'delivered',
    });
    expect(warehouse.effects()).toMatchObject([{ key: recordId }]);
  });

  it('the same bytes again: ACCEPTED_DUPLICATE with the old tracking id, one effect', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const delivery = healthBookDelivery();
    const message = await composed(destination, delivery);
    await destination.send(message, delivery);
    expect(await destination.send(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'HSSK-00000001',
      reason: 'ACCEPTED_DUPLICATE',
    });
    expect(warehouse.effects()).toHaveLength(1);
  });

  it('other bytes under a known REQUEST_ID: 409, for a person', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const delivery = healthBookDelivery();
    const { bytes, ...message } = await composed(destination, delivery);
    await destination.send({ ...message, bytes }, delivery);
    const other = Buffer.from(bytes.toString('utf8').replace('Penicillin', 'Aspirin'));
    expect(await destination.send({ ...message, bytes: other }, delivery)).toEqual({
      kind: 'refused',
      reason: 'REQUEST_ID_CONFLICT',
      httpStatus: 409,
    });
  });

  it('nothing can be asked of one, and nothing has to be', async () => {
    const destination = destinationAt({ url: 'http://127.0.0.1:1' });
    const delivery = healthBookDelivery();
    expect(await destination.lookUp?.(await composed(destination, delivery), delivery)).toEqual({ kind: 'not-asked' });
  });

  it('a corrected version has a REQUEST_ID of its own, and so have two records of one file', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const keys: string[] = [];
    for (const delivery of [healthBookDelivery(1), healthBookDelivery(1, { version: 2 }), healthBookDelivery(2)]) {
      expect(await sendNew(destination, delivery)).toMatchObject({ kind: 'delivered' });
      keys.push((await composed(destination, delivery)).key);
    }
    expect(warehouse.effects().map(({ key }) => key)).toEqual(keys);
    expect(new Set(keys).size).toBe(3);
  });

  it('the facility of another account: 403 ORG_MISMATCH, refused', async () => {
    const warehouse = await warehouseWith({ accounts: [{ ...account, facility: '99002' }] });
    expect(await sendNew(destinationAt(warehouse), healthBookDelivery())).toEqual({
      kind: 'refused',
      reason: 'ORG_MISMATCH',
      httpStatus: 403,
    });
    expect(warehouse.effects()).toEqual([]);
  });

  it('fields that it refuses come with it', async () => {
    const judge = () => [{ code: 'REQUIRED', field_path: 'BODY.HOSOSUCKHOE.THONGTINCHUNG.DIENTHOAI_DD' }];
    const warehouse = await warehouseWith({ judge });
    expect(await sendNew(destinationAt(warehouse), healthBookDelivery())).toEqual({
      kind: 'refused',
      reason: 'INVALID_DATA',
      httpStatus: 422,
      faults: [{ field: 'BODY.HOSOSUCKHOE.THONGTINCHUNG.DIENTHOAI_DD', code: 'REQUIRED' }],
    });
  });

  it('more than 10 MiB are not sent', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const delivery = nationalDelivery(healthBookFile(1, 'x'.repeat(11 * 1_048_576)), { recordId: 'r' });
    expect(await destination.compose(delivery)).toEqual({ kind: 'refused', reason: 'form-too-large' });
  });

  it('takes books and checks of national forms only', async () => {
    const destination = destinationAt({ url: 'http://127.0.0.1:1' });
    expect(WAREHOUSE_RECORDS).toEqual(['health-book', 'health-check']);
    expect(await destination.compose(leasedDelivery({ kind: 'claim' }))).toEqual({
      kind: 'refused',
      reason: 'record-kind-not-taken',
    });
    for (const kind of WAREHOUSE_RECORDS) {
      const delivery = leasedDelivery({ kind, resources: [{ resourceType: 'Patient', id: 'p' }] });
      expect(await destination.compose(delivery)).toEqual({ kind: 'refused', reason: 'no-national-form' });
    }
  });
});

describe('signing in at the warehouse', () => {
  it('once for many, again before the token ends, and again when it is no longer taken', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    await Promise.all([1, 2, 3].map((n) => sendNew(destination, healthBookDelivery(n))));
    expect(warehouse.signIns()).toBe(1);
    pass(10_799_000);
    await sendNew(destination, healthBookDelivery(4));
    expect(warehouse.signIns()).toBe(2);
    warehouse.expireTokens();
    expect(await sendNew(destination, healthBookDelivery(5))).toMatchObject({ kind: 'delivered' });
    expect([warehouse.signIns(), warehouse.effects().length]).toEqual([3, 5]);
  });

  it.each<[string, (warehouse: WarehouseReceiver) => Promise<void> | void, object]>([
    [
      '401',
      (warehouse) => warehouse.setPassword(account.username, 'changed'),
      { kind: 'misconfigured', reason: 'INVALID_CREDENTIALS', httpStatus: 401 },
    ],
    [
      '429',
      (warehouse) => warehouse.setFault('http-429', { at: 'sign-in', retryAfterSeconds: 300 }),
      { kind: 'transient', reason: 'login-http-429', retryAfterMs: 300_000 },
    ],
  ])('%s on login stops the batch: one question, and time to wait', async (_status, spoil, outcome) => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    await spoil(warehouse);
    for (const n of [1, 2, 3]) {
      const sent = await sendNew(destination, healthBookDelivery(n));
      expect(sent).toMatchObject(outcome);
      expect(sent).toMatchObject({ retryAfterMs: expect.any(Number) });
    }
    expect(warehouse.stats().requests).toBe(0);
    expect(warehouse.signIns()).toBeLessThanOrEqual(1);
  });

  it('403 on login: an account that is locked is left alone', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    warehouse.setPassword(account.username, 'changed');
    for (let n = 0; n < 6; n += 1) {
      await sendNew(destination, healthBookDelivery());
      pass(900_000);
    }
    expect(await sendNew(destination, healthBookDelivery())).toMatchObject({
      kind: 'misconfigured',
      reason: 'ACCOUNT_LOCKED',
      httpStatus: 403,
    });
  });
});
