import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Destination } from '../../../src/forward/destination.ts';
import { type AcceptedRecord, checkEffects } from '../../../src/simulate/check-effects.ts';
import type { Effect } from '../../../src/simulate/effect.ts';
import type { FaultKind, FaultOptions } from '../../../src/simulate/receivers/fault.ts';
import { readFormFacts } from '../../../src/simulate/receivers/form-facts.ts';
import { startHubReceiver } from '../../../src/simulate/receivers/hub/hub-receiver.ts';
import { startWarehouseReceiver } from '../../../src/simulate/receivers/warehouse/warehouse-receiver.ts';
import type { LeasedDelivery } from '../../../src/types/delivery.ts';
import type { RetryPolicy } from '../../../src/types/destination-config.ts';
import { configuredDestination } from '../../support/configured-destination.ts';
import { eventually } from '../../support/eventually.ts';
import { healthBookFile, healthCheckFile } from '../../support/health-form-files.ts';
import { healthBookDelivery, healthCheckDelivery } from '../../support/health-forms.ts';
import { relayConfig, startTestRelay, stopTestRelays } from '../../support/relay.ts';
import {
  FACILITY,
  PASSWORD,
  rsaKeyPair,
  SENDER_ID,
  type SecretFiles,
  secretFiles,
} from '../../support/secret-files.ts';
import { acceptRecords, NOON, recordOf } from '../../support/store-fixtures.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/temporary-store.ts';

/** Small waits in place of seconds and minutes; the rules are the same. */
const RETRY: RetryPolicy = { firstDelayMs: 2, maxDelayMs: 20, maxAttempts: 500, maxRetryAfterMs: 60_000 };
const TIMEOUT_MS = 400;

