import { createHash } from 'node:crypto';
import { recordPath } from '../../src/fhir/record-reference.ts';
import type { Account, AccountLeaf, AccountNode, DayScope } from '../../src/reconcile/account.ts';
import { createDayTree, type DayTree } from '../../src/reconcile/day-tree.ts';
import { readLeafTable } from '../../src/reconcile/leaf-table.ts';
import type { DeliveredLeaf } from '../../src/types/reconciliation.ts';

const sha256 = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

export function leafOf(identity: string, changes: Partial<DeliveredLeaf> = {}): DeliveredLeaf {
  const version = changes.version ?? 1;
  const content = sha256(`${identity} ${version}`);
  return {
    facility: '99001',
    identity,
    recordId: `r-${identity}`,
    version,
    sha256: content,
    receipt: null,
    ...changes,
  };
}

/** As a receiver tells of it. */
export function toldOf({ facility, identity, version, sha256: content, receipt }: DeliveredLeaf): AccountLeaf {
  return { facility, path: recordPath(facility, identity), version, sha256: content, receipt };
}

export async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

export async function treeOf(leaves: readonly DeliveredLeaf[]): Promise<DayTree> {
  return createDayTree(await readLeafTable(each(leaves)));
}

/**
 * The definition of docs/reconciliation.md as directly as it can be written, apart from src/: what everything else is
 * compared with.
 */
export function naiveRoot(leaves: readonly AccountLeaf[], prefix = ''): string {
  const below = leaves.filter(({ path }) => path.startsWith(prefix));
  const [only] = below;
  if (only === undefined) return '0'.repeat(64);
  if (below.length > 1) {
    const children = [...'0123456789abcdef'].map((digit) => naiveRoot(below, prefix + digit));
    return sha256(Buffer.from(`01${children.join('')}`, 'hex'));
  }
  return sha256(Buffer.from(`00${only.path}${only.version.toString(16).padStart(8, '0')}${only.sha256}`, 'hex'));
}

/** A receiver that keeps these records, and how often it was asked. */
export function naiveAccount(kept: readonly AccountLeaf[], maxTold: number): Account & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    close: async () => undefined,
    async ask({ facility }: DayScope, prefix: string): Promise<AccountNode> {
      asked.push(prefix);
      const own = kept.filter((leaf) => facility === null || leaf.facility === facility);
      const nodeOf = (at: string) => {
        const below = own.filter(({ path }) => path.startsWith(at));
        return { prefix: at, count: below.length, root: naiveRoot(below, at) };
      };
      const node = nodeOf(prefix);
      if (node.count <= maxTold) return { ...node, leaves: own.filter(({ path }) => path.startsWith(prefix)) };
      const children = [...'0123456789abcdef'].map((digit) => nodeOf(prefix + digit)).filter(({ count }) => count > 0);
      return { ...node, children };
    },
  };
}
