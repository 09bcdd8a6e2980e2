/** Rows read at once: no cursor and no transaction stays open between them. */
const PAGE = 1_000;

/**
 * Rows in order, page by page.
 * @param read at most so many rows after the last one
 */
export async function* inPages<Row>(
  read: (last: Row | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row, undefined> {
  let last: Row | undefined;
  for (;;) {
    const page = await read(last, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    last = page.at(-1);
  }
}
