import type { Store } from '../types/store.ts';
import type { Account, DayScope } from './account.ts';
import { treeOfDay } from './digest-day.ts';
import { findDifferences } from './find-differences.ts';
import { type NamedDifference, nameDifferences } from './name-differences.ts';

interface Root {
  readonly count: number;
  /** Hex. */
  readonly root: string;
}

/** A day at one destination, by our account and by its own. */
export interface DayComparison {
  readonly destination: string;
  /** `not-asked`: it gives no account of its own. `no-account`: it was asked, and `reason` says why there is none. */
  readonly state: 'equal' | 'different' | 'not-asked' | 'no-account';
  readonly reason: string | null;
  readonly ours: Root;
  readonly theirs: Root | null;
  readonly missing: number;
  readonly unknown: number;
  readonly differing: number;
  /** False: there are more differences than are listed. */
  readonly isComplete: boolean;
  readonly differences: readonly NamedDifference[];
}

/** Compares a day at a destination with its own account (null: it has none). Changes nothing. */
export async function compareDay(
  store: Pick<Store, 'deliveredBetween' | 'standingsBetween'>,
  destination: string,
  account: Account | null,
  scope: DayScope,
): Promise<DayComparison> {
  const tree = await treeOfDay(store, destination, scope);
  const { count, root } = tree.top;
  const nothing = { missing: 0, unknown: 0, differing: 0, isComplete: true, differences: [] };
  const base = { destination, reason: null, ours: { count, root }, theirs: null, ...nothing };
  if (account === null) return { ...base, state: 'not-asked' };
  const found = await findDifferences(tree, account, scope);
  if ('reason' in found) return { ...base, state: 'no-account', reason: found.reason };
  const theirs = { count: found.theirs.count, root: found.theirs.root };
  if (found.differences.length === 0) return { ...base, state: 'equal', theirs };
  const countOf = (kind: NamedDifference['kind']) => found.differences.filter((each) => each.kind === kind).length;
  return {
    ...base,
    state: 'different',
    theirs,
    missing: countOf('missing'),
    unknown: countOf('unknown'),
    differing: countOf('differing'),
    isComplete: found.isComplete,
    differences: await nameDifferences(store, destination, scope, found.differences),
  };
}
