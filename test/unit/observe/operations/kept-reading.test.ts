import { describe, expect, it } from '@jest/globals';
import { createKeptReading } from '../../../../src/observe/operations/kept-reading.ts';

const KEEP_MS = 60_000;

describe('createKeptReading', () => {
  let now = 0;
  let reads = 0;
  const create = (read: () => Promise<number>, waitMs = 1_000) => {
    now = 0;
    reads = 0;
    const counting = () => {
      reads += 1;
      return read();
    };
    return createKeptReading(counting, { keepMs: KEEP_MS, waitMs, clock: () => now });
  };

  it('reads once for all that ask at a time, and not again while the value is good', async () => {
    const kept = create(async () => reads);
    expect(await Promise.all([kept(), kept(), kept()])).toEqual([1, 1, 1]);
    now = KEEP_MS - 1;
    expect(await kept()).toBe(1);
    expect(reads).toBe(1);
  });

  it('gives the value before while it reads the next one, and waits when that is old', async () => {
    const kept = create(async () => reads);
    await kept();
    now = KEEP_MS;
    expect(await kept()).toBe(1);
    await Promise.resolve();
    expect(await kept()).toBe(2);
    now += 2 * KEEP_MS;
    expect(await kept()).toBe(3);
  });

  it('does not hang on what does not answer, and reads it once', async () => {
    const kept = create(() => new Promise<number>(() => {}), 1);
    expect([await kept(), await kept()]).toEqual([undefined, undefined]);
    expect(reads).toBe(1);
  });

  it('forgets the value when a reading fails, and tries again', async () => {
    const answers = [async () => 1, async () => Promise.reject(new Error('down')), async () => 3];
    const kept = create(() => (answers.shift() ?? answers[0] ?? (async () => 9))());
    expect(await kept()).toBe(1);
    now = 2 * KEEP_MS;
    expect(await kept()).toBeUndefined();
    now = 3 * KEEP_MS;
    expect(await kept()).toBe(3);
  });
});
