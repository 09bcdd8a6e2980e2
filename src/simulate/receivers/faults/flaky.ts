import { createRandom } from '../../hospitals/random.ts';
import type { Fault, FaultOptions } from '../fault.ts';
import { refuseWith } from './refusals.ts';
import { resetAfterCommit, resetBeforeReading } from './resets.ts';

/** Fails requests by chance, each time in one of four ways; the same seed makes the same choices. */
export function failByChance({ probability = 0.5, seed = 'flaky' }: FaultOptions): Fault {
  const random = createRandom(seed);
  const ways = [refuseWith(500), refuseWith(503), resetBeforeReading(), resetAfterCommit()];
  return () => (random.chance(probability) ? random.pick(ways)() : null);
}
