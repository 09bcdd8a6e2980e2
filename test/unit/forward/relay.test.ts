import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AttemptOutcome, Destination } from '../../../src/forward/destination.ts';
import { sleep } from '../../../src/forward/sleep.ts';
import type { LeasedDelivery } from '../../../src/types/delivery.ts';
import type { Store } from '../../../src/types/store.ts';
import { eventually } from '../../support/eventually.ts';
import { createMemoryDeliveryStore, type MemoryDeliveryStore } from '../../support/memory-delivery-store.ts';
import { RELAY_RETRY as RETRY, relayConfig, startTestRelay, stopTestRelays } from '../../support/relay.ts';

const DELIVERED: AttemptOutcome = { kind: 'delivered', httpStatus: 200, receipt: 'tn-1' };
const DOWN: AttemptOutcome = { kind: 'transient', reason: 'connect-refused' };

afterEach(stopTestRelays);

function destinationOf(send: (delivery: LeasedDelivery) => Promise<AttemptOutcome>) {
  const seen: LeasedDelivery[] = [];
  let closed = 0;
  const destination: Destination = {
    id: 'province',
    isIdempotent: true,
    compose: async ({ recordId }) => ({ key: recordId, contentType: 'text/plain', bytes: Buffer.from(recordId) }),
    send(_message, delivery) {
      seen.push(delivery);
      return send(delivery);
    },
    async close() {
      closed += 1;
    },
  };
  return { destination, seen, closed: () => closed };
}

const start = startTestRelay;

function queue(count: number, patients = count): MemoryDeliveryStore {
  const store = createMemoryDeliveryStore();
  for (let n = 0; n < count; n += 1) {
    store.add({ id: `d${n}`, recordKey: `LK${n}`, patient: `P${n % patients}` });
  }
  return store;
}

const idle = (store: MemoryDeliveryStore) => eventually('queue is drained', () => store.open() === 0);

