import {
  type Account,
  type AccountLeaf,
  type AccountNode,
  type DayScope,
  isNode,
  isSound,
  type NoAccount,
} from './account.ts';
import type { DayTree, TreeNode } from './day-tree.ts';
import { leafHash } from './leaf-hash.ts';

/** One record of which a receiver does not keep what we say it keeps. */
export interface Difference {
  readonly path: string;
  /**
   * `missing`: delivered by our account, and not there. `unknown`: there, and not delivered by our account. `differing`: another
   * version or other bytes.
   */
  readonly kind: 'missing' | 'unknown' | 'differing';
  /** What the receiver has; null when it is missing there. */
  readonly there: AccountLeaf | null;
}

export interface Comparison {
  readonly theirs: TreeNode;
  /** In the order of paths. */
  readonly differences: readonly Difference[];
  /** False: there are more than are listed. */
  readonly isComplete: boolean;
  /** Questions that were asked. */
  readonly questions: number;
}

export interface ComparisonLimits {
  /** Differences that are listed, about. */
  readonly maxDifferences: number;
  readonly maxQuestions: number;
  /** Questions under way at once. */
  readonly concurrency: number;
}

/** For a day on which everything differs it is enough to know so. */
export const COMPARISON_LIMITS: ComparisonLimits = { maxDifferences: 100_000, maxQuestions: 20_000, concurrency: 4 };

const EMPTY = { count: 0, root: '' };

/**
 * Compares our tree with a receiver's account, going down only where roots differ: about as many questions as there are
 * differences, times the levels of the tree. Refuses an account whose hashes do not add up (`account-unsound`), one that
 * changes while it is read so that no difference is left to see (`account-changed`), and one that has no end
 * (`account-endless`).
 */
export async function findDifferences(
  ours: DayTree,
  account: Account,
  scope: DayScope,
  { maxDifferences, maxQuestions, concurrency }: ComparisonLimits = COMPARISON_LIMITS,
): Promise<Comparison | NoAccount> {
  const top = await account.ask(scope, '');
  if (!isNode(top)) return top;
  const differences: Difference[] = [];
  let questions = 1;
  let open: readonly string[] = [];

  /** Looks at one answer; gives the prefixes below it that are to be asked for. */
  function look(node: AccountNode): readonly string[] {
    if ('leaves' in node) {
      differences.push(...compareLeaves(ours, node.prefix, node.leaves));
      return [];
    }
    return compareChildren(node.children, ours.children(node.prefix), (prefix) => {
      differences.push(...compareLeaves(ours, prefix, []));
    });
  }

  if (!isSound(top)) return { reason: 'account-unsound' };
  if (top.root !== ours.top.root) open = look(top);
  while (open.length > 0 && differences.length < maxDifferences) {
    const asked = open.slice(0, concurrency);
    if (questions + asked.length > maxQuestions) return { reason: 'account-endless' };
    questions += asked.length;
    const answers = await Promise.all(asked.map((prefix) => account.ask(scope, prefix)));
    const below: string[] = [];
    for (const answer of answers) {
      if (!isNode(answer)) return answer;
      if (!isSound(answer)) return { reason: 'account-unsound' };
      below.push(...look(answer));
    }
    open = [...below, ...open.slice(asked.length)];
  }
  if (top.root !== ours.top.root && differences.length === 0) return { reason: 'account-changed' };
  const { prefix, count, root } = top;
  return {
    theirs: { prefix, count, root },
    differences: differences.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    isComplete: open.length === 0,
    questions,
  };
}

/** Prefixes whose roots differ; what they have nothing of is all missing there, without a question. */
function compareChildren(
  theirs: readonly TreeNode[],
  ours: readonly TreeNode[],
  onMissing: (prefix: string) => void,
): readonly string[] {
  const there = new Map(theirs.map((child) => [child.prefix, child]));
  const here = new Map(ours.map((child) => [child.prefix, child]));
  for (const { prefix } of ours) if ((there.get(prefix) ?? EMPTY).count === 0) onMissing(prefix);
  return theirs
    .filter(({ prefix, count, root }) => count > 0 && root !== (here.get(prefix) ?? EMPTY).root)
    .map(({ prefix }) => prefix);
}

function compareLeaves(ours: DayTree, prefix: string, theirs: readonly AccountLeaf[]): readonly Difference[] {
  const there = new Map(theirs.map((leaf) => [leaf.path, leaf]));
  const here = ours.leaves(prefix);
  const known = new Set(here.map(({ path }) => path));
  const unknown = theirs.filter(({ path }) => !known.has(path));
  return [
    ...here.flatMap(({ path, hash }): readonly Difference[] => {
      const leaf = there.get(path);
      if (leaf === undefined) return [{ path, kind: 'missing', there: null }];
      const isSame = leafHash(path, leaf.version, leaf.sha256).toString('hex') === hash;
      return isSame ? [] : [{ path, kind: 'differing', there: leaf }];
    }),
    ...unknown.map((leaf): Difference => ({ path: leaf.path, kind: 'unknown', there: leaf })),
  ];
}
