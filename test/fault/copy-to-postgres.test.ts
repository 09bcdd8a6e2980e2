import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { withStore } from '../../src/cli/open-store.ts';
import { eventually } from '../support/eventually.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { runCli } from '../support/run-cli.ts';
import { drained } from './harness/drained.ts';
import { type FaultWorld, openFaultWorld } from './harness/fault-world.ts';

/** Printed by a failure; another one sends other records. */
const SEED = 'copy-to-postgres-1';

describe('a pilot that moves to PostgreSQL', () => {
  let server: PostgresServer;
  let world: FaultWorld;
  beforeEach(async () => {
    [server, world] = await Promise.all([startPostgres(), openFaultWorld({ seed: SEED, senders: 2 })]);
  });
  afterEach(async () => {
    await world.close();
    await server.stop();
  });

  it(`loses and doubles nothing, with a queue and lost answers, while hospitals go on sending (seed ${SEED})`, async () => {
    const { load, receivers, folder, dataDir } = world;
    const env = { DATABASE_URL: await server.createDatabase(), DATA_DIR: dataDir };
    const copy = () => runCli(['copy', '--from', 'sqlite', '--to', 'postgres', '--json'], { cwd: folder, env });
    const answered = () => load.exchanges.filter(({ status }) => status === 201).length;
    const [province, nation] = receivers;

    const pilot = await world.start();
    load.start();
    await eventually('some deliveries', () => (province?.effects().length ?? 0) > 5);
    await province?.setFault('reset-after-commit');
    await nation?.setFault('http-503');
    await eventually('a queue', () => answered() > 20);
    expect(await copy()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/another gateway is using/),
    });
    await pilot.kill();

    const moved = await copy();
    expect(moved.stderr).not.toMatch(/^lien-thong:/m);
    const { tables } = JSON.parse(moved.stdout) as { tables: { name: string; rows: number }[] };
    const rowsOf = (name: string) => tables.find((table) => table.name === name)?.rows ?? 0;
    expect(rowsOf('message')).toBeGreaterThan(0);
    expect(rowsOf('submission')).toBeGreaterThanOrEqual(answered());

    await Promise.all(receivers.map((receiver) => receiver.setFault(null)));
    const before = answered();
    const gateway = await world.start({ env: { DATABASE_URL: env.DATABASE_URL } });
    await eventually('more load', () => answered() > before + 10);
    await load.stop();
    await drained(gateway);

    const clean = { lost: 0, doubled: 0, phantom: 0, reordered: 0 };
    const { acknowledged, receivers: verdicts } = world.verdict();
    expect(acknowledged).toBeGreaterThan(before);
    expect(verdicts).toMatchObject([clean, clean]);
    const io = { env, cwd: folder, clock: Date.now, newId: () => v7() };
    expect(await withStore(io, (store) => verifyChain(store))).toMatchObject({ ok: true });
    expect(await copy()).toMatchObject({ code: 1, stderr: expect.stringMatching(/there is no SQLite store/) });
  }, 180_000);
});
