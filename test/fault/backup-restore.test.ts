import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLine } from '../../src/line.ts';
import { checkEffects } from '../../src/simulate/check-effects.ts';
import { createLedger } from '../../src/simulate/demo/ledger.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { createFolder, runCli } from '../support/run-cli.ts';
import { drained } from './harness/drained.ts';
import { createLoad, type Load } from './harness/load.ts';
import { registerFacilities } from './harness/register-facilities.ts';

/** Printed by a failure; another one sends other records. */
const SEED = 'backup-restore-1';

describe('backup of a gateway under load, and its restore', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let receivers: readonly Receiver[];
  let gateway: GatewayProcess | undefined;
  let load: Load | undefined;

  beforeEach(async () => {
    folder = await createFolder();
    receivers = await Promise.all(
      (['province', 'nation'] as const).map((name) => startReceiver({ name, port: 0, clock: Date.now })),
    );
  });
  afterEach(async () => {
    await load?.stop().catch(() => undefined);
    await gateway?.kill();
    await load?.close();
    await Promise.all(receivers.map((receiver) => receiver.close()));
    await folder.remove();
  });

  it(`everything acknowledged before it began is in it, and is delivered once (seed ${SEED})`, async () => {
    const dataDir = join(folder.path, 'data');
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const destinations = receivers.map((receiver, index) => ({ id: `d${index}`, url: receiver.url }));
    const start = () => startGatewayProcess({ dataDir, port, destinations, publicUrl });
    const hospitals = await registerFacilities({ dataDir, env: {}, url: publicUrl, count: 2 });
    const ledger = createLedger(await createLine(loadConfig({}, () => '').limits));
    const cli = (...args: string[]) => runCli(args, { cwd: folder.path });

    gateway = await start();
    await receivers[1]?.setFault('http-503');
    load = createLoad({ hospitals, ledger, seed: SEED });
    load.start();
    await eventually('some load', () => ledger.accepted.length > 20);
    const before = ledger.accepted.length;
    const backup = await cli('backup', 'copy.db', '--json');
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    expect((await cli('restore', 'copy.db')).stderr).toMatch(/another gateway is using/);
    await eventually('more load', () => ledger.accepted.length > before + 20);
    await load.stop();
    await sleep(200);

    await gateway.kill();
    rmSync(dataDir, { recursive: true });
    expect((await cli('restore', 'copy.db')).code).toBe(0);
    await receivers[1]?.setFault(null);
    gateway = await start();
    await drained(gateway);

    expect(ledger.accepted.length).toBeGreaterThan(before);
    for (const receiver of receivers) {
      const owed = checkEffects(ledger.accepted.slice(0, before), receiver.effects());
      const { doubled, phantom, reordered } = checkEffects(ledger.accepted, receiver.effects());
      expect({ lost: owed.lost, doubled, phantom, reordered }).toEqual({
        lost: [],
        doubled: [],
        phantom: [],
        reordered: [],
      });
    }
  }, 180_000);
});
