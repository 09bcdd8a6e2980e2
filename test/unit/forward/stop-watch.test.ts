import { describe, expect, it } from '@jest/globals';
import { createStopWatch } from '../../../src/forward/stop-watch.ts';
import { createMemoryDeliveryStore } from '../../support/memory-delivery-store.ts';

const STOP = { at: 0, by: 'operator', reason: 'test' };

describe('the watch on a stop', () => {
  it('asks the store at most four times a second, and hears of its own destination alone', async () => {
    const store = createMemoryDeliveryStore();
    let asked = 0;
    const destinationStops = () => {
      asked += 1;
      return store.destinationStops();
    };
    const watch = createStopWatch({ destinationStops }, 'province');
    expect(watch.isStopped()).toBe(false);
    await store.stopDestination({ ...STOP, destination: 'nation' });
    await watch.look(1_000);
    expect(watch.isStopped()).toBe(false);
    await store.stopDestination({ ...STOP, destination: 'province' });
    await watch.look(1_249);
    expect([asked, watch.isStopped()]).toEqual([1, false]);
    await watch.look(1_250);
    expect([asked, watch.isStopped()]).toEqual([2, true]);
    await store.startDestination('province');
    // The clock was set back.
    await watch.look(500);
    expect([asked, watch.isStopped()]).toEqual([3, false]);
  });

  it('keeps the last word while the store does not answer, and asks again at once', async () => {
    const answers = [[{ ...STOP, destination: 'province' }], new Error('gone'), []];
    const destinationStops = async () => {
      const answer = answers.shift() ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const watch = createStopWatch({ destinationStops }, 'province');
    await watch.look(1_000);
    await expect(watch.look(2_000)).rejects.toThrow('gone');
    expect(watch.isStopped()).toBe(true);
    await watch.look(2_001);
    expect(watch.isStopped()).toBe(false);
  });
});
