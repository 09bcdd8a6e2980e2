import type { FacilityCode } from '../types/submission.ts';
import type { TreeNode } from './day-tree.ts';
import { FAN_OUT, leafHash, NO_HASH, nodeHash } from './leaf-hash.ts';

/** Two paths differ at the last digit at the latest. */
const MAX_DEPTH = 63;

/** A record as its receiver tells of it. */
export interface AccountLeaf {
  readonly facility: FacilityCode;
  /** `recordPath`. */
  readonly path: string;
  readonly version: number;
  /** SHA-256 (hex) of the body of the message that it keeps. */
  readonly sha256: string;
  /** Its own id for it. */
  readonly receipt: string | null;
}

/** What a receiver tells of the records below a prefix: the children that have records, or the records themselves. */
export type AccountNode = TreeNode &
  ({ readonly children: readonly TreeNode[] } | { readonly leaves: readonly AccountLeaf[] });

/** Which records of a day: of one facility, or (null) of all. */
export interface DayScope {
  /** `YYYY-MM-DD`, Asia/Ho_Chi_Minh. */
  readonly day: string;
  readonly facility: FacilityCode | null;
}

/** Why there is no account: a stable code, never a text of the other side. */
export interface NoAccount {
  readonly reason: string;
}

/** A receiver's own account of what it keeps. */
export interface Account {
  ask(scope: DayScope, prefix: string): Promise<AccountNode | NoAccount>;
  close(): Promise<void>;
}

/** True for a node, false for the reason why there is none. */
export function isNode(answer: AccountNode | NoAccount): answer is AccountNode {
  return 'prefix' in answer;
}

/**
 * True when a node's count and root follow from what it lists: every child or record belongs below its prefix, none stands
 * twice, and the hashes lead to the root.
 */
export function isSound(node: AccountNode): boolean {
  const { prefix, count, root } = node;
  if ('leaves' in node) {
    const paths = new Set(node.leaves.map(({ path }) => path));
    const belong = node.leaves.every(({ path }) => path.startsWith(prefix));
    return belong && paths.size === count && node.leaves.length === count && rootOf(node.leaves, prefix) === root;
  }
  const { children } = node;
  const digits = children.map((child) => child.prefix.slice(prefix.length));
  const belong = children.every(
    (child, at) => child.prefix === prefix + digits[at] && /^[0-9a-f]$/.test(digits[at] ?? ''),
  );
  const total = children.reduce((sum, child) => sum + child.count, 0);
  if (!belong || new Set(digits).size !== children.length || total !== count || count < 2 || prefix.length > MAX_DEPTH)
    return false;
  const hashes = Array.from({ length: FAN_OUT }, (_, digit) => {
    const child = children.find((each) => each.prefix === prefix + digit.toString(FAN_OUT));
    return child === undefined ? NO_HASH : Buffer.from(child.root, 'hex');
  });
  return nodeHash(hashes).toString('hex') === root;
}

/** Root (hex) of the records below a prefix, whose paths differ. */
export function rootOf(leaves: readonly Omit<AccountLeaf, 'facility' | 'receipt'>[], prefix: string): string {
  return hashOf(
    leaves.map(({ path, version, sha256 }) => ({ path, hash: leafHash(path, version, sha256) })),
    prefix.length,
  ).toString('hex');
}

function hashOf(leaves: readonly { readonly path: string; readonly hash: Buffer }[], depth: number): Buffer {
  const [first, second] = leaves;
  if (first === undefined) return NO_HASH;
  if (second === undefined) return first.hash;
  return nodeHash(
    Array.from({ length: FAN_OUT }, (_, digit) =>
      hashOf(
        leaves.filter(({ path }) => path[depth] === digit.toString(FAN_OUT)),
        depth + 1,
      ),
    ),
  );
}
