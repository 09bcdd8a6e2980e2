import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { createDestination } from '../../src/forward/destinations/create-destination.ts';
import { type Relay, startRelay } from '../../src/forward/relay.ts';
import { sleep } from '../../src/forward/sleep.ts';
import { type AcceptedRecord, checkEffects } from '../../src/simulate/check-effects.ts';
import { digestRecord } from '../../src/simulate/receivers/digest.ts';
import type { FaultKind, FaultOptions } from '../../src/simulate/receivers/fault.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import type { DestinationConfig } from '../../src/types/config.ts';
import type { Store } from '../../src/types/store.ts';
import { careRecord } from '../support/care-record.ts';
import { eventually } from '../support/eventually.ts';
import { submissionOf } from '../support/submission-of.ts';

const FACILITY = '99001';
const POISON = 'POISON';
const PATIENTS = 6;
/** Small waits in place of seconds and minutes; the rules are the same. */
const RETRY = { firstDelayMs: 5, maxDelayMs: 60, maxAttempts: 200, maxRetryAfterMs: 60_000 };

let directory: string;
let store: Store;
let receiver: Receiver;
let relay: Relay | undefined;
let failures: number;
let accepted: AcceptedRecord[];

async function setUp(keyBlind: boolean): Promise<void> {
  directory = await mkdtemp(join(tmpdir(), 'lt-forward-'));
  store = await openSqliteStore({ dataDir: directory, exclusive: true, clock: Date.now, newId: uuidv7 });
  await store.putFacility({
    code: FACILITY,
    name: 'Bệnh viện giả lập',
    cohort: 'hospital',
    ownership: 'public',
    level: 'district',
    commune: '21010',
    openFrom: null,
    openTo: null,
    scope: [{ from: null, value: 'yes', reason: 'test' }],
    announced: null,
    statistics: {},
  });
  const validate = ({ id = '' }: { id?: string }) => (id.includes(POISON) ? ['not taken here'] : []);
  receiver = await startReceiver({ name: 'province', port: 0, clock: Date.now, validate, keyBlind });
  failures = 0;
  accepted = [];
}

beforeEach(() => setUp(false));

async function tearDown(): Promise<void> {
  await relay?.stop();
  relay = undefined;
  await receiver.close();
  await store.close();
  await rm(directory, { recursive: true });
}

afterEach(tearDown);

async function accept(patient: string, recordKey: string, version = 1): Promise<void> {
  const resources = careRecord(patient, recordKey, version);
  const submission = submissionOf({ facility: FACILITY, recordKey, resources, patient, destinations: ['province'] });
  expect(await store.accept(submission)).toEqual({ kind: 'stored' });
  relay?.wake();
  if (recordKey === POISON) return;
  accepted.push({ facility: FACILITY, recordKey, patient, digest: digestRecord(resources) });
}

/** Two records for each patient, the first of which comes a second time, changed. */
async function acceptRound(round: number): Promise<void> {
  for (let n = 0; n < PATIENTS; n += 1) {
    await accept(`P${n}`, `LK${round}-${n}-a`);
    await accept(`P${n}`, `LK${round}-${n}-b`);
    await accept(`P${n}`, `LK${round}-${n}-a`, 2);
  }
}

function startForwarding(): void {
  const config: DestinationConfig = {
    id: 'province',
    kind: 'fhir',
    url: receiver.url,
    tokenFile: null,
    concurrency: 4,
    timeoutMs: 250,
    retry: RETRY,
  };
  relay = startRelay({
    store,
    destination: createDestination(config, { clock: Date.now }),
    config,
    owner: 'test',
    clock: Date.now,
    random: Math.random,
    sleep: (ms, signal) => sleep(Math.min(ms, 20), signal),
    onAttempt({ outcome }) {
      if (outcome !== 'delivered' && outcome !== 'refused') failures += 1;
    },
    logger: pino({ level: 'silent' }),
  });
}

function drained(): Promise<void> {
  return eventually('queue is drained', async () => {
    const depths = await store.queueDepths();
    return depths.every(({ state, count }) => count === 0 || (state !== 'queued' && state !== 'sending'));
  });
}

async function expectEachOnce(): Promise<void> {
  const clean = { lost: [], doubled: [], phantom: [], reordered: [] };
  expect(checkEffects(accepted, receiver.effects())).toEqual({ delivered: accepted.length, ...clean });
  expect(receiver.stats().redirectsFollowed).toBe(0);
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
      await acceptRound(1);
      await accept('PX', POISON);
      await receiver.setFault(kind, options);
      startForwarding();
      // A Retry-After keeps the relay away after the first answers.
      const enough = kind === 'http-503' || kind === 'http-429' ? 1 : 6;
      await eventually('the fault was met', () => failures >= enough);
      await acceptRound(2);
      await receiver.setFault(null);
      await drained();
      await expectEachOnce();
      const [poison] = await store.deliveries({ state: 'refused', limit: 10 });
      expect(poison).toMatchObject({ recordKey: POISON, destination: 'province', reason: 'http-422' });
    },
  );

  it.each([
    ['that knows keys', false],
    ['that is blind to keys', true],
  ])('a receiver %s and breaks off after each of its commits has each effect once', async (_what, keyBlind) => {
    await tearDown();
    await setUp(keyBlind);
    await acceptRound(1);
    await receiver.setFault('reset-after-commit');
    startForwarding();
    await eventually('everything was committed unanswered', () => failures >= 40);
    await receiver.setFault(null);
    await drained();
    await expectEachOnce();
    expect(receiver.effects().filter(({ changed }) => changed > 0)).toHaveLength(accepted.length);
  });
});
