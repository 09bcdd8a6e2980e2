import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AcceptedRecord, checkEffects } from '../../src/simulate/check-effects.ts';
import { digestRecord } from '../../src/simulate/receivers/digest.ts';
import { readFolder } from '../../src/simulate/receivers/folder/read-folder.ts';
import { careRecord } from '../support/care-record.ts';
import { configuredDestination } from '../support/configured-destination.ts';
import { eventually } from '../support/eventually.ts';
import { relayConfig, startTestRelay, stopTestRelays } from '../support/relay.ts';
import { FACILITY, NOW } from '../support/secret-files.ts';
import { acceptRecords, NOON, recordOf } from '../support/store-fixtures.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';

/** The folders that `NOW` and the facility give. */
const DAY = '2026-11-22';
const CLEAN = { lost: [], doubled: [], phantom: [], reordered: [] };

let temporary: TemporaryStore;
let parent: string;
let folder: string;
let failures: number;
let accepted: AcceptedRecord[];

beforeEach(async () => {
  temporary = await openTemporaryStore();
  parent = await mkdtemp(join(tmpdir(), 'lt-folder-'));
  folder = join(parent, 'out');
  failures = 0;
  accepted = [];
});
afterEach(async () => {
  await stopTestRelays();
  await temporary.cleanup();
  await rm(parent, { recursive: true });
});

function forward(): void {
  const destination = configuredDestination({ id: 'archive', kind: 'file', folder }, () => NOW);
  // The store's clock stands at `NOON`; what a relay leases is later, whatever today is.
  const origin = Date.now();
  startTestRelay(temporary.store, destination, {
    clock: () => NOON + Date.now() - origin,
    config: relayConfig({ retry: { firstDelayMs: 2, maxDelayMs: 20, maxAttempts: 2_000, maxRetryAfterMs: 30 } }),
    onAttempt({ outcome }) {
      if (outcome !== 'delivered') failures += 1;
    },
  });
}

/** Two records of one patient, the first of which comes a second time, changed; and one of another patient. */
async function accept(): Promise<void> {
  for (const [patient, key, version] of [
    ['P1', 'LK1', 1],
    ['P1', 'LK2', 1],
    ['P1', 'LK1', 2],
    ['P2', 'LK3', 1],
  ] as const) {
    const resources = careRecord(patient, key, version);
    const record = recordOf({ key, kind: 'fhir', resources, patient: `Patient/${patient}` });
    await acceptRecords(temporary.store, [record], { owed: ['archive'] });
    accepted.push({ facility: FACILITY, recordKey: key, patient, digest: digestRecord(resources) });
  }
}

async function expectEachOnce(): Promise<void> {
  await eventually('everything is delivered', async () => {
    const depths = await temporary.store.queueDepths(NOON);
    return depths.every(({ count }) => count === 0);
  });
  expect(checkEffects(accepted, await readFolder(folder))).toEqual({ delivered: accepted.length, ...CLEAN });
  const names = await readdir(folder, { recursive: true });
  expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
}

describe('a folder that fails, through the relay and its store', () => {
  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['that is not mounted', async () => undefined, () => mkdir(folder)],
    [
      'in whose place there is a file',
      () => writeFile(folder, ''),
      async () => {
        await rm(folder);
        await mkdir(folder);
      },
    ],
    [
      'in which something else has the name of the day',
      async () => {
        await mkdir(folder);
        await writeFile(join(folder, DAY), '');
      },
      () => rm(join(folder, DAY)),
    ],
  ])('%s: every record is one file after it is mended, in order of receipt', async (_what, spoil, mend) => {
    await spoil();
    await accept();
    forward();
    await eventually('the fault was met', () => failures >= 4);
    await mend();
    await expectEachOnce();
  });

  it('that goes away in between and comes back', async () => {
    await mkdir(folder);
    forward();
    await accept();
    await expectEachOnce();
    await rename(folder, `${folder}-gone`);
    const resources = careRecord('P3', 'LK4');
    await acceptRecords(temporary.store, [recordOf({ key: 'LK4', kind: 'fhir', resources, patient: 'Patient/P3' })], {
      owed: ['archive'],
    });
    accepted.push({ facility: FACILITY, recordKey: 'LK4', patient: 'P3', digest: digestRecord(resources) });
    await eventually('the fault was met', () => failures >= 2);
    expect(await readdir(parent)).toEqual(['out-gone']);
    await rename(`${folder}-gone`, folder);
    await expectEachOnce();
  });

  it('a gateway that was killed with a file half written, and one after it was named', async () => {
    await mkdir(folder);
    await accept();
    const { store } = temporary;
    const destination = configuredDestination({ id: 'archive', kind: 'file', folder }, () => NOW);
    const leased = await store.lease({ destination: 'archive', owner: 'killed', now: NOW, leaseMs: 1, limit: 10 });
    expect(leased).toHaveLength(2);
    for (const [index, delivery] of leased.entries()) {
      const message = await destination.compose(delivery);
      if (!('bytes' in message)) throw new Error(message.reason);
      expect(await store.keepMessage(delivery.id, delivery.fence, message)).toBe(true);
      if (index === 0) await destination.send(message, delivery);
      else {
        const path = join(folder, ...message.key.split('/'));
        await writeFile(path.replace(/([^/]+)$/, '.$1.1.part'), message.bytes.subarray(0, 50));
      }
    }
    forward();
    await expectEachOnce();
  });
});
