import { setTimeout as sleep } from 'node:timers/promises';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';

/** R9: receivers commit and then reset the connection, until each has done so `times`; then they answer again. */
export async function loseAnswers(world: FaultWorld, times: number): Promise<void> {
  const gateway = await world.start();
  await Promise.all(world.receivers.map((receiver) => receiver.setFault('reset-after-commit')));
  world.load.start();
  while (world.receivers.some((receiver) => receiver.stats().faults < times)) await sleep(50);
  await world.load.stop();
  await Promise.all(world.receivers.map((receiver) => receiver.setFault(null)));
  await drained(gateway);
}
