/**
 * Coverage over a year of records: everything counted anew, one day closed while records come in, figures and the overview page.
 *
 *   npm run bench:coverage -- [--encounters 10000000] [--store sqlite|postgres] [--keep DIR]
 *
 * See bench/README.md for the method and how to read the figures.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { v7 } from 'uuid';
import { generateKeyPair } from '../src/authenticate/keys.ts';
import { toLocalDay } from '../src/fhir/local-time.ts';
import { createCloseDays } from '../src/measure/close-days.ts';
import { openStoreAt } from '../src/store/open-store.ts';
import { databaseFile } from '../src/store/sqlite/connection.ts';
import type { Store } from '../src/types/store.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { factsByDay } from './coverage-year/facts.ts';
import { fillPostgres } from './coverage-year/fill-postgres.ts';
import { fillSqlite } from './coverage-year/fill-sqlite.ts';
import { type Intake, measureGateway } from './coverage-year/measure-gateway.ts';
import { createProvince } from './coverage-year/province.ts';
import { millis, quantile, table } from './coverage-year/report.ts';

const DAYS = 365;
const DAY_MS = 86_400_000;
/** Of one encounter with its claim and its EMR, indexes included. */
const BYTES_EACH = 1_000;
/** Facts that are read as before, when every look read all of them. */
const READ_BEFORE = 1_000_000;
const SENDERS = 20;

const { values } = parseArgs({
  options: {
    encounters: { type: 'string', default: '10000000' },
    store: { type: 'string', default: 'sqlite' },
    keep: { type: 'string' },
  },
});
const encounters = Number(values.encounters);
const ends: (() => unknown)[] = [];

interface Place {
  readonly folder: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

async function choosePlace(): Promise<Place> {
  const folder =
    values.keep === undefined ? mkdtempSync(join(tmpdir(), 'lien-thong-bench-coverage-')) : resolve(values.keep);
  mkdirSync(folder, { recursive: true });
  if (values.keep === undefined) ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const { bavail, bsize } = statfsSync(folder);
  const room = bavail * bsize;
  if (room < encounters * BYTES_EACH * 1.5) {
    throw new Error(`${folder} has room for ${(room / 1e9).toFixed(1)} GB: too little for ${encounters} encounters`);
  }
  if (values.store !== 'postgres') return { folder, dataDir: join(folder, 'data'), databaseUrl: null };
  const server = await startPostgres({ shared_buffers: '512MB', max_wal_size: '4GB' });
  ends.push(() => server.stop());
  return { folder, dataDir: join(folder, 'data'), databaseUrl: await server.createDatabase() };
}

function open({ dataDir, databaseUrl }: Place): Promise<Store> {
  return openStoreAt({ dataDir, databaseUrl, databaseConnections: 5, exclusive: true, clock: Date.now, newId: v7 });
}

async function fill(place: Place, now: number): Promise<void> {
  const province = createProvince(toLocalDay(now));
  const store = await open(place);
  await store.putFacilities(
    province.map(({ facility }) => facility),
    { by: 'bench', reason: 'bench' },
  );
  await store.close();
  const started = performance.now();
  const told = (facts: number) => process.stderr.write(`\r${facts} facts`);
  const days = factsByDay({ province, encounters, days: DAYS, now });
  const facts =
    place.databaseUrl === null
      ? fillSqlite(place.dataDir, days, told)
      : await fillPostgres(place.databaseUrl, days, told);
  process.stderr.write('\n');
  console.log(`${facts} facts written past the program in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
}

/** What every look cost before days were closed: all facts read. Gives facts a second. */
async function readAsBefore(store: Store): Promise<number> {
  const started = performance.now();
  let facts = 0;
  for await (const _ of store.facts(Date.now())) {
    facts += 1;
    if (facts === READ_BEFORE) break;
  }
  return facts / ((performance.now() - started) / 1_000);
}

/** Counts everything anew but the newest day, which is left for the gateway. */
async function countAnew(store: Store) {
  await store.forgetClosedDays();
  const closed: number[] = [];
  let facts = 0;
  const cpu = process.cpuUsage();
  const started = performance.now();
  await createCloseDays({
    store,
    clock: () => Date.now() - DAY_MS,
    onClosed(day) {
      closed.push(day.ms);
      facts += day.facts;
    },
  })();
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { facts, seconds, cpuSeconds: (user + system) / 1e6, days: closed.sort((one, other) => one - other) };
}

async function createSenders(store: Store): Promise<Intake['keys']> {
  const keys = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>['privateKey']>();
  for (const { code } of (await store.facilities()).slice(0, SENDERS)) {
    const { privateKey, publicKey } = await generateKeyPair();
    await store.putKeys(code, [publicKey]);
    keys.set(code, privateKey);
  }
  return keys;
}

async function run(): Promise<void> {
  const place = await choosePlace();
  const now = Date.now();
  if (place.databaseUrl !== null || !existsSync(databaseFile(place.dataDir))) await fill(place, now);
  const store = await open(place);
  const keys = await createSenders(store);
  const before = await readAsBefore(store);
  const anew = await countAnew(store);
  const rss = process.memoryUsage().rss;
  await store.close();
  const size =
    place.databaseUrl === null ? `, ${(statSync(databaseFile(place.dataDir)).size / 1e9).toFixed(1)} GB` : '';
  console.log(`\n${values.store}, ${encounters} encounters of a year, 140 facilities${size}\n`);
  console.log(
    table([
      ['counted anew', `${anew.seconds.toFixed(0)} s`, `${(anew.facts / anew.seconds).toFixed(0)} facts/s`],
      ['  CPU of it', `${anew.cpuSeconds.toFixed(0)} s`, `${(rss / 1e6).toFixed(0)} MB`],
      ['  a day, p50 / longest', millis(quantile(anew.days, 0.5)), millis(anew.days.at(-1))],
      ['reading all facts, as before', `${(anew.facts / before).toFixed(0)} s`, `${before.toFixed(0)} facts/s`],
    ]),
  );
  await measureGateway(place, { keys }, { secondsBefore: anew.facts / before });
}

try {
  await run();
} finally {
  for (const end of ends.reverse()) await end();
}
