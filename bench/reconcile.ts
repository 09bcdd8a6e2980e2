/**
 * What reconciling a day costs, beside reading its rows alone in the same run.
 *
 *   npm run bench:reconcile
 *
 * 30,000 delivered records of 200 facilities in a SQLite store. "rows" reads the leaves of the day and does nothing with them;
 * "digest" makes the day's tree and that of each facility; "equal" and "differing" compare with an account of the same day over
 * HTTP on this machine, from the naive implementation of the simulated receivers: its time is in the wall time, but runs in a
 * process of its own and is not in the CPU time. "manifest" reads and compares a list of all records of the largest facility.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { recordPath } from '../src/fhir/record-reference.ts';
import { digestDay } from '../src/reconcile/digest-day.ts';
import { createManifests, createReconciliation } from '../src/reconciliation.ts';
import { createReceiverAccount } from '../src/simulate/receivers/account.ts';
import { openSqliteStore } from '../src/store/sqlite/open-sqlite-store.ts';
import type { DestinationConfig } from '../src/types/destination-config.ts';
import type { SubmissionToStore } from '../src/types/intake.ts';
import type { Store } from '../src/types/store.ts';

const DAY = '2026-11-22';
const NOON = Date.parse(`${DAY}T12:00:00+07:00`);
const FACILITIES = Array.from({ length: 200 }, (_, index) => `99${String(index).padStart(3, '0')}`);
const RECORDS = 30_000;
/** A tenth of all records is of the first facility. */
const OF_FIRST = RECORDS / 10;
const PER_SUBMISSION = 50;
const DIFFERENCES = 100;
const DESTINATION = 'province';

/** One record of an account, as it goes to the process that gives it. */
type Told = readonly [facility: string, path: string, version: number, sha256: string];

const facilityOf = (record: number): string =>
  FACILITIES[record < OF_FIRST ? 0 : 1 + (record % (FACILITIES.length - 1))] as string;

function submissionOf(facility: string, keys: readonly string[]): SubmissionToStore {
  const id = v7();
  const bytes = Buffer.from(id);
  return {
    id,
    facility,
    idempotencyKey: id,
    sha256: '0'.repeat(64),
    bytes,
    contentType: 'application/xml',
    channel: 'submissions',
    format: 'claim-xml',
    state: 'accepted',
    receivedAt: NOON,
    response: null,
    outcome: null,
    records: keys.map((key, index) => ({
      id: v7(),
      key,
      kind: 'claim',
      position: index + 1,
      count: 3,
      state: 'accepted',
      outcome: '{"resourceType":"OperationOutcome","issue":[]}',
      resources: [{ resourceType: 'Patient', id: `p-${facility}-${key}` }],
      deletes: [],
      replacesEpisode: true,
      patient: `Patient/p-${facility}-${key}`,
      evidence: null,
      mapping: null,
      policy: null,
      broken: [],
      unmapped: [],
      owed: [{ destination: DESTINATION, deadline: null }],
    })),
  };
}

async function fill(store: Store): Promise<void> {
  for (const code of FACILITIES) {
    await store.putFacility({
      code,
      name: code,
      cohort: 'hospital',
      ownership: 'public',
      level: 'province',
      commune: '51001',
      openFrom: null,
      openTo: null,
      scope: [],
      announced: null,
      statistics: {},
    });
  }
  const keys = Map.groupBy(
    Array.from({ length: RECORDS }, (_, record) => record),
    facilityOf,
  );
  for (const [facility, records] of keys) {
    for (let first = 0; first < records.length; first += PER_SUBMISSION) {
      await store.accept(
        submissionOf(
          facility,
          records.slice(first, first + PER_SUBMISSION).map((record) => `LK${record}`),
        ),
      );
    }
  }
  for (;;) {
    const leased = await store.lease({
      destination: DESTINATION,
      owner: 'bench',
      now: NOON,
      leaseMs: 600_000,
      limit: 256,
    });
    if (leased.length === 0) return;
    await Promise.all(
      leased.map(({ id, fence, recordId }) =>
        store.keepMessage(id, fence, {
          key: recordId,
          contentType: 'application/fhir+json',
          bytes: Buffer.from(recordId),
        }),
      ),
    );
    await store.settle(
      leased.map(({ id, fence, recordId }) => ({
        deliveryId: id,
        fence,
        state: 'delivered',
        startedAt: NOON,
        endedAt: NOON,
        receipt: recordId,
      })),
    );
  }
}

