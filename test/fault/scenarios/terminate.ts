import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';
import { randomMoment } from '../harness/random-moment.ts';

export interface EndedProcess {
  readonly code: number | null;
  readonly tookMs: number;
}

/** R11: SIGTERM under load. Gives how each process ended. */
export async function terminateUnderLoad(world: FaultWorld, rounds: number): Promise<readonly EndedProcess[]> {
  const ended: EndedProcess[] = [];
  let gateway = await world.start();
  world.load.start();
  for (let round = 0; round < rounds; round++) {
    await randomMoment(world);
    const startedAt = Date.now();
    const code = await gateway.terminate();
    ended.push({ code, tookMs: Date.now() - startedAt });
    gateway = await world.start();
  }
  await world.load.stop();
  await drained(gateway);
  return ended;
}
