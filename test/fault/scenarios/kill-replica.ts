import { setTimeout as sleep } from 'node:timers/promises';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';

/** Replicas on one database, in turn killed and started again, under load: the others go on. */
export async function killReplicas(
  world: FaultWorld,
  rounds: number,
  replicas: number,
  apartMs: number,
): Promise<void> {
  const gateways = await Promise.all(Array.from({ length: replicas }, (_, replica) => world.start({ replica })));
  world.load.start();
  for (let round = 0; round < rounds; round++) {
    await sleep(apartMs);
    const replica = round % replicas;
    await gateways[replica]?.kill();
    gateways[replica] = await world.start({ replica });
  }
  await world.load.stop();
  const [first] = gateways;
  if (first !== undefined) await drained(first);
}
