import { createHash } from 'node:crypto';
import type { TypeTable } from '../../src/validate/structure/element-table.ts';

/** Paths of a type's elements without the type's name, sorted. */
export function elementPaths({ elements }: TypeTable): string[] {
  return Object.keys(elements)
    .map((path) => path.slice(path.indexOf('.') + 1))
    .sort();
}

/** SHA-256 over everything a table says of its elements, independent of their order; 16 hex digits. */
export function elementDigest({ elements }: TypeTable): string {
  const rows = Object.entries(elements).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
}
