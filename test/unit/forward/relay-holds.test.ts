import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AttemptOutcome, Destination } from '../../../src/forward/destination.ts';
import { eventually } from '../../support/eventually.ts';
import { createMemoryDeliveryStore, type MemoryDeliveryStore } from '../../support/memory-delivery-store.ts';
import { RELAY_RETRY, relayConfig, startTestRelay, stopTestRelays } from '../../support/relay.ts';

const DELIVERED: AttemptOutcome = { kind: 'delivered', httpStatus: 200, receipt: 'tn-1' };

afterEach(stopTestRelays);

function queue(count: number): MemoryDeliveryStore {
  const store = createMemoryDeliveryStore();
  for (let n = 0; n < count; n += 1) store.add({ id: `d${n}`, recordKey: `LK${n}`, patient: `P${n}` });
  return store;
}

function destinationOf(send: (id: string) => Promise<AttemptOutcome>, traits: Partial<Destination> = {}) {
  const sent: string[] = [];
  const destination: Destination = {
    id: 'province',
    isIdempotent: true,
    compose: async ({ id }) => ({ key: id, contentType: 'text/plain', bytes: Buffer.from(id) }),
    send(_message, { id }) {
      sent.push(id);
      return send(id);
    },
    close: async () => undefined,
    ...traits,
  };
  return { destination, sent };
}

const states = (store: MemoryDeliveryStore, count: number) =>
  Array.from({ length: count }, (_, n) => store.state(`d${n}`));

describe('the stop button', () => {
  const stop = { destination: 'province', at: 0, by: 'operator', reason: 'test' };

  it('lets nothing start until it is released, and everything flow then', async () => {
    const store = queue(5);
    await store.stopDestination(stop);
    const { destination, sent } = destinationOf(async () => DELIVERED);
    const relay = startTestRelay(store, destination);
    await eventually('the relay knows it', () => relay.standing().isStopped);
    await delay(30);
    expect(sent).toEqual([]);
    await store.startDestination('province');
    await eventually('all is delivered', () => store.open() === 0);
    expect(relay.standing()).toMatchObject({ isStopped: false });
  });

  it('gives back what was leased just before, unsent and uncounted against it', async () => {
    const store = queue(1);
    const composing = Promise.withResolvers<void>();
    let composed = 0;
    const { destination, sent } = destinationOf(async () => DELIVERED, {
      async compose({ id }) {
        composed += 1;
        if (composed === 1) await composing.promise;
        return { key: id, contentType: 'text/plain', bytes: Buffer.from(id) };
      },
    });
    const relay = startTestRelay(store, destination);
    await eventually('it is leased', () => composed === 1);
    await store.stopDestination(stop);
    await eventually('the relay knows it', () => relay.standing().isStopped);
    composing.resolve();
    await eventually('it is given back', () => store.state('d0') === 'retry');
    expect(store.settlement('d0')).toMatchObject({ reason: 'destination-stopped' });
    expect(sent).toEqual([]);
    await store.startDestination('province');
    await eventually('it is delivered', () => store.open() === 0);
  });

  it('stops no other destination', async () => {
    const store = queue(2);
    await store.stopDestination({ ...stop, destination: 'nation' });
    startTestRelay(store, destinationOf(async () => DELIVERED).destination);
    await eventually('all is delivered', () => store.open() === 0);
  });
});

