import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { recordPath } from '../../../src/fhir/record-reference.ts';
import { createDayTree } from '../../../src/reconcile/day-tree.ts';
import { leafHash, nodeHash } from '../../../src/reconcile/leaf-hash.ts';
import { readLeafTable } from '../../../src/reconcile/leaf-table.ts';
import { each, leafOf, naiveRoot, toldOf, treeOf } from '../../support/day-leaves.ts';
import { ROOT } from '../../support/source-files.ts';

/**
 * The vectors of docs/reconciliation.md, written down there; here worked out by hand-joined hex, with nothing of src/ but what
 * is tested.
 */
const sha = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
const MESSAGE = createHash('sha256').update('{}').digest('hex');
const PATH_1 = createHash('sha256').update('99001\0LK1').digest('hex');
const LEAF_1 = sha(`00${PATH_1}00000001${MESSAGE}`);
const LEAF_2 = sha(`00${createHash('sha256').update('99001\0LK2').digest('hex')}00000002${MESSAGE}`);
const ZERO = '0'.repeat(64);

describe('test vectors', () => {
  it('a record', () => {
    expect(recordPath('99001', 'LK1')).toBe(PATH_1);
    expect(leafHash(PATH_1, 1, MESSAGE).toString('hex')).toBe(LEAF_1);
    expect([PATH_1, LEAF_1]).toEqual([
      '2d4e2ad4d81715015a4ff8e36ad95d716664372c9743c80a08541db392a7a6dd',
      '7cb28c507c47987d67f88ccb9ce35c6987c1db934e906ce0ca9a7e04b86352c8',
    ]);
  });

  it('a day without records, with one, and with two', async () => {
    const one = leafOf('LK1', { sha256: MESSAGE });
    const two = leafOf('LK2', { sha256: MESSAGE, version: 2 });
    expect((await treeOf([])).top).toEqual({ prefix: '', count: 0, root: ZERO });
    expect((await treeOf([one])).top).toEqual({ prefix: '', count: 1, root: LEAF_1 });
    const children = Array.from({ length: 16 }, () => ZERO);
    children[Number.parseInt(PATH_1.slice(0, 1), 16)] = LEAF_1;
    children[Number.parseInt(recordPath('99001', 'LK2').slice(0, 1), 16)] = LEAF_2;
    const root = sha(`01${children.join('')}`);
    expect((await treeOf([one, two])).top).toEqual({ prefix: '', count: 2, root });
    expect(nodeHash(children.map((hash) => Buffer.from(hash, 'hex'))).toString('hex')).toBe(root);
    expect(root).toBe('11d50c9f9b2192dd2d9aaa93af33bf7f0368c03a3e6d4457a485fd9f5a3327aa');
  });
});

describe('docs/reconciliation.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'reconciliation.md'), 'utf8');

  it.each([
    `99001 2026-11-22 ${PATH_1} 1`,
    `| path of identity \`LK1\` | \`${PATH_1}\` |`,
    `| root of a day with \`LK1\`, version 1 | \`${LEAF_1}\` |`,
    `| root of a day with \`LK2\`, version 2 | \`${LEAF_2}\` |`,
    `\`${MESSAGE}\``,
    '| root of a day with both | `11d50c9f9b2192dd2d9aaa93af33bf7f0368c03a3e6d4457a485fd9f5a3327aa` |',
  ])('has %s', (text) => expect(page).toContain(text));
});

describe('the tree of a day', () => {
  const leaves = ['99001', '99002'].flatMap((facility) =>
    Array.from({ length: 300 }, (_, index) => leafOf(`LK${index}`, { facility })),
  );

  it('has children, and leaves in the order of paths', async () => {
    const tree = await treeOf(leaves);
    const told = leaves.map(toldOf);
    const children = tree.children('');
    expect(children.map(({ prefix }) => prefix)).toEqual([...'0123456789abcdef']);
    expect(children.reduce((sum, { count }) => sum + count, 0)).toBe(600);
    const below = tree.children('a');
    expect(below.every(({ prefix, root }) => root === naiveRoot(told, prefix))).toBe(true);
    expect(tree.leaves('a').map(({ path }) => path)).toEqual(
      told.flatMap(({ path }) => (path.startsWith('a') ? [path] : [])).toSorted(),
    );
    expect(tree.node('abcdef0')).toEqual({ prefix: 'abcdef0', count: 0, root: ZERO });
  });

  it('can be made of one facility alone', async () => {
    const table = await readLeafTable(each(leaves));
    expect(table.facilities).toEqual([
      { facility: '99001', from: 0, until: 300 },
      { facility: '99002', from: 300, until: 600 },
    ]);
    for (const rows of table.facilities) {
      const own = leaves.filter(({ facility }) => facility === rows.facility).map(toldOf);
      expect((await createDayTree(table, rows)).top).toEqual({ prefix: '', count: 300, root: naiveRoot(own) });
    }
  });

  it('refuses a record that stands twice', async () => {
    await expect(treeOf([leafOf('LK1'), leafOf('LK2'), leafOf('LK1', { version: 2 })])).rejects.toThrow('stands twice');
  });
});
