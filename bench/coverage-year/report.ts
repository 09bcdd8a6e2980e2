/** The value at a share of an ascending list; NaN of an empty one. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}

/** `12.3 ms`, `4.56 s`. */
export function millis(ms = Number.NaN): string {
  return ms < 1_000 ? `${ms.toFixed(1)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}

/** Rows of cells under each other: the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  return rows
    .map(([first = '', ...cells]) => first.padEnd(38) + cells.map((cell) => cell.padStart(18)).join(''))
    .join('\n');
}
