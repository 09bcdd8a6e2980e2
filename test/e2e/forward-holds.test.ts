import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startReceiver } from '../../src/simulate/receivers/receiver.ts';
import { type DeliveryProxy, startDeliveryProxy } from '../support/delivery-proxy.ts';
import { eventually } from '../support/eventually.ts';
import { FORWARD_RETRY, type Forwarding, type ForwardingOptions, openForwarding } from '../support/forwarding.ts';

/** Long enough for a relay that does not hold back to be seen. */
const A_WHILE_MS = 150;

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(options: ForwardingOptions = {}): Promise<Forwarding> {
  const forwarding = await openForwarding(options);
  cleanups.push(forwarding.close);
  return forwarding;
}

async function proxyBefore({ receiver }: Forwarding, ...rest: [Parameters<typeof startDeliveryProxy>[1]]) {
  const proxy: DeliveryProxy = await startDeliveryProxy(receiver.url, ...rest);
  cleanups.push(proxy.close);
  return proxy;
}

async function acceptMany({ accept }: Forwarding, count: number, patients = count): Promise<void> {
  for (let n = 0; n < count; n += 1) await accept(`P${n % patients}`, `LK${n}`);
}

const timeOfDay = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(11, 16);

describe('the stop button', () => {
  it('pressed in one process stops every relay on the store, until it is released', async () => {
    const forwarding = await open();
    const { store, receiver } = forwarding;
    await acceptMany(forwarding, 60, 10);
    const relays = [forwarding.start(), forwarding.start({ deps: { owner: 'replica' } })];
    await eventually('it flows', () => receiver.effects().length >= 5);
    const other = await forwarding.beside();
    await other.stopDestination({ destination: 'province', at: Date.now(), by: 'operator', reason: 'test' });
    await eventually('both know it, and nothing is under way', () =>
      relays.every((relay) => relay.standing().isStopped && relay.standing().running === 0),
    );
    const before = receiver.stats();
    const request = { destination: 'province', owner: 'third', now: Date.now(), leaseMs: 1_000, limit: 10 };
    expect(await store.lease(request)).toEqual([]);
    await forwarding.accept('P0', 'LATER');
    await delay(A_WHILE_MS);
    expect(receiver.stats()).toEqual(before);
    expect(await other.startDestination('province')).toBe(true);
    await forwarding.drained();
    forwarding.expectEachOnce();
  });
});

describe('a maintenance window', () => {
  it('lets nothing out and counts no attempt', async () => {
    const forwarding = await open();
    await acceptMany(forwarding, 10);
    const now = Date.now();
    const window = { from: timeOfDay(now - 3_600_000), to: timeOfDay(now + 3_600_000) };
    const held = forwarding.start({ config: { maintenance: [window] } });
    expect(held.standing().inMaintenance).toBe(true);
    await delay(A_WHILE_MS);
    await held.stop();
    expect(forwarding.reports).toEqual([]);
    forwarding.start();
    await forwarding.drained();
    forwarding.expectEachOnce();
    const rows = await forwarding.store.deliveries({ destination: 'province', limit: 100 });
    expect(rows.map(({ attempts }) => attempts)).toEqual(Array(10).fill(1));
  });
});

describe('a destination that is down', () => {
  it('costs one probe at a time, and parks nothing however few attempts there are', async () => {
    const forwarding = await open();
    await acceptMany(forwarding, 20, 5);
    await forwarding.receiver.setFault('down');
    const retry = { ...FORWARD_RETRY, maxAttempts: 2 };
    const relay = forwarding.start({ config: { retry } });
    await eventually('it is paused', () => relay.standing().breaker !== 'closed');
    const most: number[] = [];
    await eventually('more probes failed than there are attempts', () => {
      if (relay.standing().breaker !== 'closed') most.push(relay.standing().running);
      return forwarding.failures() >= 20;
    });
    // What had started before the pause may still be under way at first.
    expect(Math.max(...most.slice(-10))).toBeLessThanOrEqual(1);
    await forwarding.receiver.setFault(null);
    await forwarding.drained();
    forwarding.expectEachOnce();
    expect(relay.standing().breaker).toBe('closed');
  });

  it('that says when to come back is left alone until then', async () => {
    const forwarding = await open();
    await acceptMany(forwarding, 10);
    await forwarding.receiver.setFault('http-503', { retryAfterSeconds: 3_600 });
    const config = { retry: { ...FORWARD_RETRY, maxRetryAfterMs: 3_600_000 } };
    const relay = forwarding.start({ config });
    await eventually('it was told so', () => forwarding.failures() > 0);
    await delay(A_WHILE_MS);
    // Two are under way at first.
    expect(forwarding.failures()).toBeLessThanOrEqual(2);
    expect(relay.standing().breaker).toBe('open');
  });
});

describe('a destination that can do only so much at once', () => {
  it('is found out, and hardly ever asked for more', async () => {
    const forwarding = await open();
    await acceptMany(forwarding, 150);
    const strength = 3;
    const proxy = await proxyBefore(forwarding, ({ running }) => (running > strength ? 429 : undefined));
    forwarding.start({ config: { url: proxy.url, concurrency: 32 } });
    await forwarding.drained();
    forwarding.expectEachOnce();
    expect(proxy.refusals().length).toBeGreaterThan(0);
    expect(proxy.refusals().length).toBeLessThan(100);
    expect(proxy.most()).toBeLessThan(16);
  });
});

describe('what cannot be delivered', () => {
  it('holds up its own patient alone, and keeps its order', async () => {
    const forwarding = await open();
    await forwarding.accept('P0', 'STUCK');
    await forwarding.accept('P0', 'BEHIND');
    let isHealed = false;
    const proxy = await proxyBefore(forwarding, ({ body }) => (!isHealed && body.includes('STUCK') ? 500 : undefined));
    forwarding.start({ config: { url: proxy.url } });
    for (let n = 1; n <= 50; n += 1) await forwarding.accept(`P${n}`, `LK${n}`);
    await eventually('the others are delivered', () => forwarding.receiver.effects().length === 50);
    expect(await forwarding.store.deliveries({ recordKey: 'BEHIND', limit: 1 })).toMatchObject([{ attempts: 0 }]);
    isHealed = true;
    await forwarding.drained();
    forwarding.expectEachOnce();
  });

  it('to one destination holds up no other', async () => {
    const forwarding = await open({ owed: ['province', 'nation'] });
    const nation = await startReceiver({ name: 'nation', port: 0, clock: Date.now });
    cleanups.push(nation.close);
    await forwarding.receiver.setFault('timeout');
    await acceptMany(forwarding, 30, 10);
    forwarding.start();
    await eventually('one hangs', () => forwarding.failures() > 0);
    forwarding.start({ config: { id: 'nation', url: nation.url } });
    await eventually('the other has all', () => nation.effects().length === 30);
    expect(forwarding.receiver.effects()).toEqual([]);
    await forwarding.receiver.setFault(null);
    await forwarding.drained();
    forwarding.expectEachOnce();
  });
});
