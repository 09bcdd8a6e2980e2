import { describe, expect, it } from '@jest/globals';
import { createCallQuota } from '../../../src/receive/call-quota.ts';
import { createMemoryQuota } from '../../support/memory-quota.ts';
import { NOW } from '../../support/public-door.ts';

const MINUTE = 60_000;

function quotaOf(callsPerMinute: number, { takeQuota, asked } = createMemoryQuota()) {
  const time = { now: NOW };
  const quota = createCallQuota({ takeQuota, callsPerMinute, clock: () => time.now });
  const granted = async (calls: number, facility = '99001') => {
    const answers = await Promise.all(Array.from({ length: calls }, () => quota(facility)));
    return answers.filter((answer) => answer.granted).length;
  };
  return { quota, granted, time, asked };
}

describe('createCallQuota', () => {
  it.each([1, 3, 20, 21, 600])('grants a single process exactly %i calls a minute', async (callsPerMinute) => {
    const { granted, time } = quotaOf(callsPerMinute);
    expect(await granted(callsPerMinute * 2)).toBe(callsPerMinute);
    time.now += MINUTE - 1;
    expect(await granted(1)).toBe(0);
    time.now += 1;
    expect(await granted(callsPerMinute + 5)).toBe(callsPerMinute);
  });

  it('tells how long until the next minute', async () => {
    const { quota, granted, time } = quotaOf(2);
    time.now += 15_000;
    await granted(2);
    expect(await quota('99001')).toEqual({ granted: false, waitMs: 45_000 });
  });

  it('asks the store in chunks, and not again once the minute is spent', async () => {
    const { granted, asked } = quotaOf(600);
    for (let call = 0; call < 700; call++) await granted(1);
    expect(asked).toHaveLength(21);
    expect(new Set(asked.map(({ wanted }) => wanted))).toEqual(new Set([30]));
  });

  it('counts each facility by itself', async () => {
    const { granted } = quotaOf(5);
    expect([await granted(9, '99001'), await granted(9, '99002')]).toEqual([5, 5]);
  });

  it('asks nobody when there is no quota', async () => {
    const { granted, asked } = quotaOf(0);
    expect([await granted(1_000), asked.length]).toEqual([1_000, 0]);
  });

  it('goes on in the newest minute when the clock is set back', async () => {
    const { granted, time, asked } = quotaOf(20);
    expect(await granted(20)).toBe(20);
    time.now -= 5 * MINUTE;
    expect(await granted(1)).toBe(0);
    expect(new Set(asked.map(({ window }) => window))).toEqual(new Set([NOW]));
  });

  it('gives nothing of one minute in the next, whenever the store answers', async () => {
    const memory = createMemoryQuota();
    const gates: (() => void)[] = [];
    const takeQuota: typeof memory.takeQuota = async (...request) => {
      await new Promise<void>((open) => gates.push(open));
      return memory.takeQuota(...request);
    };
    const { quota, time } = quotaOf(20, { ...memory, takeQuota });
    const early = quota('99001');
    time.now += MINUTE;
    gates[0]?.();
    await new Promise(setImmediate);
    gates[1]?.();
    expect(await early).toEqual({ granted: true });
    expect(memory.asked.map(({ window }) => window)).toEqual([NOW, NOW + MINUTE]);
  });

  it('rejects while the store does, and grants again afterwards', async () => {
    const memory = createMemoryQuota();
    let isDown = true;
    const takeQuota: typeof memory.takeQuota = async (...request) => {
      if (isDown) throw new Error('store down');
      return memory.takeQuota(...request);
    };
    const { granted } = quotaOf(20, { ...memory, takeQuota });
    await expect(granted(3)).rejects.toThrow('store down');
    isDown = false;
    expect(await granted(3)).toBe(3);
  });
});
