import { describe, expect, it } from '@jest/globals';
import { createBell } from '../../../src/forward/bell.ts';
import { sleep } from '../../../src/forward/sleep.ts';

const LONG_MS = 3_600_000;

describe('bell', () => {
  it('wakes who waits', async () => {
    const bell = createBell(sleep);
    const waiting = bell.wait(LONG_MS);
    bell.ring();
    expect(await waiting).toBe(true);
  });

  it('keeps one ring that nobody heard, however often it was rung', async () => {
    const bell = createBell(sleep);
    bell.ring();
    bell.ring();
    expect([await bell.wait(LONG_MS), await bell.wait(1)]).toEqual([true, false]);
    const waiting = bell.wait(LONG_MS);
    bell.ring();
    bell.ring();
    expect([await waiting, await bell.wait(1)]).toEqual([true, false]);
  });
});