/** CPU and wall milliseconds, the best of five after one to warm up. */
async function cost(work: () => Promise<unknown>): Promise<{ readonly cpu: number; readonly wall: number }> {
  let best = { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 6; round += 1) {
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    const spent = { cpu: (user + system) / 1_000, wall: performance.now() - start };
    if (round > 0 && spent.cpu < best.cpu) best = spent;
  }
  return best;
}

/** Serves an account of these records from a process of its own. */
async function serveAccount(told: readonly Told[]): Promise<{ readonly url: string; close(): void }> {
  const child = fork(import.meta.filename, ['account'], { serialization: 'advanced' });
  child.send(told);
  const [url] = (await once(child, 'message')) as [string];
  return { url, close: () => child.kill() };
}

async function runAccount(): Promise<void> {
  const [told] = (await once(process, 'message')) as [readonly Told[]];
  const account = createReceiverAccount();
  for (const [facility, path, version, sha256] of told)
    account.note({ facility, day: DAY, path, version }, sha256, null);
  const server = createServer((request, response) => {
    const prefix = URL.parse(`http://a${request.url}`)?.searchParams.get('prefix') ?? '';
    response.end(JSON.stringify(account.answer(DAY, prefix, null)));
  });
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}

async function measure(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-thong-bench-'));
  const store = await openSqliteStore({ dataDir, exclusive: true, clock: () => NOON, newId: () => v7() });
  await fill(store);
  const scope = { day: DAY, facility: null };
  const bounds = [NOON - 43_200_000, NOON + 43_200_000] as const;
  const told: Told[] = [];
  for await (const { facility, identity, version, sha256 } of store.deliveredBetween(DESTINATION, ...bounds)) {
    told.push([facility, recordPath(facility, identity), version, sha256]);
  }
  const every = Math.floor(RECORDS / DIFFERENCES);
  const accounts = {
    equal: await serveAccount(told),
    differing: await serveAccount(told.filter((_, at) => at % every !== 0)),
  };
  const compare = async (url: string) => {
    const config = { id: DESTINATION, kind: 'fhir', url, tokenFile: null, reconciliationUrl: url } as DestinationConfig;
    return createReconciliation([config], { store, clock: () => NOON }).compare(DESTINATION, scope);
  };
  const manifests = createManifests({
    store,
    limits: { maxDepth: 64, maxNodes: 500_000, maxNames: 1_000, maxStringLength: 1_048_576 },
    clock: () => NOON,
  });
  const records = Array.from({ length: OF_FIRST }, (_, record) => ({ key: `LK${record}`, count: 3 }));
  const list = Buffer.from(JSON.stringify({ day: DAY, records }));
  const principal = { kind: 'facility', facility: FACILITIES[0] as string, scopes: [] } as const;

  const rows = await cost(async () => {
    for await (const _leaf of store.deliveredBetween(DESTINATION, ...bounds));
  });
  const others = {
    [`digest of ${RECORDS}`]: await cost(() => digestDay(store, DESTINATION, scope)),
    'compared, equal': await cost(() => compare(accounts.equal.url)),
    [`compared, ${DIFFERENCES} missing there`]: await cost(() => compare(accounts.differing.url)),
    [`manifest of ${OF_FIRST}`]: await cost(() =>
      manifests.keep(principal, list, { status: ['missing'], page: 1, size: 100 }),
    ),
  };
  const found = await compare(accounts.differing.url);
  const line = (name: string, { cpu, wall }: { cpu: number; wall: number }) =>
    `${name.padEnd(32)} ${cpu.toFixed(0).padStart(7)} ms CPU ${wall.toFixed(0).padStart(7)} ms  ${(cpu / rows.cpu).toFixed(2)} x rows\n`;
  process.stdout.write(line(`rows of ${told.length}`, rows));
  for (const [name, spent] of Object.entries(others)) process.stdout.write(line(name, spent));
  process.stdout.write(
    `found ${found?.missing} missing; RSS ${(process.memoryUsage.rss() / 1_048_576).toFixed(0)} MB\n`,
  );
  accounts.equal.close();
  accounts.differing.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
}

if (process.argv[2] === 'account') await runAccount();
else await measure();
