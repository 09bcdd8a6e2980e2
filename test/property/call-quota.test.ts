import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCallQuota } from '../../src/receive/call-quota.ts';
import { createMemoryQuota } from '../support/memory-quota.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 22);

/** A call of a facility at one of the processes, so long after the one before; or the time until the store answers next. */
const steps = fc.array(
  fc.record({
    process: fc.nat({ max: 4 }),
    facility: fc.constantFrom('99001', '99002'),
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000 })),
    storeAnswers: fc.boolean(),
  }),
  { maxLength: 300 },
);

describe('call quota', () => {
  it('never grants more in a minute than the quota, over any number of processes and any order of answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), steps, async (callsPerMinute, calls) => {
        const memory = createMemoryQuota();
        const held: (() => void)[] = [];
        const time = { now: START };
        const takeQuota: typeof memory.takeQuota = async (...request) => {
          await new Promise<void>((open) => held.push(open));
          return memory.takeQuota(...request);
        };
        const processes = Array.from({ length: 5 }, () =>
          createCallQuota({ takeQuota, callsPerMinute, clock: () => time.now }),
        );
        const granted = new Map<string, number>();
        const open: Promise<void>[] = [];
        const answerStore = async (): Promise<void> => {
          for (const release of held.splice(0)) release();
          await new Promise(setImmediate);
        };
        for (const { process, facility, afterMs, storeAnswers } of calls) {
          time.now += afterMs;
          const answer = processes[process]?.(facility).then((result) => {
            const key = `${facility} ${Math.floor(time.now / MINUTE)}`;
            if (result.granted) granted.set(key, (granted.get(key) ?? 0) + 1);
          });
          open.push(answer ?? Promise.resolve());
          if (storeAnswers) await answerStore();
        }
        while (held.length > 0) await answerStore();
        await Promise.all(open);
        for (const count of granted.values()) expect(count).toBeLessThanOrEqual(callsPerMinute);
      }),
      { numRuns: 200 },
    );
  });
});
