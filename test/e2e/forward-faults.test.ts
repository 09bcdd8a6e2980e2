import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultOptions } from '../../src/simulate/receivers/fault.ts';
import { eventually } from '../support/eventually.ts';
import { FORWARD_RETRY, type Forwarding, openForwarding, POISON } from '../support/forwarding.ts';

const PATIENTS = 6;

let forwarding: Forwarding;

beforeEach(async () => {
  forwarding = await openForwarding();
});
afterEach(() => forwarding.close());

async function beginWithKeyBlindReceiver(): Promise<void> {
  await forwarding.close();
  forwarding = await openForwarding({ keyBlind: true });
}

/** Two records for each patient, the first of which comes a second time, changed. */
async function acceptRound(round: number): Promise<void> {
  for (let n = 0; n < PATIENTS; n += 1) {
    await forwarding.accept(`P${n}`, `LK${round}-${n}-a`);
    await forwarding.accept(`P${n}`, `LK${round}-${n}-b`);
    await forwarding.accept(`P${n}`, `LK${round}-${n}-a`, 2);
  }
}

const FAULTS: [FaultKind, FaultOptions][] = [
  ['http-500', {}],
  ['http-503', { retryAfterSeconds: 1 }],
  ['http-429', { retryAfterSeconds: 1 }],
  ['redirect', {}],
  ['timeout', {}],
  ['hang', {}],
  ['drip', {}],
  ['half-open', {}],
  ['reset-before-reading', {}],
  ['reset-after-commit', {}],
  ['html-200', {}],
  ['outcome-200', {}],
  ['huge', {}],
  ['down', {}],
  ['flaky', { probability: 0.6, seed: 'forward' }],
];

describe('forwarding through the faults of a destination', () => {
  it.each(FAULTS)(
    '%s: every record exactly once in effect after healing, in order, with poison set aside',
    async (kind, options) => {
      const { store, receiver } = forwarding;
      await acceptRound(1);
      await forwarding.accept('PX', POISON);
      await receiver.setFault(kind, options);
      forwarding.start();
      // A Retry-After keeps the relay away after the first answers.
      const enough = kind === 'http-503' || kind === 'http-429' ? 1 : 6;
      await eventually('the fault was met', () => forwarding.failures() >= enough);
      await acceptRound(2);
      await receiver.setFault(null);
      await forwarding.drained();
      forwarding.expectEachOnce();
      const [poison] = await store.deliveries({ state: 'refused', limit: 10 });
      expect(poison).toMatchObject({ recordKey: POISON, destination: 'province', reason: 'http-422' });
    },
  );

  it.each([
    ['that knows keys', false],
    ['that is blind to keys', true],
  ])('a receiver %s and breaks off after each of its commits has each effect once', async (_what, keyBlind) => {
    if (keyBlind) await beginWithKeyBlindReceiver();
    const { receiver } = forwarding;
    await acceptRound(1);
    await receiver.setFault('reset-after-commit');
    forwarding.start();
    await eventually('much was committed unanswered', () => forwarding.failures() >= 40);
    await receiver.setFault(null);
    await forwarding.drained();
    forwarding.expectEachOnce();
    expect(receiver.effects().filter(({ changed }) => changed > 0)).toHaveLength(forwarding.accepted.length);
  });

  it('a receiver that breaks off after each of 200 commits has exactly 200 effects', async () => {
    const { receiver } = forwarding;
    const records = 200;
    for (let n = 0; n < records; n += 1) await forwarding.accept(`P${n}`, `LK${n}`);
    await receiver.setFault('reset-after-commit');
    forwarding.start({ config: { retry: { ...FORWARD_RETRY, firstDelayMs: 1, maxDelayMs: 2 } } });
    await eventually('all was committed', () => receiver.effects().length === records);
    await receiver.setFault(null);
    await forwarding.drained();
    forwarding.expectEachOnce();
    expect(receiver.effects()).toHaveLength(records);
  });

  it('a receiver that must not be told twice and cannot be asked gets nothing twice: a person decides', async () => {
    await beginWithKeyBlindReceiver();
    const { store, receiver } = forwarding;
    const records = 30;
    for (let n = 0; n < records; n += 1) await forwarding.accept(`P${n}`, `LK${n}`);
    await receiver.setFault('reset-after-commit');
    const relay = forwarding.start({ traits: { isIdempotent: false } });
    await eventually('some were committed unanswered', () => forwarding.failures() >= 6);
    await receiver.setFault(null);
    await forwarding.drained();
    expect(receiver.effects()).toHaveLength(records);
    const parked = await store.deliveries({ state: 'parked', limit: 100 });
    expect(parked.length).toBeGreaterThanOrEqual(3);
    expect(new Set(parked.map(({ reason }) => reason))).toEqual(new Set(['outcome-unknown']));

    // The person sends one of them again, against better knowledge: the very same bytes.
    const [first] = parked;
    await store.moveDeliveries({ action: 'retry', filter: { id: first?.id }, now: Date.now() });
    relay.wake();
    await eventually('it was delivered', async () => {
      const [row] = await store.deliveries({ id: first?.id, limit: 1 });
      return row?.state === 'delivered';
    });
    const keys = receiver.effects().map(({ key }) => key);
    expect([keys.length, new Set(keys).size]).toEqual([records + 1, records]);
  });
});
