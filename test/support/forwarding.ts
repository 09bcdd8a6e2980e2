import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { readDestinations } from '../../src/config/destinations/read-destinations.ts';
import type { AttemptReport } from '../../src/forward/attempt.ts';
import type { Destination } from '../../src/forward/destination.ts';
import { createFhirDestination } from '../../src/forward/destinations/fhir.ts';
import { type Relay, type RelayDeps, startRelay } from '../../src/forward/relay.ts';
import { sleep } from '../../src/forward/sleep.ts';
import { type AcceptedRecord, checkEffects } from '../../src/simulate/check-effects.ts';
import { digestRecord } from '../../src/simulate/receivers/digest.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import type { FhirDestinationConfig } from '../../src/types/destination-config.ts';
import type { Store } from '../../src/types/store.ts';
import { careRecord } from './care-record.ts';
import { eventually } from './eventually.ts';
import { facilityOf } from './store-fixtures.ts';
import { submissionOf } from './submission-of.ts';

const FACILITY = '99001';
/** A record whose resources the receiver does not take. */
export const POISON = 'POISON';
/** Small waits in place of seconds and minutes; the rules are the same. */
export const FORWARD_RETRY = { firstDelayMs: 5, maxDelayMs: 60, maxAttempts: 200, maxRetryAfterMs: 60_000 };

/** What a relay is given beside the defaults of these tests. */
export interface ForwardSettings {
  /** As in the configuration file. */
  readonly config?: object;
  readonly traits?: Partial<Destination>;
  readonly deps?: Partial<Pick<RelayDeps, 'clock' | 'owner'>>;
}

/** The real store, relays on it, and a simulated receiver over real HTTP. */
export interface Forwarding {
  readonly store: Store;
  readonly receiver: Receiver;
  readonly accepted: readonly AcceptedRecord[];
  readonly reports: readonly AttemptReport[];
  /** A small encounter, as a sender's acknowledged submission. */
  accept(patient: string, recordKey: string, version?: number): Promise<void>;
  start(settings?: ForwardSettings): Relay;
  /** Another handle on the same store, as another process has it; closed at the end. */
  beside(): Promise<Store>;
  /** Attempts that neither delivered nor were refused. */
  failures(): number;
  /** Nothing waits for the gateway any more. */
  drained(): Promise<void>;
  /** Every accepted record exactly once in effect, in order per patient. */
  expectEachOnce(): void;
  close(): Promise<void>;
}

export interface ForwardingOptions {
  /** The receiver knows nothing of Idempotency-Key. Default false. */
  readonly keyBlind?: boolean;
  /** Destinations to which each record is owed. Default: `province`, the receiver's. */
  readonly owed?: readonly string[];
}

/** Opens the store in a folder of its own and starts the receiver. */
export async function openForwarding({
  keyBlind = false,
  owed = ['province'],
}: ForwardingOptions = {}): Promise<Forwarding> {
  const directory = await mkdtemp(join(tmpdir(), 'lt-forward-'));
  const open = (exclusive: boolean) =>
    openSqliteStore({ dataDir: directory, exclusive, clock: Date.now, newId: uuidv7 });
  const store = await open(true);
  await store.putFacility(facilityOf(FACILITY));
  const validate = ({ id = '' }: { id?: string }) => (id.includes(POISON) ? ['not taken here'] : []);
  const receiver = await startReceiver({ name: 'province', port: 0, clock: Date.now, validate, keyBlind });
  const accepted: AcceptedRecord[] = [];
  const reports: AttemptReport[] = [];
  const relays: Relay[] = [];
  const others: Store[] = [];
  return {
    store,
    receiver,
    accepted,
    reports,
    async accept(patient, recordKey, version = 1) {
      const resources = careRecord(patient, recordKey, version);
      const submission = submissionOf({ facility: FACILITY, recordKey, resources, patient, owed });
      expect(await store.accept(submission)).toEqual({ kind: 'stored' });
      for (const relay of relays) relay.wake();
      if (recordKey === POISON) return;
      accepted.push({ facility: FACILITY, recordKey, patient, digest: digestRecord(resources) });
    },
    start({ config: given, traits, deps } = {}) {
      const defaults = { concurrency: 4, timeoutMs: 250, retry: FORWARD_RETRY };
      const [config] = readDestinations([
        { id: 'province', kind: 'fhir', url: receiver.url, ...defaults, ...given },
      ]) as [FhirDestinationConfig];
      const relay = startRelay({
        store,
        destination: { ...createFhirDestination(config, { clock: Date.now }), ...traits },
        config,
        owner: 'test',
        notifies: () => false,
        clock: Date.now,
        random: Math.random,
        sleep: (ms, signal) => sleep(Math.min(ms, 20), signal),
        onAttempt: (report) => void reports.push(report),
        logger: pino({ level: 'silent' }),
        ...deps,
      });
      relays.push(relay);
      return relay;
    },
    async beside() {
      const other = await open(false);
      others.push(other);
      return other;
    },
    failures: () => reports.filter(({ outcome }) => outcome !== 'delivered' && outcome !== 'refused').length,
    drained: () =>
      eventually('queue is drained', async () => {
        const depths = await store.queueDepths(Date.now());
        return depths.every(({ state }) => state === 'refused' || state === 'parked');
      }),
    expectEachOnce() {
      const clean = { lost: [], doubled: [], phantom: [], reordered: [] };
      expect(checkEffects(accepted, receiver.effects())).toEqual({ delivered: accepted.length, ...clean });
      expect(receiver.stats().redirectsFollowed).toBe(0);
    },
    async close() {
      await Promise.all(relays.map((relay) => relay.stop()));
      await receiver.close();
      for (const other of others) await other.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
