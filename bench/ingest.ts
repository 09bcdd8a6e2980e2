/**
 * Encounters and Bundles that the gateway accepts durably over HTTP, beside a bare Express in the same run.
 *
 *   npm run bench:ingest -- [--store sqlite|postgres] [--kind claims|bundles] [--rounds N] [--threads N]
 *     [--node-flags "…"]
 *
 * Without --store both stores, without --kind both kinds. See bench/README.md for the method and how to read the figures.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { v7 } from 'uuid';
import { PATHS } from '../src/config/paths.ts';
import { openPostgresStore } from '../src/store/postgres/open-postgres-store.ts';
import { openSqliteStore } from '../src/store/sqlite/open-sqlite-store.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { type Kind, measure } from './ingest/measure.ts';
import { createBundles, createClaims, ENTRIES } from './ingest/payloads.ts';
import { register, signIn } from './ingest/register.ts';
import { report } from './ingest/report.ts';
import { startServer } from './ingest/server-process.ts';
import { startGateway } from './ingest/start-gateway.ts';

const FACILITIES = Array.from({ length: 200 }, (_, index) => `99${String(index).padStart(3, '0')}`);
const CONNECTIONS = 32;
/** Calls of each kind: for the compilers of the engine, and measured. */
const CALLS = { claims: { warmUp: 600, window: 1_200 }, bundles: { warmUp: 2_000, window: 5_000 } } as const;
/** As on a server that has the memory: the embedded default of the tests is smaller. */
const POSTGRES = { shared_buffers: '256MB' };

type StoreName = 'sqlite' | 'postgres';
type KindName = 'claims' | 'bundles';

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    kind: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    threads: { type: 'string', default: 'null' },
    'node-flags': { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const nodeFlags = values['node-flags'].split(' ').filter((flag) => flag !== '');

/** The run of one kind against one store. Every run begins with an empty store and new processes. */
async function run(store: StoreName, name: KindName, kind: Kind): Promise<void> {
  const course = { ...CALLS[name], connections: CONNECTIONS };
  const folder = mkdtempSync(join(tmpdir(), 'lien-thong-bench-ingest-'));
  const ends: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  try {
    const dataDir = join(folder, 'gateway');
    const postgres = store === 'postgres' ? await startPostgres(POSTGRES) : undefined;
    if (postgres !== undefined) ends.push(() => postgres.stop());
    const databaseUrl = (await postgres?.createDatabase()) ?? null;
    const parts = { clock: Date.now, newId: () => v7() };
    const opened =
      databaseUrl === null
        ? await openSqliteStore({ dataDir, exclusive: false, ...parts })
        : await openPostgresStore({ url: databaseUrl, ...parts });
    const keys = await register(opened, FACILITIES);
    const gateway = await startGateway({ folder, dataDir, databaseUrl }, nodeFlags, `threads: ${values.threads}\n`);
    ends.push(() => gateway.stop());
    const bareServer = join(PATHS.root, 'bench', 'ingest', 'bare-server.ts');
    const bare = await startServer([bareServer, join(folder, 'bare.db')], {});
    ends.push(() => bare.stop());
    const tokens = await signIn(gateway.url, keys);
    const ofGateway = await measure(gateway, kind, tokens, course);
    const ofBare = await measure(bare, kind, undefined, course);
    report(kind, { name: store, measured: ofGateway }, { name: 'bare Express', measured: ofBare });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Those under way at the end count too. */
const callsOf = (name: KindName) => CALLS[name].warmUp + CALLS[name].window + 4 * CONNECTIONS;

const KINDS: Readonly<Record<KindName, () => Kind>> = {
  claims: () => ({
    title: 'claim XML, one encounter each',
    path: '/submissions',
    contentType: 'application/xml',
    payloads: createClaims(FACILITIES, callsOf('claims')),
    countResources: (answer) =>
      (JSON.parse(answer) as { records: readonly { resources: number }[] }).records[0]?.resources ?? 0,
  }),
  bundles: () => ({
    title: `FHIR Bundles of ${ENTRIES} entries`,
    path: '/fhir',
    contentType: 'application/fhir+json',
    payloads: createBundles(FACILITIES, callsOf('bundles')),
    countResources: () => ENTRIES,
  }),
};

/** The names wanted: the one that was given, or all. */
function wanted<Name extends string>(
  option: string,
  given: string | undefined,
  names: readonly Name[],
): readonly Name[] {
  if (given === undefined) return names;
  const name = names.find((each) => each === given);
  if (name === undefined) throw new Error(`--${option} is one of ${names.join(', ')}`);
  return [name];
}

const stores = wanted('store', values.store, ['sqlite', 'postgres']);
const cores = availableParallelism();
console.log(
  `${cores} cores, shared by the server under test, this sender (${CONNECTIONS} connections) and whatever else runs`,
);
for (const name of wanted('kind', values.kind, ['claims', 'bundles'])) {
  const kind = KINDS[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const store of stores) await run(store, name, kind);
  }
}
