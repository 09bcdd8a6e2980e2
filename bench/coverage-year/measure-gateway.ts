import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { JWK } from 'jose';
import { request } from 'undici';
import { freePort } from '../../test/support/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../test/support/gateway-process.ts';
import { launchBrowser } from '../../test/support/headless-browser.ts';
import { startSteadyLoad } from '../drain/steady-load.ts';
import { createClaims, type Payload } from '../ingest/payloads.ts';
import { signIn } from '../ingest/register.ts';
import { millis, quantile, table } from './report.ts';

/** Senders of claims while something else is done. */
export interface Intake {
  readonly keys: ReadonlyMap<string, JWK>;
}

interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

/** A province's evening (bench/README.md). */
const PER_SECOND = 10;
const INTAKE_MS = 40_000;
const CALLS = 300;
const PAGES = 5;
const COLD_MS = 120_000;

/** The real gateway on a filled store of which the newest day is not closed yet. */
export async function measureGateway(
  place: Place,
  intake: Intake,
  { secondsBefore }: { readonly secondsBefore: number },
): Promise<void> {
  // One after the other from the same hospitals: none is sent twice.
  const claims = createClaims([...intake.keys.keys()], (2.5 * PER_SECOND * INTAKE_MS) / 1_000).values();
  const closing = await withIntake(place, intake, claims);
  const calm = await withIntake(place, intake, claims);
  console.log(
    table([
      ['one day closed in the gateway', closing.closed, ''],
      [
        'intake p50 / p99 meanwhile',
        millis(quantile(closing.latencies, 0.5)),
        millis(quantile(closing.latencies, 0.99)),
      ],
      [
        'intake p50 / p99 with nothing to close',
        millis(quantile(calm.latencies, 0.5)),
        millis(quantile(calm.latencies, 0.99)),
      ],
    ]),
  );
  await measureReading(place, secondsBefore);
  await measurePages(place);
}

async function start({ dataDir, databaseUrl }: Place): Promise<GatewayProcess> {
  const port = await freePort();
  return startGatewayProcess({
    dataDir,
    port,
    destinations: [],
    publicUrl: `http://127.0.0.1:${port}`,
    env: databaseUrl === null ? {} : { DATABASE_URL: databaseUrl },
  });
}

/** Claims from the moment on at which it listens; what it says of the day that it closes meanwhile. */
async function withIntake(place: Place, { keys }: Intake, claims: Iterator<Payload>) {
  const gateway = await start(place);
  const tokens = await signIn(gateway.url, keys);
  const load = startSteadyLoad(gateway.url, claims, PER_SECOND, (facility) => tokens.get(facility) ?? '');
  await pause(INTAKE_MS);
  await load.stop().catch((error: unknown) => {
    const errors = gateway.output().match(/^.*"level":"error".*$/gm) ?? [];
    throw new Error(`the intake failed; the gateway says: ${errors.slice(0, 3).join('\n')}`, { cause: error });
  });
  const latencies = load.take();
  const closed = gateway
    .output()
    .split('\n')
    .filter((line) => line.includes('"facts"') && line.includes('"day"'))
    .map((line) => JSON.parse(line) as { day: string; ms: number; facts: number })
    .map(({ ms, facts }) => `${millis(ms)}, ${facts} facts`)
    .join('; ');
  await gateway.terminate();
  return { latencies, closed: closed === '' ? 'none' : closed };
}

async function measureReading(place: Place, secondsBefore: number): Promise<void> {
  const gateway = await start(place);
  const cold = await firstAnswer(`${gateway.url}/coverage`);
  const rows = [['GET /coverage, cold', millis(cold), `1/${((secondsBefore * 1_000) / cold).toFixed(0)} of before`]];
  for (const path of ['/coverage', '/coverage/facilities']) {
    const taken: number[] = [];
    for (let call = 0; call < CALLS; call++) taken.push(await timeOf(`${gateway.url}${path}`));
    taken.sort((one, other) => one - other);
    rows.push([`GET ${path}, p50 / p99`, millis(quantile(taken, 0.5)), millis(quantile(taken, 0.99))]);
  }
  // Kept answers are thrown away after some seconds: what a call costs that finds none.
  const anew: number[] = [];
  for (let call = 0; call < PAGES; call++) {
    await pause(5_100);
    anew.push(await timeOf(`${gateway.url}/coverage`));
  }
  anew.sort((one, other) => one - other);
  rows.push(['GET /coverage, nothing kept, longest', millis(anew.at(-1)), '']);
  rows.push(['memory of the gateway, now / highest', ...memoryOf(gateway.pid)]);
  console.log(table(rows));
  await gateway.terminate();
}

/** Until it is answered with 200; the gateway may still be bringing days up to date. */
async function firstAnswer(url: string): Promise<number> {
  const started = performance.now();
  for (;;) {
    const { statusCode, body } = await request(url);
    await body.dump();
    const took = performance.now() - started;
    if (statusCode === 200) return took;
    if (took > COLD_MS) throw new Error(`${url} answers ${statusCode}`);
    await pause(20);
  }
}

async function timeOf(url: string): Promise<number> {
  const started = performance.now();
  const { statusCode, body } = await request(url);
  await body.text();
  if (statusCode !== 200) throw new Error(`${url} answers ${statusCode}`);
  return performance.now() - started;
}

function memoryOf(pid: number): readonly string[] {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return ['VmRSS', 'VmHWM'].map((name) => {
    const kilobytes = Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
    return `${(kilobytes / 1_024).toFixed(0)} MB`;
  });
}

/** From the start of the navigation until the figures are painted: they stand in the page as it comes. */
async function measurePages(place: Place): Promise<void> {
  const browser = await launchBrowser();
  const gateway = await start(place);
  try {
    const cold = await paint();
    const warm: { painted: number; loaded: number }[] = [];
    for (let count = 0; count < PAGES; count++) warm.push(await paint());
    warm.sort((one, other) => one.painted - other.painted);
    console.log(
      table([
        ['overview painted / loaded, cold', millis(cold.painted), millis(cold.loaded)],
        ['overview painted / loaded, warm, p50', ...both(warm[Math.floor(PAGES / 2)])],
        ['overview painted / loaded, warm, longest', ...both(warm.at(-1))],
      ]),
    );
  } finally {
    await browser.close();
    await gateway.terminate();
  }

  async function paint() {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(gateway.url, { waitUntil: 'load', timeout: COLD_MS });
    await page.locator('.tile .figure').first().waitFor();
    const times = await page.evaluate(() => {
      const entries = performance.getEntries() as unknown as {
        name: string;
        entryType: string;
        startTime: number;
        loadEventEnd: number;
      }[];
      return {
        painted: entries.find(({ name }) => name === 'first-contentful-paint')?.startTime ?? Number.NaN,
        loaded: entries.find(({ entryType }) => entryType === 'navigation')?.loadEventEnd ?? Number.NaN,
      };
    });
    await context.close();
    return times;
  }
}

function both(times: { readonly painted: number; readonly loaded: number } | undefined): readonly string[] {
  return [millis(times?.painted), millis(times?.loaded)];
}
