import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { GatewayProcess } from '../../support/gateway-process.ts';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';
import type { Stage } from '../harness/scenario.ts';

const FULL_DISK = fileURLToPath(new URL('../preload/full-disk.ts', import.meta.url));
/** 4 KiB each: some hundred records. */
const FURTHER_PAGES = 400;
/** So many are refused before there is room again. */
const REFUSED = 20;
const PATIENCE_MS = 90_000;

export interface FullDiskReport {
  /** Answers while there was no room. */
  readonly statuses: readonly number[];
  /** From the moment that there was room again to the first record taken; the process was not restarted. */
  readonly tookMs: number;
}

/** R5 without a volume: the database may not grow, as if the disk were full, then it may. Of SQLite only. */
export async function fillDatabase(world: FaultWorld): Promise<FullDiskReport> {
  // A start makes the database, so that the limit is beyond what an empty one needs.
  await (await world.start()).terminate();
  const env = { NODE_OPTIONS: `--import ${FULL_DISK}`, LT_TEST_FURTHER_PAGES: String(FURTHER_PAGES) };
  const gateway = await world.start({ env });
  return fillAndFree(
    world,
    gateway,
    () => undefined,
    () => void process.kill(gateway.pid, 'SIGUSR2'),
  );
}

/** R5: the volume of the store is full, then it is not. A database server that ended meanwhile is started again. */
export async function fillVolume({ world, volume, database }: Stage): Promise<FullDiskReport> {
  if (volume === undefined) throw new Error('needs a volume');
  const gateway = await world.start();
  return fillAndFree(
    world,
    gateway,
    () => volume.fill(),
    async () => {
      volume.free();
      if (database !== undefined && !database.isRunning()) await database.start();
    },
  );
}

async function fillAndFree(
  world: FaultWorld,
  gateway: GatewayProcess,
  fill: () => void,
  free: () => void | Promise<void>,
): Promise<FullDiskReport> {
  const begun = Date.now();
  world.load.start();
  await sleep(500);
  fill();
  const refused = () =>
    world.load.exchanges.filter(({ startedAt, status }) => startedAt >= begun && status !== null && status >= 500);
  await until(() => refused().length >= REFUSED, 'the disk did not fill up');
  await free();
  const freedAt = Date.now();
  const isTaken = () => world.load.exchanges.some(({ startedAt, status }) => startedAt >= freedAt && status === 201);
  await until(isTaken, 'nothing was taken after there was room again');
  const tookMs = Date.now() - freedAt;
  await world.load.stop();
  await drained(gateway);
  await gateway.terminate();
  return { statuses: [...new Set(refused().map(({ status }) => status as number))].sort(), tookMs };
}

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error(otherwise);
    await sleep(10);
  }
}
