/** Deeper values are never equal: a resource that may be read is not that deep. */
const MAX_DEPTH = 200;

/** Whether two JSON values are the same: the order of properties does not matter. */
export function areEqualJson(left: unknown, right: unknown, depth = 0): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (depth > MAX_DEPTH || Array.isArray(left) !== Array.isArray(right)) return false;
  const one = left as Readonly<Record<string, unknown>>;
  const other = right as Readonly<Record<string, unknown>>;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && areEqualJson(one[key], other[key], depth + 1));
}

/** A text that is the same for equal JSON values, or undefined for a value that is too deep. */
export function canonicalJson(value: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  // Not JSON, and what JSON.stringify() refuses.
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value))
    return joined(
      '[',
      value.map((item) => canonicalJson(item, depth + 1)),
      ']',
    );
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return joined(
    '{',
    entries.map(([key, item]) => {
      const text = canonicalJson(item, depth + 1);
      return text && `${JSON.stringify(key)}:${text}`;
    }),
    '}',
  );
}

function joined(open: string, parts: readonly (string | undefined)[], close: string): string | undefined {
  return parts.includes(undefined) ? undefined : open + parts.join(',') + close;
}
