import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drained } from '../harness/drained.ts';
import type { FaultWorld } from '../harness/fault-world.ts';
import { isAlive, treeOf } from '../harness/process-tree.ts';
import type { Stage } from '../harness/scenario.ts';

/** How long the load goes on after the flush has failed. */
const AFTERWARDS_MS = 500;
const PATIENCE_MS = 15_000;
/** A flush fails while this holds; seconds and microseconds of each are written down. */
const TRACER = ['-qq', '--seccomp-bpf', '-ttt'] as const;

/**
 * R4 of SQLite: the disk fails the k-th flush of the store (EIO), and every later one; the gateway ends. Gives how many submissions
 * that were begun after the failure were acknowledged all the same by the process that saw it: none may be. Needs strace.
 */
export async function failFlushes(world: FaultWorld, steps: readonly number[]): Promise<number> {
  let acknowledgedAfter = 0;
  world.load.start();
  for (const step of steps) {
    const trace = join(world.folder, `flushes-${step}.txt`);
    const command = ['strace', '-f', ...TRACER, '-o', trace, ...failing(`${step}+`)] as const;
    const gateway = await world.start({ command }).catch(() => undefined);
    const failed = await firstFailure(trace);
    if (failed === undefined) throw new Error(`flush ${step} was not reached`);
    // It ends by itself, and is started again, as a supervisor does.
    const until = Date.now() + PATIENCE_MS;
    while (gateway !== undefined && isAlive(gateway.pid)) {
      if (Date.now() > until) throw new Error(`the gateway did not end after flush ${step} had failed`);
      await sleep(25);
    }
    acknowledgedAfter += world.load.exchanges.filter(
      ({ startedAt, status }) => startedAt > failed && (status === 201 || status === 200),
    ).length;
    // The next process finds what is on the disk and starts clean.
    const healed = await world.start();
    await sleep(AFTERWARDS_MS);
    await healed.kill();
  }
  const gateway = await world.start();
  await world.load.stop();
  await drained(gateway);
  return acknowledgedAfter;
}

/**
 * R4 of PostgreSQL: the k-th flush of whichever of its processes comes first fails. The server panics and recovers by itself, as
 * it must; the gateway is not started again. Needs strace.
 */
export async function failDatabaseFlushes({ world, database, rounds }: Stage): Promise<void> {
  if (database === undefined) throw new Error('needs PostgreSQL');
  const gateway = await world.start();
  world.load.start();
  for (let step = 1; step <= rounds; step++) {
    await sleep(AFTERWARDS_MS);
    const trace = join(world.folder, `flushes-${step}.txt`);
    const processes = treeOf(database.pid()).flatMap((pid) => ['-p', String(pid)]);
    const tracer = spawn('strace', ['-f', ...TRACER, '-o', trace, ...failing(String(step)), ...processes]);
    const failed = await firstFailure(trace);
    tracer.kill('SIGTERM');
    if (tracer.exitCode === null) await once(tracer, 'exit');
    if (failed === undefined) throw new Error(`flush ${step} was not reached`);
    await accepted(world, Date.now());
  }
  await world.load.stop();
  await drained(gateway);
}

/** Waits until something is accepted that was begun after a moment. */
async function accepted(world: FaultWorld, since: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (!world.load.exchanges.some(({ startedAt, status }) => startedAt >= since && status === 201)) {
    if (Date.now() > until) throw new Error('nothing was taken after the flush had failed');
    await sleep(25);
  }
}

/** Why flushes cannot be made to fail on this machine; undefined when they can. */
export function whyNoTracer(): string | undefined {
  try {
    execFileSync('strace', ['-qq', '-e', 'trace=fsync', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'needs strace, and the right to trace';
  }
}

function failing(when: string): readonly string[] {
  return ['-e', 'trace=fsync,fdatasync', '-e', `inject=fsync,fdatasync:error=EIO:when=${when}`];
}

/** Epoch milliseconds of the first flush that failed; undefined when none did in some seconds. */
async function firstFailure(trace: string): Promise<number | undefined> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const at = failedAt(trace);
    if (at !== undefined) return at;
    await sleep(25);
  }
  return undefined;
}

function failedAt(trace: string): number | undefined {
  if (!existsSync(trace)) return undefined;
  const line = readFileSync(trace, 'utf8')
    .split('\n')
    .find((text) => text.includes('(INJECTED)'));
  const seconds = /^\d+ +(?<at>\d+\.\d+) /.exec(line ?? '')?.groups?.['at'];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000);
}
