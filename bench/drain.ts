/**
 * A day's backlog for a destination that was down, drained while the evening's records come in.
 *
 *   npm run bench:drain -- [--store sqlite|postgres] [--records 100000] [--resources 20] [--concurrency 8] [--delay 0]
 *     [--calm 40] [--node-flags "…"]
 *
 * See bench/README.md for the method and how to read the figures.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { request } from 'undici';
import { v7 } from 'uuid';
import { openPostgresStore } from '../src/store/postgres/open-postgres-store.ts';
import { openSqliteStore } from '../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../src/types/store.ts';
import { freePort } from '../test/support/free-port.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { fillBacklog } from './drain/backlog.ts';
import { startSteadyLoad } from './drain/steady-load.ts';
import { createClaims } from './ingest/payloads.ts';
import { register, signIn } from './ingest/register.ts';
import { startGateway } from './ingest/start-gateway.ts';

/** A province: about one visit a second in working hours, ten times that in the evening (bench/README.md). */
const PER_SECOND = 10;
const AIM = 10;
/** For a slower drain the claims made beforehand do not suffice. */
const LEAST_PER_SECOND = 150;
const FACILITIES = Array.from({ length: 20 }, (_, index) => `99${String(index).padStart(3, '0')}`);
const WARM_UP_MS = 10_000;
/** Tokens live 300 s. */
const NEW_TOKENS_MS = 200_000;
/** As on a server that has the memory: the embedded default of the tests is smaller. */
const POSTGRES = { shared_buffers: '256MB' };

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    records: { type: 'string', default: '100000' },
    resources: { type: 'string', default: '20' },
    concurrency: { type: 'string', default: '8' },
    delay: { type: 'string', default: '0' },
    calm: { type: 'string', default: '40' },
    'node-flags': { type: 'string', default: '' },
  },
});
const records = Number(values.records);
const resources = Number(values.resources);
const nodeFlags = values['node-flags'].split(' ').filter((flag) => flag !== '');
const ends: (() => unknown)[] = [];

async function openStore(dataDir: string, databaseUrl: string | null): Promise<Store> {
  const parts = { clock: Date.now, newId: () => v7() };
  return databaseUrl === null
    ? openSqliteStore({ dataDir, exclusive: false, ...parts })
    : openPostgresStore({ url: databaseUrl, ...parts });
}

async function startReceiver(port: number): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'drain', 'receiver.ts');
  const child = spawn(process.execPath, [program, String(port), values.delay], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  ends.push(() => child.kill());
  return child;
}

function row(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(26)}${cells.map((cell) => cell.padStart(12)).join('')}`;
}

function quantiles(ascending: readonly number[]): readonly string[] {
  const at = (share: number) => ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? NaN;
  return [String(ascending.length), ...[0.5, 0.99, 1].map((share) => at(share).toFixed(1))];
}

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lien-thong-bench-drain-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'gateway');
  const postgres = values.store === 'postgres' ? await startPostgres(POSTGRES) : undefined;
  if (postgres !== undefined) ends.push(() => postgres.stop());
  const databaseUrl = (await postgres?.createDatabase()) ?? null;
  const keys = await register(await openStore(dataDir, databaseUrl), FACILITIES);
  const filling = await openStore(dataDir, databaseUrl);
  await fillBacklog(filling, { facilities: FACILITIES, records, resources });
  await filling.close();

  const port = await freePort();
  const settings = `destinations:
  - { id: province, kind: fhir, url: 'http://127.0.0.1:${port}/', concurrency: ${values.concurrency} }
`;
  const gateway = await startGateway({ folder, dataDir, databaseUrl }, nodeFlags, settings);
  ends.push(() => gateway.stop());
  let tokens = await signIn(gateway.url, keys);
  const renewing = setInterval(async () => {
    tokens = await signIn(gateway.url, keys);
  }, NEW_TOKENS_MS);
  ends.push(() => clearInterval(renewing));
  const claims = createClaims(
    FACILITIES,
    PER_SECOND * (Number(values.calm) + 60 + records / LEAST_PER_SECOND),
  ).values();
  const load = startSteadyLoad(gateway.url, claims, PER_SECOND, (facility) => tokens.get(facility) ?? '');
  await pause(WARM_UP_MS);
  load.take();
  await pause(Number(values.calm) * 1_000);
  const calm = load.take();

  await startReceiver(port);
  const effects = async () => {
    const { body } = await request(`http://127.0.0.1:${port}/`);
    return (await body.json()) as { messages: number; effects: number };
  };
  while ((await effects()).effects < 10) await pause(50);
  load.take();
  const before = { at: performance.now(), cpu: await cpuSeconds(), done: (await effects()).effects };
  while ((await effects()).effects < records) await pause(100);
  const seconds = (performance.now() - before.at) / 1_000;
  const cpu = (await cpuSeconds()) - before.cpu;
  const drained = (await effects()).effects - before.done;
  const busy = load.take();
  await load.stop();
  const all = records + load.accepted();
  while ((await effects()).effects < all) await pause(100);
  const { messages } = await effects();

  const perSecond = drained / seconds;
  console.log(
    `${values.store}: ${records} records of ${resources} resources; ${availableParallelism()} cores for all processes`,
  );
  console.log(row('', ['calls', 'p50 ms', 'p99 ms', 'longest ms']));
  console.log(row('intake, destination down', quantiles(calm)));
  console.log(row('intake while draining', quantiles(busy)));
  console.log(
    `  drained ${perSecond.toFixed(0)} records/s in ${seconds.toFixed(0)} s (${((cpu * 1_000) / drained).toFixed(2)} ms CPU each, ` +
      `intake's among it): ${(perSecond / PER_SECOND).toFixed(0)} times the ${PER_SECOND}/s that come in (aim: ${AIM})`,
  );
  console.log(`  ${all} records in effect by ${messages} messages, 0 lost, ${messages - all} repeated`);

  async function cpuSeconds(): Promise<number> {
    return (await gateway.figures()).get('process_cpu_seconds_total') ?? Number.NaN;
  }
}

try {
  await run();
} finally {
  for (const end of ends.reverse()) await end();
}
