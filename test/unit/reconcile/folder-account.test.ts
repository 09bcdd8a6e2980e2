import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { recordFileName } from '../../../src/fhir/record-reference.ts';
import { findDifferences } from '../../../src/reconcile/find-differences.ts';
import { createFolderAccount } from '../../../src/reconcile/folder-account.ts';
import type { DeliveredLeaf } from '../../../src/types/reconciliation.ts';
import { leafOf, toldOf, treeOf } from '../../support/day-leaves.ts';
import { createFolder } from '../../support/run-cli.ts';

const SCOPE = { day: '2026-11-22', facility: null };
const RECEIVED = Date.parse('2026-11-22T08:00:00+07:00');
const LEAVES = ['99001', '99002'].flatMap((facility) =>
  Array.from({ length: 200 }, (_, index) => leafOf(`LK${index}`, { facility })),
);

let folder: Awaited<ReturnType<typeof createFolder>>;
beforeEach(async () => {
  folder = await createFolder();
});
afterEach(() => folder.remove());

/** Writes what a leaf stands for; gives the file's name below the folder. */
async function write({ facility, identity, version }: DeliveredLeaf, content = `${identity} ${version}`) {
  const delivery = { facility, recordKey: identity, recordId: v7(), version, receivedAt: RECEIVED };
  const name = recordFileName(delivery, 'ndjson');
  await mkdir(dirname(join(folder.path, name)), { recursive: true });
  await writeFile(join(folder.path, name), content);
  return name;
}

/** As `kind path`. */
async function compare(leaves: readonly DeliveredLeaf[], scope: { day: string; facility: string | null } = SCOPE) {
  const found = await findDifferences(await treeOf(leaves), createFolderAccount(folder.path), scope);
  return 'reason' in found ? found.reason : found.differences.map(({ kind, path }) => `${kind} ${path}`);
}
const pathOf = (leaf: DeliveredLeaf): string => toldOf(leaf).path;

describe("a folder's account", () => {
  it('is equal when every file is there as it was written', async () => {
    for (const leaf of LEAVES) await write(leaf);
    expect(await compare(LEAVES)).toEqual([]);
    const own = LEAVES.filter(({ facility }) => facility === '99002');
    expect(await compare(own, { ...SCOPE, facility: '99002' })).toEqual([]);
  });

  it('finds the file that is gone, the one that was changed, and the one that nobody delivered', async () => {
    const [gone, edited, ...others] = LEAVES as [DeliveredLeaf, DeliveredLeaf, ...DeliveredLeaf[]];
    for (const leaf of others) await write(leaf);
    await write(edited, 'edited');
    const stranger = leafOf('LK-stranger');
    await write(stranger);
    expect(await compare(LEAVES)).toEqual(
      [`missing ${pathOf(gone)}`, `differing ${pathOf(edited)}`, `unknown ${pathOf(stranger)}`].toSorted(
        (one, other) => ((one.split(' ')[1] ?? '') < (other.split(' ')[1] ?? '') ? -1 : 1),
      ),
    );
  });

  it('counts the newest version of a record', async () => {
    const newest = leafOf('LK1', { version: 10 });
    await write(newest);
    await write(leafOf('LK1', { version: 9 }), 'older');
    expect(await compare([newest])).toEqual([]);
  });

  it('passes over what is none of ours and what is not finished', async () => {
    const leaf = leafOf('LK1');
    const name = await write(leaf);
    await writeFile(join(folder.path, dirname(name), `.${name.split('/')[2]}.1.part`), 'half');
    await writeFile(join(folder.path, dirname(name), 'README.txt'), 'x');
    await writeFile(join(folder.path, '2026-11-22', 'index.csv'), 'x');
    expect(await compare([leaf])).toEqual([]);
  });

  it('holds nothing of a day that has no folder', async () => {
    expect(await compare([leafOf('LK1')])).toEqual([`missing ${pathOf(leafOf('LK1'))}`]);
    expect(await compare([])).toEqual([]);
  });

  it('says that it cannot be read', async () => {
    const name = await write(leafOf('LK1'));
    await rm(join(folder.path, name));
    await mkdir(join(folder.path, name));
    expect(await compare([leafOf('LK1')])).toBe('folder-unreadable');
  });

  it('tells the file as the receipt', async () => {
    const name = await write(leafOf('LK1'));
    const node = await createFolderAccount(folder.path).ask(SCOPE, '');
    const sha256 = createHash('sha256').update('LK1 1').digest('hex');
    expect(node).toMatchObject({ count: 1, leaves: [{ facility: '99001', version: 1, sha256, receipt: name }] });
  });
});
