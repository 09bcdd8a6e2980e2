import { afterEach, describe, expect, it } from '@jest/globals';
import type { AttemptOutcome, Destination } from '../../../src/forward/destination.ts';
import type { Message } from '../../../src/types/delivery.ts';
import { eventually } from '../../support/eventually.ts';
import { createMemoryDeliveryStore, type MemoryDeliveryStore } from '../../support/memory-delivery-store.ts';
import { RELAY_RETRY, relayConfig, startTestRelay, stopTestRelays } from '../../support/relay.ts';

const DELIVERED: AttemptOutcome = { kind: 'delivered', httpStatus: 200, receipt: 'tn-1' };
const TIMEOUT: AttemptOutcome = { kind: 'unknown', reason: 'timeout' };
const BUSY: AttemptOutcome = { kind: 'transient', reason: 'http-503', httpStatus: 503 };
const STILL_AT_WORK: AttemptOutcome = { kind: 'unknown', reason: 'moh-status-unknown' };
const NOT_THERE = { kind: 'not-there' } as const;

afterEach(stopTestRelays);

function queueOfOne(): MemoryDeliveryStore {
  const store = createMemoryDeliveryStore();
  store.add({ id: 'd0', recordKey: 'LK0', patient: 'P0' });
  return store;
}

type Answers<T> = (T | Error)[];

/** Gives its answers in turn; each message that it composes has a new number, so that one made anew is seen. */
function scripted(answers: Answers<AttemptOutcome>, traits: Partial<Destination> = {}) {
  const sent: Message[] = [];
  let composed = 0;
  const destination: Destination = {
    id: 'province',
    isIdempotent: true,
    async compose({ recordId }) {
      composed += 1;
      return { key: `${recordId}-${composed}`, contentType: 'text/plain', bytes: Buffer.from(`content ${composed}`) };
    },
    async send(message) {
      sent.push(message);
      return take(answers);
    },
    close: async () => undefined,
    ...traits,
  };
  return { destination, sent: () => sent.map(({ key, bytes }) => `${key} ${bytes.toString('utf8')}`) };
}

async function take<T>(answers: Answers<T>): Promise<T> {
  const answer = answers.shift();
  if (answer === undefined) throw new Error('no further answer was expected');
  if (answer instanceof Error) throw answer;
  return answer;
}

async function run(store: MemoryDeliveryStore, destination: Destination, until = () => store.open() === 0) {
  startTestRelay(store, destination, {
    config: relayConfig({ timeoutMs: 10, retry: { ...RELAY_RETRY, maxAttempts: 6 } }),
  });
  await eventually('it came to its end', until);
  await stopTestRelays();
  return store.settlements('d0').map(({ state, reason = null }) => [state, reason]);
}

const SAME = 'd0-1 content 1';

