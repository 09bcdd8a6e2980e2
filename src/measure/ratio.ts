/** `part / whole` with full precision; null when there is nothing to divide by, so that nothing never looks like all. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
