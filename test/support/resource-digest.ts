import { createHash } from 'node:crypto';

/** SHA-256 over all that a resource says, independent of the order of names in its objects; 16 hex digits. */
export function resourceDigest(resource: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(resource)))
    .digest('hex')
    .slice(0, 16);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, inOrder(part)]));
}
