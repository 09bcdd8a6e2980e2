import { describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultOptions } from '../../../src/simulate/receivers/fault.ts';
import { readFormFacts } from '../../../src/simulate/receivers/form-facts.ts';
import type { MinistryState } from '../../../src/simulate/receivers/warehouse/health-check-desk.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { healthCheckFile } from '../../support/health-form-files.ts';
import { healthBookDelivery, healthCheckDelivery } from '../../support/health-forms.ts';
import { FACILITY, rsaKeyPair, SENDER_ID } from '../../support/secret-files.ts';
import { useWarehouse } from '../../support/warehouse-setting.ts';

const { secrets, warehouseWith, destinationAt } = useWarehouse();

describe('health checks at the warehouse: it keeps them and passes them on', () => {
  it('go in the hub’s envelope, unsigned, for the warehouse signs', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const delivery = healthCheckDelivery();
    const message = await composed(destination, delivery);
    expect(JSON.parse(message.bytes.toString('utf8'))).toMatchObject({
      header: { receiver_id: 'TTYQG', sender_id: SENDER_ID },
      signature: '',
    });
    expect(await destination.send(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'KSKBYT-00000001',
    });
    const digest = readFormFacts(healthCheckFile(1, 'lần 1'))?.digest;
    expect(warehouse.effects()).toMatchObject([{ key: message.key, digest, resources: ['health-check/LK1'] }]);
  });

  it('or signed, where that is configured', async () => {
    const warehouse = await warehouseWith();
    const hub = { senderIds: { [FACILITY]: SENDER_ID }, privateKeyFile: secrets().keyFile };
    expect(await sendNew(destinationAt(warehouse, { hub }), healthCheckDelivery())).toMatchObject({
      kind: 'delivered',
    });
    const privateKeyFile = await secrets().write('strange.pem', rsaKeyPair().privateKey);
    const strange = destinationAt(warehouse, { hub: { ...hub, privateKeyFile } });
    expect(await sendNew(strange, healthCheckDelivery(2))).toMatchObject({
      kind: 'refused',
      reason: 'PS_DS_RSA_SIGNATURE_INVALID',
    });
  });

  it.each<[MinistryState, object, object, number]>([
    ['paused', { kind: 'delivered', httpStatus: 202, reason: 'HOC_BYT_FORWARD_PAUSED' }, { reason: 'PENDING' }, 1],
    ['late', { kind: 'delivered', httpStatus: 504, reason: 'HOC_BYT_TIMEOUT' }, { reason: 'PENDING' }, 1],
    ['cannot-save', { kind: 'delivered', httpStatus: 200, reason: 'PS_DS_SAVE_FAIL' }, { reason: 'PENDING' }, 1],
    ['signed-out', { kind: 'delivered', httpStatus: 502, reason: 'CM_AUTH_ACCOUNT_FAIL' }, { reason: 'PENDING' }, 1],
    [
      'rejects',
      { kind: 'refused', httpStatus: 200, reason: 'PS_DS_VERIFY_FAIL' },
      { kind: 'refused', reason: 'PS_DS_VERIFY_FAIL' },
      0,
    ],
    ['no-signature', { kind: 'transient', reason: 'HOC_SIGNING_UNAVAILABLE' }, { kind: 'not-there' }, 0],
  ])(
    'the ministry %s: shown in both layers, by the answer and by the status query',
    async (state, sent, asked, kept) => {
      const warehouse = await warehouseWith();
      const destination = destinationAt(warehouse);
      warehouse.setMinistry(state);
      const delivery = healthCheckDelivery();
      const message = await composed(destination, delivery);
      expect(await destination.send(message, delivery)).toMatchObject(sent);
      expect(await destination.lookUp?.(message, delivery)).toMatchObject(asked);
      expect(warehouse.effects()).toHaveLength(kept);
    },
  );

  it('the old path is shut: 410, a fault of configuration', async () => {
    const paths = { healthCheck: '/api/kham-suc-khoe/qd-2062/tiep-nhan' };
    const destination = destinationAt(await warehouseWith(), { paths });
    expect(await sendNew(destination, healthCheckDelivery())).toEqual({
      kind: 'misconfigured',
      reason: 'KSK_LEGACY_API_DISABLED',
      httpStatus: 410,
    });
  });

  it('a sender_id that is not the account’s: ORG_MISMATCH', async () => {
    const destination = destinationAt(await warehouseWith(), { hub: { senderIds: { [FACILITY]: '0000000099008' } } });
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({
      kind: 'refused',
      reason: 'ORG_MISMATCH',
    });
  });

  it('a lost answer is asked for; a message that never came may be sent', async () => {
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse);
    const delivery = healthCheckDelivery();
    const message = await composed(destination, delivery);
    expect(await destination.lookUp?.(message, delivery)).toEqual({ kind: 'not-there' });
    await warehouse.setFault('reset-after-commit');
    expect(await destination.send(message, delivery)).toMatchObject({ kind: 'unknown', reason: 'reset' });
    await warehouse.setFault(null);
    expect(await destination.lookUp?.(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'KSKBYT-00000001',
    });
    const wrong = destinationAt(warehouse, { paths: { status: '/wrong' } });
    expect(await wrong.lookUp?.(message, delivery)).toMatchObject({ kind: 'misconfigured', reason: 'http-404' });
  });
});

