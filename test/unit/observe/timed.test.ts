import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../src/observe/metrics.ts';
import { createTimed, createTimedAsync } from '../../../src/observe/timed.ts';

const create = () => createMetrics({ queueDepths: async () => [], standings: () => [], clock: () => 0 });
const countOf = async (metrics: ReturnType<typeof create>, stage: string, outcome: string) =>
  new RegExp(`_count\\{stage="${stage}",outcome="${outcome}"\\} (\\d+)`).exec((await metrics.render()).body)?.[1];

describe('a measured pass through a stage', () => {
  it('gives the result on and counts it as ok', async () => {
    const metrics = create();
    expect(createTimed(metrics)('map', () => 7)).toBe(7);
    expect(await createTimedAsync(metrics)('store', async () => 8)).toBe(8);
    expect(await countOf(metrics, 'map', 'ok')).toBe('1');
    expect(await countOf(metrics, 'store', 'ok')).toBe('1');
  });

  it('throws on what was thrown and counts it as failed', async () => {
    const metrics = create();
    const fail = () => {
      throw new Error('lost');
    };
    expect(() => createTimed(metrics)('map', fail)).toThrow('lost');
    await expect(createTimedAsync(metrics)('store', async () => fail())).rejects.toThrow('lost');
    expect(await countOf(metrics, 'map', 'failed')).toBe('1');
    expect(await countOf(metrics, 'store', 'failed')).toBe('1');
  });
});
