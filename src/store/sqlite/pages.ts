import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows read at once: no cursor stays open, so that accepting goes on meanwhile. */
const PAGE = 1_000;

/**
 * Rows in order, page by page; other work has its turn between them.
 * @param read at most so many rows after the last one
 */
export async function* inPages<Row>(
  read: (last: Row | undefined, limit: number) => readonly Row[],
): AsyncGenerator<Row, undefined> {
  let last: Row | undefined;
  for (;;) {
    const page = read(last, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    last = page.at(-1);
    await nextTurn();
  }
}