describe('the warehouse and its faults', () => {
  const faults: [FaultKind, FaultOptions, object, number][] = [
    ['http-500', {}, { kind: 'unknown', reason: 'SYSTEM_ERROR', httpStatus: 500 }, 0],
    ['http-503', { retryAfterSeconds: 7 }, { kind: 'transient', httpStatus: 503, retryAfterMs: 7_000 }, 0],
    ['http-429', { retryAfterSeconds: 9 }, { kind: 'transient', reason: 'RATE_LIMITED', retryAfterMs: 9_000 }, 0],
    ['redirect', {}, { kind: 'misconfigured', reason: 'http-307' }, 0],
    ['timeout', {}, { kind: 'unknown', reason: 'timeout' }, 0],
    ['hang', {}, { kind: 'unknown', reason: 'timeout' }, 1],
    ['drip', { intervalMs: 20 }, { kind: 'unknown', reason: 'timeout' }, 1],
    // A connection that was kept open may be cut just as it is used again.
    ['half-open', {}, { kind: 'unknown', reason: expect.stringMatching(/timeout|reset/) }, 0],
    ['reset-before-reading', {}, { kind: 'unknown', reason: 'reset' }, 0],
    ['reset-after-commit', {}, { kind: 'unknown', reason: 'reset' }, 1],
    ['html-200', {}, { kind: 'unknown', reason: 'not-an-answer' }, 0],
    ['outcome-200', {}, { kind: 'unknown', reason: 'SYSTEM_ERROR', httpStatus: 200 }, 0],
    ['huge', {}, { kind: 'unknown', reason: 'answer-too-large' }, 1],
    [
      'down',
      {},
      { kind: expect.stringMatching(/transient|unknown/), reason: expect.stringMatching(/refused|reset/) },
      0,
    ],
  ];
  const forms = [
    ['health book', healthBookDelivery],
    ['health check', healthCheckDelivery],
  ] as const;
  const cases = forms.flatMap(([form, make]) => faults.map((fault) => [form, ...fault, make] as const));

  it.each(cases)('%s, %s: seen for what it is; the same bytes once more have one effect', async (...given) => {
    const [, kind, options, seen, kept, make] = given;
    const warehouse = await warehouseWith();
    const destination = destinationAt(warehouse, { timeoutMs: 250 });
    await sendNew(destination, make(9));
    const delivery = make(1);
    const message = await composed(destination, delivery);
    await warehouse.setFault(kind, options);
    expect(await destination.send(message, delivery)).toMatchObject(seen);
    await warehouse.setFault(null);
    expect(warehouse.effects()).toHaveLength(1 + kept);
    expect(await destination.send(message, delivery)).toMatchObject({ kind: 'delivered' });
    expect(warehouse.effects()).toHaveLength(2);
    const sent = warehouse.received().slice(1);
    expect(sent.every((bytes) => bytes.equals(message.bytes))).toBe(true);
    expect(warehouse.stats().redirectsFollowed).toBe(0);
    expect(destination.isIdempotent).toBe(true);
  });
});
