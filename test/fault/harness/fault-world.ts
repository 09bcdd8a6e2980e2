import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../src/config/load-config.ts';
import { createLine } from '../../../src/line.ts';
import { createLedger } from '../../../src/simulate/demo/ledger.ts';
import { createRandom, type Random } from '../../../src/simulate/hospitals/random.ts';
import { type Receiver, startReceiver } from '../../../src/simulate/receivers/receiver.ts';
import { freePort } from '../../support/free-port.ts';
import { type GatewayProcess, type GatewaySettings, startGatewayProcess } from '../../support/gateway-process.ts';
import { openBalancer } from './balancer.ts';
import { createLoad, type Load } from './load.ts';
import { registerFacilities } from './register-facilities.ts';
import { judge, type Verdict } from './verdict.ts';

export interface WorldSettings {
  /** Decides what is sent and when a fault comes; the same seed sends the same records. */
  readonly seed: string;
  /** Hospitals that send at the same time. */
  readonly senders: number;
  /** Default: a folder of this world's own. */
  readonly dataDir?: string;
  /** PostgreSQL instead of the embedded store. */
  readonly databaseUrl?: string;
  /** Gateways on one store, behind one address. Default 1. */
  readonly replicas?: number;
}

/** How a gateway is started: beside the settings that all share. */
export type StartSettings = Pick<GatewaySettings, 'env' | 'command'> & {
  readonly dataDir?: string;
  /** Which of the replicas, from 0. Default 0. */
  readonly replica?: number;
};

/** A gateway in a process of its own, two receivers in this one, hospitals that send, and what each was told. */
export interface FaultWorld {
  readonly folder: string;
  readonly dataDir: string;
  readonly random: Random;
  readonly receivers: readonly Receiver[];
  readonly load: Load;
  /** Starts a gateway behind the address that the hospitals know. */
  start(settings?: StartSettings): Promise<GatewayProcess>;
  /** The last lines of each gateway that was started, for whoever looks why something does not hold. */
  lastLines(): string;
  /** Compares what the hospitals had acknowledged with what took effect at each receiver. */
  verdict(): Verdict;
  /** Ends every gateway that was started, the hospitals and the receivers. */
  close(): Promise<void>;
}

const LINES = 8;

/** Opens a world; the second receiver knows nothing of Idempotency-Key. */
export async function openFaultWorld(settings: WorldSettings): Promise<FaultWorld> {
  const { seed, senders, databaseUrl, replicas = 1 } = settings;
  const folder = mkdtempSync(join(tmpdir(), 'lt-fault-'));
  const ownDataDir = settings.dataDir ?? join(folder, 'data');
  const receivers = await Promise.all([
    startReceiver({ name: 'province', port: 0, clock: Date.now }),
    startReceiver({ name: 'nation', port: 0, clock: Date.now, keyBlind: true }),
  ]);
  const ports = await Promise.all(Array.from({ length: replicas }, freePort));
  const balancer = replicas > 1 ? await openBalancer(ports) : undefined;
  const publicUrl = balancer?.url ?? `http://127.0.0.1:${ports[0]}`;
  const ledger = createLedger(await createLine(loadConfig({}, () => '').limits));
  const env: Readonly<Record<string, string>> = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  const hospitals = await registerFacilities({ dataDir: ownDataDir, env, url: publicUrl, count: senders });
  const load = createLoad({ hospitals, ledger, seed });
  const destinations = receivers.map((receiver, index) => ({ id: `d${index}`, url: receiver.url }));
  const started: GatewayProcess[] = [];

  return {
    folder,
    dataDir: ownDataDir,
    random: createRandom(seed),
    receivers,
    load,
    async start({ env: more = {}, command, dataDir = ownDataDir, replica = 0 } = {}) {
      const gateway = await startGatewayProcess({
        configFolder: folder,
        dataDir,
        port: ports[replica] as number,
        destinations,
        publicUrl,
        env: { ...env, ...more },
        ...(command === undefined ? {} : { command }),
      });
      started.push(gateway);
      return gateway;
    },
    lastLines: () =>
      started.map((gateway) => gateway.output().trimEnd().split('\n').slice(-LINES).join('\n')).join('\n\n'),
    verdict: () => judge(ledger.accepted, receivers),
    async close() {
      await Promise.all(started.map((gateway) => gateway.kill()));
      await balancer?.close();
      await load.close();
      await Promise.all(receivers.map((receiver) => receiver.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