describe('a maintenance window', () => {
  it('holds everything back, also what is leased, and burns no attempt', async () => {
    // 12:00 to 12:30 in Việt Nam.
    const config = relayConfig({ maintenance: [{ days: [], from: '12:00', to: '12:30' }] });
    let now = Date.parse('2026-11-22T11:59:59+07:00');
    const store = queue(6);
    const { destination, sent } = destinationOf(async () => DELIVERED, {
      async compose({ id }) {
        now = Date.parse('2026-11-22T12:00:00+07:00');
        return { key: id, contentType: 'text/plain', bytes: Buffer.from(id) };
      },
    });
    const relay = startTestRelay(store, destination, { config, clock: () => now, random: () => 0 });
    await eventually('what was leased is given back', () => store.settlement('d1') !== undefined);
    await delay(30);
    expect([sent, relay.standing().inMaintenance]).toEqual([[], true]);
    expect(states(store, 6)).toEqual(['retry', 'retry', ...Array(4).fill('queued')]);
    now = Date.parse('2026-11-22T12:30:00+07:00');
    destination.compose = async ({ id }) => ({ key: id, contentType: 'text/plain', bytes: Buffer.from(id) });
    await eventually('all is delivered', () => store.open() === 0);
    expect(relay.standing().inMaintenance).toBe(false);
  });
});

describe('a rate', () => {
  it('starts no more than it allows', async () => {
    let now = 1_000_000;
    const store = queue(10);
    const { destination, sent } = destinationOf(async () => DELIVERED);
    startTestRelay(store, destination, { clock: () => now, config: relayConfig({ ratePerSecond: 3 }) });
    for (const sentSoFar of [3, 6, 9, 10]) {
      await eventually(`${sentSoFar} were sent`, () => sent.length === sentSoFar);
      await delay(20);
      expect(sent).toHaveLength(sentSoFar);
      now += 1_000;
    }
    await eventually('all is delivered', () => store.open() === 0);
  });
});

describe('concurrency', () => {
  it('starts low, grows with a receiver that keeps up, and is halved when it asks for less', async () => {
    const store = queue(200);
    let isBusy = false;
    const { destination } = destinationOf(async () => {
      await delay(1);
      return isBusy ? { kind: 'transient', reason: 'http-429', httpStatus: 429 } : DELIVERED;
    });
    const limits: number[] = [];
    const relay = startTestRelay(store, destination, {
      config: relayConfig({ concurrency: 16 }),
      onAttempt: () => void limits.push(relay.standing().concurrencyLimit),
    });
    expect(relay.standing().concurrencyLimit).toBe(2);
    await eventually('it grew', () => relay.standing().concurrencyLimit === 16);
    isBusy = true;
    await eventually('it fell', () => relay.standing().concurrencyLimit <= 8);
    isBusy = false;
    await eventually('all is delivered', () => store.open() === 0);
  });
});

describe('an outage', () => {
  it('burns nobody’s attempts: after it each delivery has its tries again', async () => {
    const store = queue(3);
    let isDown = true;
    const { destination, sent } = destinationOf(async (id) => {
      if (isDown) return { kind: 'misconfigured', reason: 'http-401', httpStatus: 401 };
      return id === 'd0' ? { kind: 'transient', reason: 'http-500' } : DELIVERED;
    });
    startTestRelay(store, destination);
    const tries = () => sent.filter((id) => id === 'd0').length;
    await eventually('one was tried often', () => tries() > 2 * RELAY_RETRY.maxAttempts);
    expect(store.open()).toBe(3);
    const before = tries();
    isDown = false;
    await eventually('the good ones are delivered', () => store.open() <= 1);
    // What fails by itself keeps the breaker from being steady as long as nothing else flows.
    for (let n = 3; store.state('d0') !== 'parked'; n += 1) {
      store.add({ id: `d${n}`, recordKey: `LK${n}`, patient: `P${n}` });
      await delay(2);
    }
    await eventually('all others are delivered', () => store.open() === 0);
    expect(tries()).toBeGreaterThan(before);
  });

  it('pauses for one account that is not taken only what goes under it', async () => {
    const store = queue(20);
    const { destination } = destinationOf(async (id) =>
      Number(id.slice(1)) < 8
        ? { kind: 'misconfigured', reason: 'login-refused', concerns: 'account', retryAfterMs: 60_000 }
        : DELIVERED,
    );
    const relay = startTestRelay(store, destination);
    await eventually(
      'the others are delivered',
      () => states(store, 20).filter((s) => s === 'delivered').length === 12,
    );
    expect(relay.standing().breaker).toBe('closed');
  });
});
