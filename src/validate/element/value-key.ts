/** What lies deeper is not told apart: codes and the like have two levels or three. */
const MAX_LEVELS = 16;

/** A text that two JSON values share when they are the same, in whatever order the names of an object stand. */
export function valueKey(value: unknown, level = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (level === MAX_LEVELS) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => valueKey(item, level + 1)).join()}]`;
  const parts = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${valueKey(item, level + 1)}`);
  return `{${parts.sort().join()}}`;
}
