import { describe, expect, it } from '@jest/globals';
import { createBatches } from '../../../../src/store/postgres/batches.ts';

/** A batch that ends when it is told to. */
function held() {
  const batches: { readonly items: readonly number[]; readonly end: () => void }[] = [];
  const run = (items: readonly number[]) =>
    new Promise<readonly number[]>((resolve) => {
      batches.push({ items, end: () => resolve(items.map((item) => item * 10)) });
    });
  return { batches, run };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('batches', () => {
  it('do together what comes in one turn, and what comes while the last one is under way', async () => {
    const { batches, run } = held();
    const tens = createBatches({ run, max: 10 });
    const first = [1, 2, 3].map((item) => tens.add(item));
    await turn();
    const second = [4, 5].map((item) => tens.add(item));
    await turn();
    expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3]]);
    batches[0]?.end();
    expect(await Promise.all(first)).toEqual([10, 20, 30]);
    await turn();
    batches[1]?.end();
    expect(await Promise.all(second)).toEqual([40, 50]);
  });

  it('end at a number and at a size, but hold one item at least', async () => {
    const seen: (readonly number[])[] = [];
    const run = async (items: readonly number[]) => {
      seen.push(items);
      return items;
    };
    const sized = createBatches({ run, max: 3, maxSize: 10, sizeOf: (item: number) => item });
    await Promise.all([1, 2, 3, 4, 99, 5, 6].map((item) => sized.add(item)));
    expect(seen).toEqual([[1, 2, 3], [4], [99], [5], [6]]);
  });

  it('go on after one failed, and after one item of one failed', async () => {
    const run = async (items: readonly number[]) => {
      if (items.includes(0)) throw new Error('all');
      return items.map((item) => (item < 0 ? new Error('one') : item));
    };
    const batch = createBatches({ run, max: 2 });
    const results = await Promise.allSettled([0, 1, -2, 3, 4].map((item) => batch.add(item)));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message))).toEqual([
      ...['all', 'all', 'one'],
      ...[3, 4],
    ]);
    // Also what is added the moment that a batch ends.
    expect(await batch.add(5).then((five) => batch.add(five + 1))).toBe(6);
  });

  it('finish what was taken and take no more once they are closed', async () => {
    const batch = createBatches({ run: async (items: readonly number[]) => items, max: 1 });
    const taken = Promise.all([batch.add(1), batch.add(2)]);
    await batch.close();
    expect(await taken).toEqual([1, 2]);
    await expect(batch.add(3)).rejects.toThrow('closed');
  });
});
