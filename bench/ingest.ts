/**
 * Encounters and Bundles that the gateway accepts durably over HTTP, beside a bare Express in the same run.
 *
 *   npm run bench:ingest
 *
 * See bench/README.md for the method and how to read the figures. Takes about two minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS } from '../src/config/paths.ts';
import { type Call, startLoad, type Window } from './ingest/load.ts';
import { createBundles, createClaims, ENTRIES, type Payload } from './ingest/payloads.ts';
import { register, signIn } from './ingest/register.ts';
import { type ServerProcess, startServer } from './ingest/server-process.ts';

const FACILITIES = Array.from({ length: 200 }, (_, index) => `99${String(index).padStart(3, '0')}`);
const CONNECTIONS = 16;
const WARM_UP_MS = 5_000;
const WINDOW_MS = 15_000;
/** More than the gateway takes in warm-up and window together; when they run out the window ends. */
const CLAIMS = 8_000;
const BUNDLES = 16_000;
const STAGES = ['authenticate', 'decode', 'map', 'validate'] as const;

interface Kind {
  readonly title: string;
  readonly path: '/submissions' | '/fhir';
  readonly contentType: string;
  readonly payloads: readonly Payload[];
  readonly countResources: (answer: string) => number;
}

interface Measured extends Window {
  /** Of the server's process, all threads. */
  readonly cpuSeconds: number;
  readonly gcSeconds: number;
  readonly residentBytes: number;
  /** Wall clock seconds inside each stage; empty for the bare server. */
  readonly stageSeconds: ReadonlyMap<string, number>;
}

/** Runs warm-up and window against one server. */
async function measure(
  server: ServerProcess,
  { path, contentType, payloads, countResources }: Kind,
  tokens: ReadonlyMap<string, string> | undefined,
): Promise<Measured> {
  function* calls(): Generator<Call> {
    do {
      for (const { facility, bytes } of payloads) {
        const authorization = tokens === undefined ? {} : { authorization: `Bearer ${tokens.get(facility)}` };
        yield { path, headers: { 'content-type': contentType, ...authorization }, body: bytes };
      }
      // The bare server keeps whatever it is sent; to the gateway a second time would be a replay.
    } while (tokens === undefined);
  }
  const load = startLoad(server.url, calls(), CONNECTIONS, tokens === undefined ? () => 0 : countResources);
  await load.run(WARM_UP_MS);
  const before = await server.figures();
  const window = await load.run(WINDOW_MS);
  const after = await server.figures();
  await load.stop();
  const grown = (wanted: (name: string) => boolean) =>
    [...after].reduce((sum, [name, value]) => (wanted(name) ? sum + value - (before.get(name) ?? 0) : sum), 0);
  return {
    ...window,
    cpuSeconds: grown((name) => name === 'process_cpu_seconds_total'),
    gcSeconds: grown((name) => name.startsWith('nodejs_gc_duration_seconds_sum')),
    residentBytes: after.get('process_resident_memory_bytes') ?? Number.NaN,
    stageSeconds: new Map(
      STAGES.map((stage) => [
        stage,
        grown((name) => name.startsWith('lienthong_stage_duration_seconds_sum') && name.includes(`stage="${stage}"`)),
      ]),
    ),
  };
}

function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}

function row(name: string, cells: readonly (string | number)[], digits = 0): string {
  const texts = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(digits) : cell).padStart(13));
  return `  ${name.padEnd(14)}${texts.join('')}`;
}

function report({ title, payloads }: Kind, gateway: Measured, bare: Measured): void {
  const size = payloads.reduce((sum, { bytes }) => sum + bytes.length, 0) / payloads.length / 1_000;
  const resources = gateway.resources / gateway.answered;
  console.log(`\n${title}: ${size.toFixed(1)} KB, ${resources.toFixed(1)} resources each; ${CONNECTIONS} connections`);
  console.log(row('', ['accepted/s', 'resources/s', 'p50 ms', 'p99 ms', 'CPU ms each', 'GC ms each', 'RSS MB']));
  for (const [name, measured] of Object.entries({ gateway, 'bare Express': bare })) {
    const { answered, seconds, latencies, cpuSeconds, gcSeconds, residentBytes } = measured;
    console.log(
      row(name, [
        (answered / seconds).toFixed(0),
        measured.resources === 0 ? '-' : (measured.resources / seconds).toFixed(0),
        quantile(latencies, 0.5).toFixed(1),
        quantile(latencies, 0.99).toFixed(1),
        ((cpuSeconds * 1_000) / answered).toFixed(2),
        ((gcSeconds * 1_000) / answered).toFixed(2),
        (residentBytes / 1e6).toFixed(0),
      ]),
    );
  }
  const ratio = gateway.answered / gateway.seconds / (bare.answered / bare.seconds);
  console.log(`  the gateway takes ${ratio.toFixed(3)} of what the bare server takes`);
  const stages = [...gateway.stageSeconds].map(
    ([stage, seconds]) => `${stage} ${((seconds * 1_000) / gateway.answered).toFixed(2)}`,
  );
  console.log(`  ms each by the gateway's own clock: ${stages.join(', ')}; the rest is HTTP, store and GC`);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lien-thong-bench-ingest-'));
  const servers: ServerProcess[] = [];
  try {
    console.log(
      `${availableParallelism()} cores, shared by the server under test, this load generator and whatever else runs`,
    );
    const kinds: readonly Kind[] = [
      {
        title: 'claim XML, one encounter each',
        path: '/submissions',
        contentType: 'application/xml',
        payloads: createClaims(FACILITIES, CLAIMS),
        countResources: (answer) =>
          (JSON.parse(answer) as { records: readonly { resources: number }[] }).records[0]?.resources ?? 0,
      },
      {
        title: `FHIR Bundles of ${ENTRIES} entries`,
        path: '/fhir',
        contentType: 'application/fhir+json',
        payloads: createBundles(FACILITIES, BUNDLES),
        countResources: () => ENTRIES,
      },
    ];
    const dataDir = join(folder, 'gateway');
    const keys = await register(dataDir, FACILITIES);
    const port = String(await freePort());
    const settings = { PORT: port, ADMIN_PORT: '0', DATA_DIR: dataDir, PUBLIC_URL: `http://127.0.0.1:${port}` };
    const gateway = await startServer([join(PATHS.root, 'bin', 'lien-thong.mjs'), 'serve'], settings);
    servers.push(gateway);
    const bare = await startServer(
      [join(PATHS.root, 'bench', 'ingest', 'bare-server.ts'), join(folder, 'bare.db')],
      {},
    );
    servers.push(bare);
    const tokens = await signIn(gateway.url, keys);
    for (const kind of kinds) {
      const byGateway = await measure(gateway, kind, tokens);
      report(kind, byGateway, await measure(bare, kind, undefined));
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The token's audience must be known before the gateway starts, so it cannot take a free port by itself. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

await main();
