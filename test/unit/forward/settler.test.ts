import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createSettler } from '../../../src/forward/settler.ts';
import type { AttemptSettlement } from '../../../src/types/delivery.ts';

/** The first of a batch waits so long for others. */
const GATHER_MS = 10;

const settlementOf = (deliveryId: string): AttemptSettlement => ({
  deliveryId,
  fence: 1,
  state: 'delivered',
  startedAt: 0,
  endedAt: 1,
});

/** A settler on a store that answers as `settle` does; its waits are noted and pass at once. */
function settlerOn(settle: (ids: readonly string[]) => Promise<number>, stopped = new AbortController()) {
  const batches: string[] = [];
  const waits: number[] = [];
  const settler = createSettler({
    store: {
      settle(settlements) {
        const ids = settlements.map(({ deliveryId }) => deliveryId);
        batches.push(ids.join(' '));
        return settle(ids);
      },
    },
    leaseMs: 60_000,
    async sleep(ms) {
      if (ms === GATHER_MS) await tick();
      else waits.push(ms);
    },
    stopping: new AbortController().signal,
    stopped: stopped.signal,
    logger: pino({ level: 'silent' }),
  });
  const settleAll = (...ids: string[]) => Promise.all(ids.map((id) => settler.settle(settlementOf(id))));
  return { settleAll, batches, waits };
}

describe('settling', () => {
  it('takes together what came at once, or while the store was at work', async () => {
    const working = Promise.withResolvers<void>();
    const { settleAll, batches } = settlerOn(async (ids) => {
      await working.promise;
      return ids.length;
    });
    const first = settleAll('a', 'b', 'c');
    await tick();
    await tick();
    const later = [settleAll('d'), settleAll('e')];
    working.resolve();
    await Promise.all([first, ...later]);
    expect(batches).toEqual(['a b c', 'd e']);
  });

  it('waits longer after each failure, and is done when the store works again', async () => {
    let calls = 0;
    const { settleAll, waits } = settlerOn(async (ids) => {
      calls += 1;
      if (calls < 8) throw new Error('disk is full');
      return ids.length;
    });
    await settleAll('a', 'b');
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('lets nothing wait for one that the store refuses for good, and gives that up when its lease is over', async () => {
    const taken: string[] = [];
    const { settleAll, waits } = settlerOn(async (ids) => {
      if (ids.includes('poison')) throw new RangeError('not writable');
      taken.push(...ids);
      return ids.length;
    });
    await settleAll('a', 'b', 'poison', 'c');
    expect(taken.sort()).toEqual(['a', 'b', 'c']);
    const slept = waits.reduce((sum, ms) => sum + ms, 0);
    expect(slept).toBeGreaterThan(60_000);
    expect(slept).toBeLessThan(70_000);
    await settleAll('d');
    expect(taken).toContain('d');
  });

  it('takes a lease that was lost for settled', async () => {
    const { settleAll, batches } = settlerOn(async () => 0);
    await settleAll('a');
    expect(batches).toEqual(['a']);
  });

  it('tries nothing again once the relay is stopped', async () => {
    const stopped = new AbortController();
    const { settleAll, batches } = settlerOn(async () => {
      stopped.abort();
      throw new Error('gone');
    }, stopped);
    await settleAll('a');
    expect(batches).toEqual(['a']);
  });
});
