import { setTimeout as sleep } from 'node:timers/promises';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';

export interface OutageReport {
  /** Calls answered with 2xx in the time with every receiver up, and in the same time with one down. */
  readonly before: number;
  readonly during: number;
}

/** R7: one receiver is down while the hospitals go on sending; then it comes back. */
export async function takeDestinationDown(world: FaultWorld, downMs: number): Promise<OutageReport> {
  const gateway = await world.start();
  const [first] = world.receivers;
  if (first === undefined) throw new Error('a world has receivers');
  world.load.start();
  const start = Date.now();
  await sleep(downMs);
  await first.setFault('down');
  const down = Date.now();
  await sleep(downMs);
  const end = Date.now();
  await first.setFault(null);
  await world.load.stop();
  await drained(gateway);
  const taken = (from: number, until: number) =>
    world.load.exchanges.filter(({ endedAt, status }) => endedAt >= from && endedAt < until && status === 201).length;
  return { before: taken(start, down), during: taken(down, end) };
}
