import type { Fault, FaultOptions } from '../fault.ts';
import { refuseWith } from './refusals.ts';
import { resetAfterCommit, resetBeforeReading } from './resets.ts';

/** Fails requests by chance, each time in one of four ways; the same seed makes the same choices. */
export function failByChance({ probability = 0.5, seed = 1 }: FaultOptions): Fault {
  const random = mulberry32(seed);
  const ways = [refuseWith(500), refuseWith(503), resetBeforeReading(), resetAfterCommit()];
  return () => {
    if (random() >= probability) return null;
    return ways[Math.floor(random() * ways.length)]?.() ?? null;
  };
}

/** @source https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
