import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../../../src/validate/pool/worker-pool.ts';

/** Answers with the thread's number and the task; `die` throws, `exit` ends without a word, `hang` never answers. */
const PROGRAM = `
  const { parentPort, threadId } = require('node:worker_threads');
  parentPort.on('message', (task) => {
    if (task === 'die') throw new Error('dead');
    if (task === 'exit') process.exit(1);
    if (task === 'hang') for (;;);
    if (task !== 'never') parentPort.postMessage({ task, threadId });
  });`;

interface Answer {
  readonly task: string;
  readonly threadId: number;
}

let pool: WorkerPool<string, Answer>;
let started = 0;

function open(options: Partial<PoolOptions> = {}): void {
  started = 0;
  const start = (): Worker => {
    started += 1;
    return new Worker(PROGRAM, { eval: true, stderr: true });
  };
  pool = createWorkerPool({ start, threads: 1, maxWaiting: 4, timeoutMs: 20_000, ...options });
}

afterEach(() => pool.close());

describe('createWorkerPool', () => {
  it('starts no thread before the first task, and keeps it for the next', async () => {
    open();
    expect(started).toBe(0);
    const first = await pool.run('one');
    const second = await pool.run('two');
    expect([first?.task, second?.task, started]).toEqual(['one', 'two', 1]);
    expect(second?.threadId).toBe(first?.threadId);
  });

  it('gives everybody their own answer, with no more threads than allowed', async () => {
    open({ threads: 2, maxWaiting: 20 });
    const tasks = Array.from({ length: 20 }, (_, index) => `task ${index}`);
    const answers = await Promise.all(tasks.map((task) => pool.run(task)));
    expect(answers.map((answer) => answer?.task)).toEqual(tasks);
    expect(started).toBe(2);
  });

  it('takes nothing when as many wait as may, and takes again when they are done', async () => {
    open({ maxWaiting: 1 });
    const atWork = pool.run('one');
    const waits = pool.run('two');
    expect(pool.run('three')).toBeUndefined();
    expect([(await atWork)?.task, (await waits)?.task]).toEqual(['one', 'two']);
    expect((await pool.run('four'))?.task).toBe('four');
  });

  it('gives a thread as many tasks as its depth says, by their weight, and says whether it has room', async () => {
    open({ depth: 3, maxWaiting: 0 });
    expect([pool.canGrow(), pool.hasRoom()]).toEqual([true, false]);
    const first = pool.run('one');
    // What has not answered yet is still starting.
    expect([pool.canGrow(), pool.hasRoom()]).toEqual([false, false]);
    await first;
    expect(pool.hasRoom()).toBe(true);
    const light = pool.run('two');
    expect(pool.hasRoom()).toBe(true);
    const heavy = pool.run('three', 3);
    expect([pool.hasRoom(), pool.run('four')]).toEqual([false, undefined]);
    expect([(await light)?.task, (await heavy)?.task, started]).toEqual(['two', 'three', 1]);
  });

  it('a thread that ends takes all its tasks with it', async () => {
    open({ depth: 3 });
    const lost = [pool.run('never'), pool.run('die'), pool.run('behind')];
    for (const task of lost) await expect(task).rejects.toThrow('the thread ended without an answer');
    expect((await pool.run('next'))?.task).toBe('next');
  });

  it.each(['die', 'exit'])('a thread that ends (%s) takes its task with it, and nothing else', async (task) => {
    open();
    const lost = pool.run(task);
    const next = pool.run('next');
    await expect(lost).rejects.toThrow('the thread ended without an answer');
    expect((await next)?.task).toBe('next');
    expect(started).toBe(2);
  });

  it('ends a thread that does not answer in time', async () => {
    open({ timeoutMs: 50 });
    await expect(pool.run('hang')).rejects.toThrow('the thread ended without an answer');
  });

  it('closes with tasks under way and waiting: all of them reject, and none is taken any more', async () => {
    open();
    const lost = [pool.run('never'), pool.run('waiting')].map((answer) =>
      answer?.catch((error: Error) => error.message),
    );
    await pool.close();
    expect(await Promise.all(lost)).toEqual(['the thread ended without an answer', 'the pool is closed']);
    await expect(pool.run('late')).rejects.toThrow('the pool is closed');
    expect(started).toBe(1);
  });
});
