import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountLeaf, AccountNode } from '../../src/reconcile/account.ts';
import { isNode, isSound, rootOf } from '../../src/reconcile/account.ts';
import { type Comparison, type Difference, findDifferences } from '../../src/reconcile/find-differences.ts';
import { readAccountNode } from '../../src/reconcile/read-account.ts';
import { createReceiverAccount } from '../../src/simulate/receivers/account.ts';
import type { DeliveredLeaf } from '../../src/types/reconciliation.ts';
import { leafOf, naiveAccount, naiveRoot, toldOf, treeOf } from '../support/day-leaves.ts';

const SCOPE = { day: '2026-11-22', facility: null };

/** What becomes of one record on its way from our account to theirs. */
type Fate = 'kept' | 'missing' | 'unknown' | 'other-version' | 'other-bytes';

const fates = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fate>('kept') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('missing', 'unknown', 'other-version', 'other-bytes') },
  ),
  { maxLength: 400 },
);

function splitUp(all: readonly Fate[]): { ours: DeliveredLeaf[]; theirs: AccountLeaf[]; expected: string[] } {
  const ours: DeliveredLeaf[] = [];
  const theirs: AccountLeaf[] = [];
  const expected: string[] = [];
  const note = (kind: Difference['kind'], leaf: DeliveredLeaf) => expected.push(`${toldOf(leaf).path} ${kind}`);
  for (const [index, fate] of all.entries()) {
    const leaf = leafOf(`LK${index}`, { facility: `9900${index % 3}` });
    if (fate !== 'unknown') ours.push(leaf);
    if (fate === 'kept' || fate === 'unknown') theirs.push(toldOf(leaf));
    if (fate === 'other-version') theirs.push({ ...toldOf(leaf), version: 2 });
    if (fate === 'other-bytes') theirs.push({ ...toldOf(leaf), sha256: '0'.repeat(64) });
    if (fate === 'missing' || fate === 'unknown') note(fate, leaf);
    if (fate.startsWith('other')) note('differing', leaf);
  }
  ours.sort((one, other) => (one.facility < other.facility ? -1 : 1));
  return { ours, theirs, expected: expected.toSorted() };
}

describe('the tree of a day', () => {
  it('has the root of the definition, whatever the order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ maxLength: 6 }), { maxLength: 120 }), async (identities) => {
        const leaves = identities.map((identity) => leafOf(identity));
        const told = leaves.map(toldOf);
        const tree = await treeOf(leaves);
        expect(tree.top).toEqual({ prefix: '', count: leaves.length, root: naiveRoot(told) });
        expect((await treeOf(leaves.toReversed())).top).toEqual(tree.top);
        expect(rootOf(told, '')).toBe(tree.top.root);
        for (const child of tree.children('')) {
          expect(child.root).toBe(naiveRoot(told, child.prefix));
          expect(tree.leaves(child.prefix)).toHaveLength(child.count);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("the simulated receiver's own account", () => {
  it('is that of the definition, whole and of one facility, and the gateway reads it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200 }), fc.constantFrom(null, '99001'), async (count, facility) => {
        const account = createReceiverAccount();
        const leaves = Array.from({ length: count }, (_, index) =>
          leafOf(`LK${index}`, { facility: `9900${index % 3}` }),
        );
        for (const { path, facility: of, sha256 } of leaves.map(toldOf)) {
          const reference = { facility: of, day: SCOPE.day, path };
          account.note({ ...reference, version: 1 }, sha256, 'R-1');
          // A version that comes late changes nothing; neither does what has no reference.
          account.note({ ...reference, version: 0 }, '0'.repeat(64), null);
          account.note(null, sha256, null);
        }
        const told = leaves.map(toldOf).filter((leaf) => facility === null || leaf.facility === facility);
        const ask = async (_scope: unknown, prefix: string) =>
          readAccountNode(Buffer.from(JSON.stringify(account.answer(SCOPE.day, prefix, facility)))) as AccountNode;
        expect(await ask(SCOPE, '')).toMatchObject({ count: told.length, root: naiveRoot(told) });
        const ours = leaves.filter((leaf) => facility === null || leaf.facility === facility);
        const tree = await treeOf(ours.toSorted((one, other) => (one.facility < other.facility ? -1 : 1)));
        const found = await findDifferences(tree, { ask, close: async () => undefined }, { ...SCOPE, facility });
        expect(found).toMatchObject({ differences: [], questions: 1 });
        const without = await treeOf([]);
        const all = await findDifferences(without, { ask, close: async () => undefined }, { ...SCOPE, facility });
        expect('differences' in all && all.differences).toHaveLength(told.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('finding differences', () => {
  it('finds exactly those that there are, with few questions', async () => {
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 20 }), async (all, maxTold) => {
        const { ours, theirs, expected } = splitUp(all);
        const tree = await treeOf(ours);
        const account = naiveAccount(theirs, maxTold);
        const found = (await findDifferences(tree, account, SCOPE)) as Comparison;
        expect(found.differences.map(({ path, kind }) => `${path} ${kind}`)).toEqual(expected);
        expect(found.isComplete).toBe(true);
        expect(found.theirs).toEqual({ prefix: '', count: theirs.length, root: naiveRoot(theirs) });
        expect(found.questions).toBe(account.asked.length);
        // No node is asked for that holds no difference; every question but the first stands above one.
        const strays = account.asked.filter((prefix) => !expected.some((line) => line.startsWith(prefix)));
        expect(strays).toEqual(expected.length === 0 ? [''] : []);
        const depth = Math.max(...account.asked.map((prefix) => prefix.length));
        expect(found.questions).toBeLessThanOrEqual(1 + expected.length * depth);
      }),
      { numRuns: 150 },
    );
  });

  it('takes no account whose hashes do not add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 6 }), async (count, fault) => {
        const told = Array.from({ length: count }, (_, index) => toldOf(leafOf(`LK${index}`)));
        const node = await naiveAccount(told, fault % 2 === 0 ? 0 : 100).ask(SCOPE, '');
        expect(isNode(node) && isSound(node)).toBe(true);
        const name = isNode(node) && 'leaves' in node ? 'leaves' : 'children';
        const [first, ...others] = (node as unknown as Record<string, readonly object[]>)[name] ?? [];
        const wrong = [
          { ...node, count: count + 1 },
          { ...node, root: '1'.repeat(64) },
          { ...node, prefix: 'ab' },
          { ...node, [name]: others },
          { ...node, [name]: [first, first, ...others] },
        ];
        for (const each of wrong) expect(isSound(each as Parameters<typeof isSound>[0])).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});
