import { describe, expect, it } from '@jest/globals';
import type { Account, AccountNode } from '../../../src/reconcile/account.ts';
import { findDifferences } from '../../../src/reconcile/find-differences.ts';
import { leafOf, naiveAccount, toldOf, treeOf } from '../../support/day-leaves.ts';

const SCOPE = { day: '2026-11-22', facility: null };
const LEAVES = Array.from({ length: 200 }, (_, index) => leafOf(`LK${index}`));
const TOLD = LEAVES.map(toldOf);

/** An honest account, changed on its way. */
function changed(honest: Account, change: (node: AccountNode, prefix: string) => AccountNode): Account {
  return {
    ...honest,
    ask: async (scope, prefix) => change((await honest.ask(scope, prefix)) as AccountNode, prefix),
  };
}

describe('finding differences', () => {
  it('asks once on an equal day', async () => {
    const account = naiveAccount(TOLD, 8);
    expect(await findDifferences(await treeOf(LEAVES), account, SCOPE)).toMatchObject({
      differences: [],
      isComplete: true,
      questions: 1,
    });
  });

  it('asks once when nothing is there, and once when nothing is known', async () => {
    const missing = await findDifferences(await treeOf(LEAVES), naiveAccount([], 8), SCOPE);
    expect(missing).toMatchObject({ theirs: { count: 0 }, questions: 1 });
    expect('differences' in missing && missing.differences.every(({ kind }) => kind === 'missing')).toBe(true);
    expect('differences' in missing && missing.differences).toHaveLength(200);
    const unknown = await findDifferences(await treeOf([]), naiveAccount(TOLD, 1_000), SCOPE);
    expect(unknown).toMatchObject({ questions: 1 });
    expect('differences' in unknown && unknown.differences.map(({ kind }) => kind)).toEqual(TOLD.map(() => 'unknown'));
  });

  it('stops listing at its limit and says so', async () => {
    const limits = { maxDifferences: 10, maxQuestions: 1_000, concurrency: 2 };
    const found = await findDifferences(await treeOf([]), naiveAccount(TOLD, 4), SCOPE, limits);
    expect(found).toMatchObject({ isComplete: false });
    expect('differences' in found ? found.differences.length : 0).toBeLessThan(30);
  });

  it('does not ask without end', async () => {
    const limits = { maxDifferences: 1_000, maxQuestions: 5, concurrency: 2 };
    const found = await findDifferences(await treeOf([]), naiveAccount(TOLD, 4), SCOPE, limits);
    expect(found).toEqual({ reason: 'account-endless' });
  });

  it('gives the reason why there is no account, also in the middle', async () => {
    const none = { reason: 'http-503' };
    const down: Account = { ask: async () => none, close: async () => undefined };
    expect(await findDifferences(await treeOf(LEAVES), down, SCOPE)).toBe(none);
    const honest = naiveAccount(TOLD.slice(1), 8);
    const ask: Account['ask'] = async (scope, prefix) => (prefix === '' ? honest.ask(scope, prefix) : none);
    expect(await findDifferences(await treeOf(LEAVES), { ...honest, ask }, SCOPE)).toBe(none);
  });

  it('takes no account whose hashes do not add up, above or below', async () => {
    const tree = await treeOf(LEAVES);
    for (const where of ['', 'below'] as const) {
      const liar = changed(naiveAccount(TOLD.slice(1), 8), (node, prefix) =>
        (prefix === '') === (where === '') ? { ...node, count: node.count + 1 } : node,
      );
      expect(await findDifferences(tree, liar, SCOPE)).toEqual({ reason: 'account-unsound' });
    }
  });

  it('says so when what differed is gone before it is found', async () => {
    const before = naiveAccount(TOLD.slice(1), 8);
    const after = naiveAccount(TOLD, 8);
    const ask: Account['ask'] = (scope, prefix) => (prefix === '' ? before : after).ask(scope, prefix);
    expect(await findDifferences(await treeOf(LEAVES), { ...after, ask }, SCOPE)).toEqual({
      reason: 'account-changed',
    });
  });
});