describe('relay', () => {
  it('delivers what is queued, and what comes later, and settles with receipt and times', async () => {
    const store = queue(3);
    const relay = start(store, destinationOf(async () => DELIVERED).destination);
    await idle(store);
    store.add({ id: 'later', recordKey: 'LK9', patient: 'P9' });
    relay.wake();
    await idle(store);
    const settlement = store.settlement('later');
    expect(settlement).toMatchObject({ state: 'delivered', fence: 1, httpStatus: 200, receipt: 'tn-1' });
    expect(settlement?.endedAt).toBeGreaterThanOrEqual(settlement?.startedAt ?? Number.NaN);
  });

  it('runs side by side up to its concurrency and never two of one patient', async () => {
    const running: string[] = [];
    let most = 0;
    const patientOf = (recordKey: string) => Number(recordKey.slice(2)) % 6;
    const { destination, seen } = destinationOf(async ({ recordKey }) => {
      expect(running.map(patientOf)).not.toContain(patientOf(recordKey));
      running.push(recordKey);
      most = Math.max(most, running.length);
      await delay(3);
      running.splice(running.indexOf(recordKey), 1);
      return DELIVERED;
    });
    const store = queue(24, 6);
    start(store, destination);
    await idle(store);
    expect(most).toBe(4);
    for (let patient = 0; patient < 6; patient += 1) {
      const order = seen.map(({ recordKey }) => Number(recordKey.slice(2))).filter((n) => n % 6 === patient);
      expect(order).toEqual([patient, patient + 6, patient + 12, patient + 18]);
    }
  });

  it('leases for longer than an exchange may last', async () => {
    const store = queue(1);
    const leases: number[] = [];
    const lease: Store['lease'] = (request) => {
      leases.push(request.leaseMs);
      return store.lease(request);
    };
    start({ ...store, lease }, destinationOf(async () => DELIVERED).destination);
    await idle(store);
    expect(Math.min(...leases)).toBeGreaterThan(1_000);
  });

  it('repeats a transient failure and parks poison, while the rest flows', async () => {
    const store = queue(20);
    const { destination, seen } = destinationOf(async ({ id }) =>
      id === 'd3' ? { kind: 'transient', reason: 'http-500', httpStatus: 500 } : DELIVERED,
    );
    start(store, destination);
    await eventually('the rest is delivered', () => store.open() <= 1);
    await idle(store);
    expect(store.settlement('d3')).toMatchObject({ state: 'parked', reason: 'http-500', httpStatus: 500 });
    expect(seen.filter(({ id }) => id === 'd3').map(({ attempt }) => attempt)).toEqual(
      store.settlements('d3').map((_, index) => index + 1),
    );
    expect(store.settlements('d3').length).toBeGreaterThanOrEqual(RETRY.maxAttempts);
    expect(seen.filter(({ id }) => id !== 'd3')).toHaveLength(19);
  });

  it('marks refused content as refused at once', async () => {
    const store = queue(2);
    start(
      store,
      destinationOf(async ({ id }) => (id === 'd0' ? { kind: 'refused', reason: 'http-422' } : DELIVERED)).destination,
    );
    await idle(store);
    expect([store.state('d0'), store.state('d1')]).toEqual(['refused', 'delivered']);
  });

  it('survives a destination and a metrics callback that throw', async () => {
    const store = queue(4);
    let crashes = 0;
    const { destination } = destinationOf(async ({ id, attempt }) => {
      if (id === 'd1' && attempt === 1) {
        crashes += 1;
        throw new TypeError('a bug');
      }
      return DELIVERED;
    });
    let reports = 0;
    start(store, destination, {
      onAttempt() {
        reports += 1;
        if (reports === 3) throw new Error('a bug in metrics');
      },
    });
    await idle(store);
    expect([crashes, reports]).toEqual([1, 5]);
    expect(['d0', 'd1', 'd2', 'd3'].map(store.state)).toEqual(Array(4).fill('delivered'));
  });

  it('reports each attempt with outcome and duration, and how long a delivery waited', async () => {
    let now = 10_000;
    const store = createMemoryDeliveryStore();
    const owed = { recordKey: 'LK0', queuedAt: 4_000 };
    store.add({ ...owed, id: 'late', patient: 'P0', deadline: 10_000 });
    store.add({ ...owed, id: 'timely', patient: 'P1', deadline: 60_000 });
    store.add({ ...owed, id: 'whenever', patient: 'P2' });
    store.add({ ...owed, id: 'wrong', patient: 'P3', deadline: 0 });
    const reports: unknown[] = [];
    const { destination } = destinationOf(async ({ id }) => {
      now += 40;
      return id === 'wrong' ? { kind: 'refused', reason: 'http-422' } : DELIVERED;
    });
    const config = relayConfig({ concurrency: 1 });
    start(store, destination, { clock: () => now, config, onAttempt: (report) => reports.push(report) });
    await idle(store);
    const of = { destination: 'province', outcome: 'delivered', durationMs: 40 };
    expect(reports).toEqual([
      { ...of, delivered: { waitedMs: 6_040, isLate: true } },
      { ...of, delivered: { waitedMs: 6_080, isLate: false } },
      { ...of, delivered: { waitedMs: 6_120, isLate: false } },
      { ...of, outcome: 'refused' },
    ]);
  });

  it('never leases so many at once that reading them holds up intake', async () => {
    const store = queue(200);
    const limits: number[] = [];
    const lease: MemoryDeliveryStore['lease'] = (request) => {
      limits.push(request.limit);
      return store.lease(request);
    };
    const config = relayConfig({ concurrency: 64 });
    start({ ...store, lease }, destinationOf(async () => DELIVERED).destination, { config });
    await idle(store);
    expect(Math.max(...limits)).toBe(16);
  });
});

describe('relay and a destination that is down', () => {
  it('parks nothing however long it lasts, and delivers all after healing', async () => {
    let down = true;
    const { destination, seen } = destinationOf(async () => (down ? DOWN : DELIVERED));
    const store = queue(30);
    start(store, destination);
    await eventually('one was tried more than maxAttempts', () =>
      seen.some(({ attempt }) => attempt > RETRY.maxAttempts),
    );
    expect(store.open()).toBe(30);
    down = false;
    await idle(store);
    expect(Array.from({ length: 30 }, (_, n) => store.state(`d${n}`))).toEqual(Array(30).fill('delivered'));
  });

  it('sends one probe at a time while paused', async () => {
    let running = 0;
    let most = 0;
    let failures = 0;
    const { destination } = destinationOf(async () => {
      running += 1;
      if (failures >= 8) most = Math.max(most, running);
      await delay(1);
      running -= 1;
      failures += 1;
      return failures > 20 ? DELIVERED : DOWN;
    });
    const store = queue(30);
    start(store, destination);
    await eventually('probes were sent', () => failures === 20);
    expect(most).toBe(1);
    await idle(store);
  });

  it('keeps away for as long as a Retry-After says', async () => {
    let now = 1_000_000;
    const { destination, seen } = destinationOf(async ({ id }) =>
      id === 'd0' && now < 1_000_900 ? { kind: 'transient', reason: 'http-503', retryAfterMs: 900 } : DELIVERED,
    );
    const store = queue(3, 3);
    start(store, destination, { clock: () => now, config: relayConfig({ concurrency: 1 }) });
    await eventually('first attempt is settled', () => store.settlement('d0') !== undefined);
    await delay(50);
    expect(seen).toHaveLength(1);
    now += 900;
    await idle(store);
  });
});