describe('a message whose end is unknown', () => {
  it('is sent again as it was where a repetition does no harm', async () => {
    const { destination, sent } = scripted([TIMEOUT, TIMEOUT, DELIVERED]);
    expect(await run(queueOfOne(), destination)).toEqual([
      ['unknown', 'timeout'],
      ['unknown', 'timeout'],
      ['delivered', null],
    ]);
    expect(sent()).toEqual([SAME, SAME, SAME]);
  });

  it('stays unknown when its repetition was not processed', async () => {
    const { destination, sent } = scripted([TIMEOUT, BUSY, DELIVERED]);
    expect(await run(queueOfOne(), destination)).toEqual([
      ['unknown', 'timeout'],
      ['unknown', 'http-503'],
      ['delivered', null],
    ]);
    expect(sent()).toEqual([SAME, SAME, SAME]);
  });

  it('is made anew only when the last one is known not to be there', async () => {
    const { destination, sent } = scripted([BUSY, DELIVERED]);
    expect(await run(queueOfOne(), destination)).toEqual([
      ['retry', 'http-503'],
      ['delivered', null],
    ]);
    expect(sent()).toEqual([SAME, 'd0-2 content 2']);
  });

  it('is asked for where the receiver can be asked, and settled by what it says', async () => {
    const asked: string[] = [];
    const { destination, sent } = scripted([TIMEOUT], {
      isIdempotent: false,
      async lookUp({ key }) {
        asked.push(key);
        return { kind: 'delivered', receipt: 'found' };
      },
    });
    const store = queueOfOne();
    expect(await run(store, destination)).toEqual([
      ['unknown', 'timeout'],
      ['delivered', null],
    ]);
    expect(store.settlement('d0')).toMatchObject({ receipt: 'found' });
    expect([asked, sent()]).toEqual([['d0-1'], [SAME]]);
  });

  it('is sent again as it was when the receiver says that it is not there', async () => {
    const found: Answers<AttemptOutcome | typeof NOT_THERE> = [TIMEOUT, new TypeError('a bug'), BUSY, NOT_THERE];
    const { destination, sent } = scripted([TIMEOUT, DELIVERED], { isIdempotent: false, lookUp: () => take(found) });
    const store = queueOfOne();
    const ends = await run(store, destination);
    expect(ends.slice(0, 4)).toEqual([
      ['unknown', 'timeout'],
      ['unknown', 'timeout'],
      ['unknown', 'internal-error'],
      ['unknown', 'http-503'],
    ]);
    expect(ends.at(-1)).toEqual(['delivered', null]);
    expect(sent()).toEqual([SAME, SAME]);
  });

  it('is free to be made anew once it was not there and its repetition was not processed', async () => {
    const { destination, sent } = scripted([TIMEOUT, BUSY, DELIVERED], {
      isIdempotent: false,
      lookUp: async () => NOT_THERE,
    });
    expect(await run(queueOfOne(), destination)).toEqual([
      ['unknown', 'timeout'],
      ['retry', 'http-503'],
      ['delivered', null],
    ]);
    expect(sent()).toEqual([SAME, SAME, 'd0-2 content 2']);
  });

  it('is treated as if there were no question where the receiver has none for a message of its sort', async () => {
    const lookUp = async () => ({ kind: 'not-asked' as const });
    const harmless = scripted([TIMEOUT, BUSY, DELIVERED], { lookUp });
    expect(await run(queueOfOne(), harmless.destination)).toEqual([
      ['unknown', 'timeout'],
      ['unknown', 'http-503'],
      ['delivered', null],
    ]);
    expect(harmless.sent()).toEqual([SAME, SAME, SAME]);

    const harmful = scripted([TIMEOUT, DELIVERED], { isIdempotent: false, lookUp });
    const store = queueOfOne();
    const ends = await run(store, harmful.destination, () => store.state('d0') === 'parked');
    expect(ends.at(-1)).toEqual(['parked', 'outcome-unknown']);
    expect(harmful.sent()).toEqual([SAME]);
    store.sendAgain('d0');
    expect((await run(store, harmful.destination)).at(-1)).toEqual(['delivered', null]);
    expect(harmful.sent()).toEqual([SAME, SAME]);
  });

  it('is parked for a person where the receiver can neither be asked nor told twice', async () => {
    const { destination, sent } = scripted([TIMEOUT, TIMEOUT, DELIVERED], { isIdempotent: false });
    const store = queueOfOne();
    expect(await run(store, destination)).toEqual([
      ['unknown', 'timeout'],
      ['parked', 'outcome-unknown'],
    ]);
    expect(sent()).toEqual([SAME]);

    // Each word of a person sends it once more, as it was.
    store.sendAgain('d0');
    expect((await run(store, destination)).slice(2)).toEqual([['parked', 'outcome-unknown']]);
    store.sendAgain('d0');
    expect((await run(store, destination)).slice(3)).toEqual([['delivered', null]]);
    expect(sent()).toEqual([SAME, SAME, SAME]);
  });

  it('goes on a person’s word also while the receiver does not know', async () => {
    const { destination, sent } = scripted([TIMEOUT, DELIVERED], {
      isIdempotent: false,
      lookUp: async () => STILL_AT_WORK,
    });
    const store = queueOfOne();
    const ends = await run(store, destination, () => store.state('d0') === 'parked');
    expect(ends.at(-1)).toEqual(['parked', 'outcome-unknown']);
    store.sendAgain('d0');
    expect((await run(store, destination)).at(-1)).toEqual(['delivered', null]);
    expect(sent()).toEqual([SAME, SAME]);
  });

  it('is what a worker that was lost had kept', async () => {
    const store = queueOfOne();
    const [leased] = await store.lease({ destination: 'province', owner: 'lost', now: 0, leaseMs: 1, limit: 1 });
    const kept = { key: 'd0-lost', contentType: 'text/plain', bytes: Buffer.from('kept') };
    expect(await store.keepMessage('d0', leased?.fence ?? 0, kept)).toBe(true);
    const { destination, sent } = scripted([DELIVERED]);
    expect(await run(store, destination)).toEqual([['delivered', null]]);
    expect(sent()).toEqual(['d0-lost kept']);
  });
});

