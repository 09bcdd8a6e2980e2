import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { StoreLockedError } from '../../src/store/store-error.ts';
import type { Store } from '../../src/types/store.ts';
import { collect, facilityOf } from '../support/store-fixtures.ts';

const CHILD = fileURLToPath(new URL('./store-kill-child.ts', import.meta.url));
const ROUNDS = 8;
const MAX_LIFE_MS = 500;

type Acknowledged =
  | { readonly kind: 'stored'; readonly submission: string; readonly bytes: string; readonly resources: Resource[] }
  | { readonly kind: 'delivered'; readonly delivery: string };

/** Lets a process write to the store and kills it at a random moment; gives what was acknowledged until then. */
async function writeUntilKilled(dataDir: string): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [CHILD, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  try {
    await once(child.stdout, 'data');
    await expect(openStore(dataDir)).rejects.toThrow(StoreLockedError);
    await wait(Math.random() * MAX_LIFE_MS);
  } finally {
    child.kill('SIGKILL');
    await closed;
  }
  const whole = printed.split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line) as Acknowledged);
}

function openStore(dataDir: string): Promise<Store> {
  return openSqliteStore({ dataDir, exclusive: true, clock: Date.now, newId: v7 });
}

async function expectKept(store: Store, acknowledged: readonly Acknowledged[]): Promise<void> {
  const delivered = new Set((await store.deliveries({ state: 'delivered', limit: 1e6 })).map(({ receipt }) => receipt));
  for (const what of acknowledged) {
    if (what.kind === 'delivered') {
      expect(delivered).toContain(what.delivery);
      continue;
    }
    const submission = await store.submission('99001', what.submission);
    expect(submission?.records.map(({ deliveries }) => deliveries.length)).toEqual([2]);
    expect((await store.rawBytes('99001', what.submission))?.toString()).toBe(what.bytes);
    const last = what.resources.at(-1) as Resource;
    expect(await store.resource('99001', last.resourceType, last.id as string)).toEqual(last);
  }
}

/** Each submission left everything or nothing: what is counted in four places agrees. */
async function expectWhole(store: Store): Promise<void> {
  const chain = await verifyChain(store);
  expect(chain).toMatchObject({ ok: true });
  const submissions = chain.ok ? chain.entries : 0;
  const records = (await collect(store.facts(Number.MAX_SAFE_INTEGER))).length;
  const deliveries = (await store.deliveries({ limit: 1e6 })).length;
  const evidence = await store.evidence({ fromDay: '2000-01-01', toDay: '2100-01-01' });
  const counted = evidence.find(({ kind }) => kind === 'submissions')?.count;
  expect({ records, deliveries, counted }).toEqual({
    records: submissions,
    deliveries: 2 * submissions,
    counted: submissions,
  });
}

describe('a store whose process is killed', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-kill-'));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  it('has everything that it acknowledged, whole, and is free for the next process', async () => {
    const registered = await openStore(dataDir);
    await registered.putFacility(facilityOf('99001'));
    await registered.close();
    const acknowledged: Acknowledged[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      acknowledged.push(...(await writeUntilKilled(dataDir)));
      const store = await openStore(dataDir);
      await expectKept(store, acknowledged);
      await expectWhole(store);
      await store.close();
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  }, 60_000);
});
