/** Numbers by name; a name that is absent is 0. */
export type Counts = Record<string, number>;

/** Adds numbers to others, in place; what comes to 0 is left out, so that equal sums are the same text. */
export function addCounts(sums: Counts, more: Readonly<Counts>, by: 1 | -1 = 1): void {
  for (const [name, count] of Object.entries(more)) {
    const sum = (sums[name] ?? 0) + by * count;
    if (sum === 0) delete sums[name];
    else sums[name] = sum;
  }
}

/** The counts under a key, made when there are none. */
export function countsAt(all: Record<string, Counts>, key: string): Counts {
  const found = all[key] ?? {};
  all[key] = found;
  return found;
}

/** Without empty counts, keys in order: equal contents are the same text. */
export function inOrder(all: Readonly<Record<string, Counts>>): Record<string, Counts> {
  const filled = Object.entries(all).filter(([, counts]) => Object.keys(counts).length > 0);
  return Object.fromEntries(
    filled.toSorted(([a], [b]) => compare(a, b)).map(([key, counts]) => [key, namesInOrder(counts)]),
  );
}

/** By code units: the same everywhere. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function namesInOrder(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => compare(a, b)));
}
