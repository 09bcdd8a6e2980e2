import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';
import { isAlive } from '../harness/process-tree.ts';

const PRELOAD = fileURLToPath(new URL('../preload/die-at-statement.ts', import.meta.url));

/** R12: the gateway ends itself at its k-th statement of the store, for each k that is given. */
export async function dieAtSteps(world: FaultWorld, steps: readonly number[]): Promise<void> {
  world.load.start();
  for (const step of steps) {
    const env = { NODE_OPTIONS: `--import ${PRELOAD}`, LT_TEST_DIE_AT_STATEMENT: String(step) };
    const gateway = await world.start({ env }).catch(() => undefined);
    while (gateway !== undefined && isAlive(gateway.pid)) await sleep(10);
  }
  const gateway = await world.start();
  await world.load.stop();
  await drained(gateway);
}