describe('a message that is not sent', () => {
  it('is not sent when another worker has the delivery, and nothing is settled', async () => {
    const store = queueOfOne();
    const { destination, sent } = scripted([DELIVERED]);
    const keepMessage: MemoryDeliveryStore['keepMessage'] = async (id, fence, message) => {
      if (fence === 1) {
        // The lease is over and somebody else takes it, between composing and sending.
        const later = Date.now() + 3_600_000;
        await store.lease({ destination: 'province', owner: 'other', now: later, leaseMs: -3_600_000, limit: 1 });
      }
      return store.keepMessage(id, fence, message);
    };
    const reports: string[] = [];
    startTestRelay({ ...store, keepMessage }, destination, { onAttempt: ({ outcome }) => void reports.push(outcome) });
    await eventually('it was delivered', () => store.state('d0') === 'delivered');
    expect(sent()).toEqual(['d0-2 content 2']);
    expect(reports).toEqual(['lease-lost', 'delivered']);
    expect(store.settlements('d0')).toHaveLength(1);
  });

  it('waits while the store does not keep it', async () => {
    const store = queueOfOne();
    let calls = 0;
    const keepMessage: MemoryDeliveryStore['keepMessage'] = (...args) => {
      calls += 1;
      return calls < 8 ? Promise.reject(new Error('disk is full')) : store.keepMessage(...args);
    };
    const { destination, sent } = scripted([DELIVERED]);
    startTestRelay({ ...store, keepMessage }, destination);
    await eventually('it was delivered', () => store.open() === 0);
    expect(sent()).toEqual(['d0-8 content 8']);
    expect(store.settlements('d0').map(({ state }) => state)).toEqual([...Array(7).fill('retry'), 'delivered']);
    expect(store.settlements('d0')[0]).toMatchObject({ reason: 'store-unavailable' });
  });

  it('is given back when the worker slept so long that its lease might end before the exchange', async () => {
    const store = queueOfOne();
    let now = 1_000_000;
    let composed = 0;
    const { destination, sent } = scripted([DELIVERED], {
      async compose({ id }) {
        composed += 1;
        // As after SIGSTOP, or a machine that was suspended.
        if (composed === 1) now += 20_000;
        return { key: id, contentType: 'text/plain', bytes: Buffer.from(id) };
      },
    });
    startTestRelay(store, destination, { clock: () => now, random: () => 0 });
    await eventually('it was delivered', () => store.open() === 0);
    expect(store.settlements('d0')).toMatchObject([
      { state: 'retry', reason: 'lease-too-old' },
      { state: 'delivered' },
    ]);
    expect(sent()).toHaveLength(1);
  });

  it('is told as refused or misconfigured when it cannot be composed, and the destination is not blamed', async () => {
    const store = createMemoryDeliveryStore();
    for (let n = 0; n < 8; n += 1) store.add({ id: `d${n}`, recordKey: `LK${n}`, patient: `P${n}` });
    const { destination } = scripted([DELIVERED], {
      compose: async ({ id }) => {
        if (id === 'd7') return { key: id, contentType: 'text/plain', bytes: Buffer.from(id) };
        return { kind: id < 'd4' ? 'refused' : 'misconfigured', reason: 'no-national-form' };
      },
    });
    const relay = startTestRelay(store, destination, { config: relayConfig({ concurrency: 1 }) });
    await eventually('the good one was delivered', () => store.state('d7') === 'delivered');
    expect(relay.standing()).toMatchObject({ breaker: 'closed' });
    expect(store.settlement('d0')).toMatchObject({ state: 'refused', reason: 'no-national-form' });
    expect(store.settlement('d5')).toMatchObject({ reason: 'no-national-form' });
  });

  it('is tried again when composing fails in our own code', async () => {
    const store = queueOfOne();
    let calls = 0;
    const { destination } = scripted([DELIVERED], {
      async compose({ id }) {
        calls += 1;
        if (calls === 1) throw new TypeError('a bug');
        return { key: id, contentType: 'text/plain', bytes: Buffer.from(id) };
      },
    });
    expect(await run(store, destination)).toEqual([
      ['retry', 'internal-error'],
      ['delivered', null],
    ]);
  });
});

describe('what is written of an attempt', () => {
  it('holds the faults that the receiver named, and asks for a notice where the facility wants one', async () => {
    const faults = [{ field: 'MA_BENH', code: 'E01' }];
    const store = queueOfOne();
    const { destination } = scripted([{ kind: 'refused', reason: 'fields-refused', httpStatus: 200, faults }]);
    const told: string[] = [];
    startTestRelay(store, destination, {
      notifies(facility, state) {
        told.push(`${facility} ${state}`);
        return true;
      },
    });
    await eventually('it was refused', () => store.open() === 0);
    expect(store.settlement('d0')).toMatchObject({ state: 'refused', faults, notify: true });
    expect(told).toEqual(['99001 refused']);
  });

  it('holds what the receiver adds to its yes', async () => {
    const store = queueOfOne();
    const { destination } = scripted([{ kind: 'delivered', receipt: 'tn-1', reason: 'ACCEPTED_DUPLICATE' }]);
    expect(await run(store, destination)).toEqual([['delivered', 'ACCEPTED_DUPLICATE']]);
    expect(store.settlement('d0')).not.toHaveProperty('httpStatus');
    expect(store.settlement('d0')).not.toHaveProperty('notify');
  });
});
