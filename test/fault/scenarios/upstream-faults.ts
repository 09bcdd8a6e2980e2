import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind } from '../../../src/simulate/receivers/fault.ts';
import { EXCHANGE_FAULTS } from '../../../src/simulate/receivers/faults/registry.ts';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';

/** The 13 of an exchange, and the two of a port. */
export const UPSTREAM_FAULTS: readonly FaultKind[] = [
  ...(Object.keys(EXCHANGE_FAULTS) as FaultKind[]),
  'down',
  'half-open',
];

/** R8: both receivers have each fault for some time under load, one after the other, and heal. */
export async function failUpstream(world: FaultWorld, faults: readonly FaultKind[], eachMs: number): Promise<void> {
  const gateway = await world.start();
  world.load.start();
  for (const fault of faults) {
    await Promise.all(world.receivers.map((receiver) => receiver.setFault(fault)));
    await sleep(eachMs);
    await Promise.all(world.receivers.map((receiver) => receiver.setFault(null)));
    await sleep(eachMs / 2);
  }
  await world.load.stop();
  await drained(gateway);
}
