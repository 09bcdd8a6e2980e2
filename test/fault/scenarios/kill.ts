import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';
import { signalAll, treeOf } from '../harness/process-tree.ts';
import { randomMoment } from '../harness/random-moment.ts';
import type { Stage } from '../harness/scenario.ts';

/** R1: kill -9 at random moments under load, restart, and at the end everything drained. */
export async function killUnderLoad(world: FaultWorld, rounds: number): Promise<void> {
  let gateway = await world.start();
  world.load.start();
  for (let round = 0; round < rounds; round++) {
    await randomMoment(world);
    await gateway.kill();
    gateway = await world.start();
  }
  await world.load.stop();
  await drained(gateway);
}

/** R1 of the database server: all of its processes die, and it is started again; the gateway is not. */
export async function killDatabase({ world, database, rounds }: Stage): Promise<void> {
  if (database === undefined) throw new Error('needs PostgreSQL');
  const gateway = await world.start();
  world.load.start();
  for (let round = 0; round < rounds; round++) {
    await randomMoment(world);
    signalAll(treeOf(database.pid()), 'SIGKILL');
    await database.kill();
    await database.start();
  }
  await world.load.stop();
  await drained(gateway);
}
