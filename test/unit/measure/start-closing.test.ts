import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CoverageBehindError } from '../../../src/measure/coverage-state.ts';
import { startClosing } from '../../../src/measure/start-closing.ts';

/** Sleeps until it is woken, or stopped. */
function bed() {
  const wakes: (() => void)[] = [];
  return {
    sleep: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        wakes.push(resolve);
        signal.addEventListener('abort', () => resolve());
      }),
    async wake() {
      await nextTurn();
      wakes.shift()?.();
      await nextTurn();
    },
  };
}

describe('closing in the background', () => {
  it('closes what is due and looks, from the start on and again after a while', async () => {
    const done: string[] = [];
    const { sleep, wake } = bed();
    const task = startClosing({
      close: async () => void done.push('close'),
      look: async () => done.push('look'),
      sleep,
      logger: { error: () => done.push('error') },
    });
    await wake();
    expect(done).toEqual(['close', 'look', 'close', 'look']);
    await task.stop();
    expect(done).toHaveLength(4);
  });

  it('tells of a failure and tries again; another process at work is none', async () => {
    const failures = [new Error('store down'), new CoverageBehindError(null)];
    const told: unknown[] = [];
    const { sleep, wake } = bed();
    let looks = 0;
    const task = startClosing({
      close: async () => undefined,
      look: async () => {
        looks += 1;
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
      },
      sleep,
      logger: { error: (entry: unknown) => told.push(entry) },
    });
    await wake();
    await wake();
    await task.stop();
    expect(looks).toBe(3);
    expect(told).toEqual([{ err: new Error('store down') }]);
  });
});
