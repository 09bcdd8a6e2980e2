import { setTimeout as sleep } from 'node:timers/promises';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';
import { residentMebibytes } from '../harness/process-tree.ts';

/** Senders that the gateway keeps up with. */
const USUAL = 6;
const SAMPLE_MS = 500;
const RECOVERY_MS = 10_000;

export interface OverloadReport {
  /** Records taken in a second, at the usual load, under the overload, and in the ten seconds after it. */
  readonly usual: number;
  readonly overload: number;
  readonly afterwards: number;
  readonly peakMebibytes: number;
  /** Answers other than 2xx; what there was of them without a time to come again. */
  readonly refused: number;
  readonly withoutRetryAfter: number;
}

/** P2: twenty times as many senders as before, for some time, then as many as before. */
export async function overload(world: FaultWorld, overloadMs: number): Promise<OverloadReport> {
  const gateway = await world.start();
  let peakMebibytes = 0;
  const sampler = setInterval(() => {
    peakMebibytes = Math.max(peakMebibytes, residentMebibytes(gateway.pid));
  }, SAMPLE_MS);
  try {
    // The first seconds of a process are spent on compiling.
    await takenIn(world, USUAL, RECOVERY_MS);
    const usual = await takenIn(world, USUAL, RECOVERY_MS);
    const from = Date.now();
    const under = await takenIn(world, Number.POSITIVE_INFINITY, overloadMs);
    const afterwards = await takenIn(world, USUAL, RECOVERY_MS);
    await drained(gateway);
    const refusals = world.load.exchanges.filter(
      ({ startedAt, status }) => startedAt >= from && status !== null && status >= 300,
    );
    const withoutRetryAfter = refusals.filter(({ saysWhen }) => !saysWhen).length;
    return { usual, overload: under, afterwards, peakMebibytes, refused: refusals.length, withoutRetryAfter };
  } finally {
    clearInterval(sampler);
  }
}

/** Records taken in a second by so many senders. */
async function takenIn({ load }: FaultWorld, senders: number, ms: number): Promise<number> {
  const from = Date.now();
  load.start(senders);
  await sleep(ms);
  const until = Date.now();
  await load.stop();
  const taken = load.exchanges.filter(
    ({ endedAt, status }) => endedAt >= from && endedAt < until && (status === 201 || status === 200),
  ).length;
  return (taken / (until - from)) * 1_000;
}
