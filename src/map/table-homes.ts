import type { MappingTable } from './mapping-table.ts';

/** Nodes where fields of the table live. */
export function homeNodesOf({ fields }: MappingTable): ReadonlySet<string> {
  const targets = Object.values(fields).flatMap((spec) => {
    if (typeof spec === 'string') return [spec];
    if ('key' in spec) return [];
    return 'choose' in spec ? spec.choose.map(({ to }) => to) : [spec.to];
  });
  return new Set(targets.map((target) => target.split('.')[0] ?? ''));
}
