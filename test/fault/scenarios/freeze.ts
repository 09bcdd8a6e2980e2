import { setTimeout as sleep } from 'node:timers/promises';
import { drained } from '../harness/drained.ts';
import { signalAll, treeOf } from '../harness/process-tree.ts';
import { randomMoment } from '../harness/random-moment.ts';
import type { Stage } from '../harness/scenario.ts';

/** R6: the gateway, or the database under it, stands still for some time under load, and goes on as if nothing had been. */
export async function freezeUnderLoad(
  { world, database, rounds }: Stage,
  what: 'gateway' | 'database',
  frozenMs: { readonly least: number; readonly most: number },
): Promise<void> {
  const gateway = await world.start();
  world.load.start();
  for (let round = 0; round < rounds; round++) {
    await randomMoment(world);
    const pids = what === 'database' && database !== undefined ? treeOf(database.pid()) : [gateway.pid];
    signalAll(pids, 'SIGSTOP');
    await sleep(world.random.integer(frozenMs.least, frozenMs.most));
    signalAll(pids, 'SIGCONT');
  }
  await world.load.stop();
  await drained(gateway);
}
