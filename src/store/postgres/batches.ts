/**
 * Collects calls and does them together. Those that come in one turn of the event loop, or while the last ones are under
 * way, share one round trip to the server and one commit: the more there is to do, the less each costs.
 */
export interface Batches<Item, Result> {
  /** Resolves with what became of the item once its batch is done. */
  add(item: Item): Promise<Result>;
  /** Takes nothing more; resolves when what was taken is done. */
  close(): Promise<void>;
}

export interface BatchOptions<Item, Result> {
  /** Gives a result for each item, in their order; an Error rejects that one item. Rejects when all of them failed. */
  readonly run: (items: readonly Item[]) => Promise<readonly (Result | Error)[]>;
  /** A batch ends at this many items. */
  readonly max: number;
  /** … and at this size, as `sizeOf` tells it. */
  readonly maxSize?: number;
  readonly sizeOf?: (item: Item) => number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Batches of one kind; one of them is under way at a time. */
export function createBatches<Item, Result>(options: BatchOptions<Item, Result>): Batches<Item, Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;

  async function runAll(): Promise<void> {
    await nextTurn();
    while (waiting.length > 0) await runOne(options, takeBatch(waiting, options));
    running = undefined;
  }

  return {
    add(item) {
      if (isClosed) return Promise.reject(new Error('the store is closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= runAll();
      });
    },
    async close() {
      isClosed = true;
      await running;
    },
  };
}

async function runOne<Item, Result>(
  { run }: BatchOptions<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await run(batch.map(({ item }) => item));
    batch.forEach(({ resolve, reject }, index) => {
      const result = results[index] as Result | Error;
      if (result instanceof Error) reject(result);
      else resolve(result);
    });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

function takeBatch<Item, Result>(
  waiting: Waiting<Item, Result>[],
  { max, maxSize = Number.POSITIVE_INFINITY, sizeOf = () => 0 }: BatchOptions<Item, Result>,
): Waiting<Item, Result>[] {
  let size = 0;
  let count = 0;
  for (const { item } of waiting) {
    size += sizeOf(item);
    if (count > 0 && (count === max || size > maxSize)) break;
    count++;
  }
  return waiting.splice(0, count);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