const pair = rsaKeyPair();
let secrets: SecretFiles;
let temporary: TemporaryStore;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  secrets = await secretFiles(pair.privateKey);
});
afterAll(() => secrets.remove());
afterEach(async () => {
  await stopTestRelays();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Sent {
  readonly delivery: LeasedDelivery;
  /** As the sender wrote it. */
  readonly xml: string;
}

const book = (n: number): Sent => ({ delivery: healthBookDelivery(n), xml: healthBookFile(n, 'lần 1') });
const check = (n: number): Sent => ({ delivery: healthCheckDelivery(n), xml: healthCheckFile(n, 'lần 1') });
const many = (count: number, make: (n: number) => Sent) => Array.from({ length: count }, (_, n) => make(n + 1));

/** Accepts the records, each of a patient of its own, and says what the sender's own log says. */
async function accept(sent: readonly Sent[], destination: string): Promise<readonly AcceptedRecord[]> {
  temporary = await openTemporaryStore();
  cleanups.push(temporary.cleanup);
  const records = sent.map(({ delivery }) => {
    const patient = `Patient/${delivery.kind}-${delivery.recordKey}`;
    return recordOf({ key: delivery.recordKey, kind: delivery.kind, resources: delivery.resources, patient });
  });
  await acceptRecords(temporary.store, records, { owed: [destination] });
  return sent.map(({ delivery, xml }) => ({
    facility: FACILITY,
    recordKey: `${delivery.kind}/${delivery.recordKey}`,
    patient: null,
    digest: readFormFacts(xml)?.digest ?? '',
  }));
}

interface Receiver {
  readonly effects: () => readonly Effect[];
  readonly setFault: (kind: FaultKind | null, options?: FaultOptions) => Promise<void>;
}

/** Ten times as fast as the world, so that the relay's pauses pass quickly. */
const started = Date.now();
const quickClock = () => NOON + (Date.now() - started) * 10;

function forward(destination: Destination): void {
  startTestRelay(temporary.store, destination, {
    clock: quickClock,
    config: relayConfig({ concurrency: 8, timeoutMs: TIMEOUT_MS, retry: RETRY }),
  });
}

async function drained(): Promise<void> {
  await eventually('queue is drained', async () => {
    const depths = await temporary.store.queueDepths(NOON);
    return depths.every(({ state, count }) => count === 0 || state === 'parked' || state === 'refused');
  });
}

/** Every message is committed and its answer lost, until all are there; then the receiver heals. */
async function loseAnswers(receiver: Receiver, destination: Destination, count: number): Promise<void> {
  await receiver.setFault('reset-after-commit');
  forward(destination);
  await eventually('everything was committed unanswered', () => receiver.effects().length >= count);
  await receiver.setFault(null);
  await drained();
}

async function hub({ keyBlind = false, statusPath = null as string | null, isIdempotent = false } = {}) {
  const account = { username: 'hub', password: PASSWORD, senderId: SENDER_ID, publicKey: pair.publicKey };
  const receiver = await startHubReceiver({ port: 0, clock: Date.now, accounts: [account], keyBlind, statusPath });
  cleanups.push(receiver.close);
  const settings = {
    id: 'ministry',
    kind: 'moh-hub',
    url: receiver.url,
    username: 'hub',
    passwordFile: secrets.passwordFile,
    timeoutMs: TIMEOUT_MS,
    paths: { status: statusPath },
    isIdempotent,
    hub: { receiverId: 'TDLBYT', privateKeyFile: secrets.keyFile, senderIds: { [FACILITY]: SENDER_ID } },
  };
  return { receiver, destination: configuredDestination(settings, Date.now) };
}

async function warehouse() {
  const account = { username: 'kho', password: PASSWORD, facility: FACILITY, senderId: SENDER_ID, publicKey: null };
  const receiver = await startWarehouseReceiver({ port: 0, clock: Date.now, accounts: [account] });
  cleanups.push(receiver.close);
  const settings = {
    id: 'province',
    kind: 'province-warehouse',
    url: receiver.url,
    username: 'kho',
    passwordFile: secrets.passwordFile,
    timeoutMs: TIMEOUT_MS,
    hub: { senderIds: { [FACILITY]: SENDER_ID } },
  };
  return { receiver, destination: configuredDestination(settings, Date.now) };
}

const CLEAN = { lost: [], doubled: [], phantom: [], reordered: [] };

describe('200 commits whose answers are lost, through the relay and its store', () => {
  it('the warehouse, 100 books and 100 checks: 200 effects', async () => {
    const { receiver, destination } = await warehouse();
    const accepted = await accept([...many(100, book), ...many(100, check)], 'province');
    await loseAnswers(receiver, destination, 200);
    expect(checkEffects(accepted, receiver.effects())).toEqual({ delivered: 200, ...CLEAN });
    expect(await temporary.store.deliveries({ state: 'delivered', limit: 300 })).toHaveLength(200);
    expect(receiver.stats().replayed).toBeGreaterThan(0);
  });

  it('a hub that is known to take a msg_id once: 200 effects', async () => {
    const { receiver, destination } = await hub({ isIdempotent: true });
    const accepted = await accept(many(200, check), 'ministry');
    await loseAnswers(receiver, destination, 200);
    expect(checkEffects(accepted, receiver.effects())).toEqual({ delivered: 200, ...CLEAN });
    expect(await temporary.store.deliveries({ state: 'delivered', limit: 300 })).toHaveLength(200);
  });

  it('a hub that is blind to msg_id and can be asked: no double, all delivered', async () => {
    const { receiver, destination } = await hub({ keyBlind: true, statusPath: '/api/platform/data-sync/status' });
    const accepted = await accept(many(40, check), 'ministry');
    await loseAnswers(receiver, destination, 40);
    expect(checkEffects(accepted, receiver.effects())).toEqual({ delivered: 40, ...CLEAN });
    expect(await temporary.store.deliveries({ state: 'delivered', limit: 300 })).toHaveLength(40);
  });

  it('a hub of which nothing is known: no silent double, each for a person', async () => {
    const { receiver, destination } = await hub({ keyBlind: true });
    const accepted = await accept(many(40, check), 'ministry');
    await loseAnswers(receiver, destination, 40);
    expect(checkEffects(accepted, receiver.effects())).toEqual({ delivered: 40, ...CLEAN });
    const parked = await temporary.store.deliveries({ state: 'parked', limit: 300 });
    expect(new Set(parked.map(({ reason }) => reason))).toEqual(new Set(['outcome-unknown']));
    expect(parked).toHaveLength(40);
  });
});
