import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseRecordFileName, type RecordReference } from '../fhir/record-reference.ts';
import type { FacilityCode } from '../types/submission.ts';
import type { Account, AccountLeaf, AccountNode, DayScope, NoAccount } from './account.ts';
import { createDayTree, type DayTree } from './day-tree.ts';
import { leafHash } from './leaf-hash.ts';

/** So many records are told at once, instead of the children. */
const MAX_TOLD = 256;

interface FolderDay {
  readonly tree: DayTree;
  readonly leaves: ReadonlyMap<string, AccountLeaf>;
}

/**
 * The account of a destination of kind `file`: what lies in its folder now, by the names that `recordFileName` gives. Every
 * file of the day is read and hashed; of several versions of a record the newest counts. Names that are none of ours are
 * passed over; a folder of a day that is not there holds nothing, any other failure is `folder-unreadable`.
 */
export function createFolderAccount(folder: string): Account {
  let last: { readonly key: string; readonly read: Promise<FolderDay | NoAccount> } | undefined;
  return {
    close: async () => undefined,
    async ask(scope, prefix) {
      const key = JSON.stringify(scope);
      if (last?.key !== key || prefix === '') last = { key, read: readDay(folder, scope) };
      const read = await last.read;
      return 'tree' in read ? tell(read, prefix) : read;
    },
  };
}

function tell({ tree, leaves }: FolderDay, prefix: string): AccountNode {
  const node = tree.node(prefix);
  if (node.count > MAX_TOLD) return { ...node, children: tree.children(prefix) };
  return { ...node, leaves: tree.leaves(prefix).map(({ path }) => leaves.get(path) as AccountLeaf) };
}

async function readDay(folder: string, { day, facility }: DayScope): Promise<FolderDay | NoAccount> {
  try {
    const facilities = facility === null ? await namesIn(join(folder, day)) : [facility];
    const leaves = new Map<string, AccountLeaf>();
    for (const each of facilities) {
      for (const leaf of await readFacility(folder, day, each)) leaves.set(leaf.path, leaf);
    }
    return { leaves, tree: await treeOf([...leaves.values()]) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { reason: 'folder-unreadable' };
  }
}

async function readFacility(folder: string, day: string, facility: FacilityCode): Promise<readonly AccountLeaf[]> {
  const newest = new Map<string, RecordReference & { readonly name: string }>();
  for (const file of await namesIn(join(folder, day, facility))) {
    const name = `${day}/${facility}/${file}`;
    const reference = parseRecordFileName(name);
    const isNewest = reference !== undefined && reference.version > (newest.get(reference.path)?.version ?? 0);
    if (isNewest) newest.set(reference.path, { ...reference, name });
  }
  const leaves: AccountLeaf[] = [];
  for (const { name, path, version } of newest.values()) {
    leaves.push({ facility, path, version, sha256: await hashFile(join(folder, name)), receipt: name });
  }
  return leaves;
}

/** Names in a folder; none when it is not there. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return [];
    throw error;
  }
}

async function hashFile(file: string): Promise<string> {
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(file), sha256);
  return sha256.digest('hex');
}

function treeOf(leaves: readonly AccountLeaf[]): Promise<DayTree> {
  const paths = Buffer.concat(leaves.map(({ path }) => Buffer.from(path, 'hex')));
  const hashes = Buffer.concat(leaves.map(({ path, version, sha256 }) => leafHash(path, version, sha256)));
  return createDayTree({ count: leaves.length, paths, hashes });
}