describe('relay and a store that fails', () => {
  it('backs off from failing leases and settlements, and goes on', async () => {
    const store = queue(6);
    const failEverySecond = <A, R>(call: (argument: A) => Promise<R>) => {
      let calls = 0;
      return async (argument: A): Promise<R> => {
        calls += 1;
        if (calls % 2 === 1) throw new Error('database is locked');
        return call(argument);
      };
    };
    const { destination, seen } = destinationOf(async () => DELIVERED);
    const broken = { lease: failEverySecond(store.lease), settle: failEverySecond(store.settle) };
    start({ ...store, ...broken }, destination);
    await idle(store);
    expect(seen).toHaveLength(6);
  });

  it('sends on while how an attempt ended is being written, but not for ever', async () => {
    const store = queue(40);
    const written = Promise.withResolvers<void>();
    const settle: MemoryDeliveryStore['settle'] = async (settlements) => {
      await written.promise;
      return store.settle(settlements);
    };
    const { destination, seen } = destinationOf(async () => DELIVERED);
    const relay = start({ ...store, settle }, destination);
    await eventually('more were sent than may talk at once', () => seen.length > 4);
    await delay(30);
    expect(seen.length).toBeLessThanOrEqual(20);
    expect(relay.standing().running).toBe(0);
    written.resolve();
    await idle(store);
    expect(seen).toHaveLength(40);
  });

  it('waits longer after each failure', async () => {
    const waits: number[] = [];
    const relay = start(
      {
        ...queue(0),
        lease: async () => {
          throw new Error('disk is full');
        },
      },
      destinationOf(async () => DELIVERED).destination,
      {
        async sleep(ms, signal) {
          waits.push(ms);
          await sleep(0, signal);
        },
      },
    );
    await eventually('it asked often', () => waits.length >= 8);
    await relay.stop();
    expect(waits.slice(0, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });
});

describe('stopping a relay', () => {
  it('leases nothing more, lets running exchanges finish and closes the destination', async () => {
    const store = queue(20);
    const release = Promise.withResolvers<void>();
    const { destination, seen, closed } = destinationOf(async () => {
      await release.promise;
      return DELIVERED;
    });
    const relay = start(store, destination, { sleep });
    await eventually('two are running', () => seen.length === 2);
    const stopped = relay.stop();
    await delay(10);
    expect(closed()).toBe(0);
    release.resolve();
    await stopped;
    expect(closed()).toBe(1);
    expect(seen).toHaveLength(2);
    expect(store.open()).toBe(18);
  });

  it('cuts an exchange that does not end, and has it repeated', async () => {
    const store = queue(1);
    const cut = Promise.withResolvers<AttemptOutcome>();
    const { destination, seen } = destinationOf(() => cut.promise);
    const relay = start(store, {
      ...destination,
      async close() {
        cut.resolve({ kind: 'unknown', reason: 'stopped' });
      },
    });
    await eventually('it is running', () => seen.length === 1);
    await relay.stop();
    expect(store.settlement('d0')).toMatchObject({ state: 'unknown', reason: 'stopped' });
  });

  it('ends although the destination cannot be closed', async () => {
    const { destination } = destinationOf(async () => DELIVERED);
    const close = () => Promise.reject(new Error('a bug'));
    await start(queue(0), { ...destination, close }).stop();
    const hanging = new Promise<void>(() => undefined);
    await start(queue(0), { ...destination, close: () => hanging }).stop();
  });

  it('ends although the store never answers again', async () => {
    const store = queue(1);
    const relay = start(
      {
        ...store,
        settle: async () => {
          throw new Error('gone');
        },
      },
      destinationOf(async () => DELIVERED).destination,
    );
    await eventually('it was sent', () => store.state('d0') === 'sending');
    await relay.stop();
    await relay.stop();
    expect(store.state('d0')).toBe('sending');
  });
});
