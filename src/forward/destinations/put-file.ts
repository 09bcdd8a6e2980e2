import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Failure } from '../destination.ts';

/** The owner writes, the group (who loads the files) reads. */
const MODE = 0o640;
const FOLDER_MODE = 0o750;

/** A folder on such a file system cannot be synced by itself; there a rename is as durable as it gets. */
const NOT_FOR_FOLDERS = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR', 'EPERM']);

const FAILURES = new Map<string, Failure>([
  ['ENOSPC', { kind: 'transient', reason: 'disk-full' }],
  ['EDQUOT', { kind: 'transient', reason: 'disk-full' }],
  ['EACCES', { kind: 'misconfigured', reason: 'folder-denied' }],
  ['EPERM', { kind: 'misconfigured', reason: 'folder-denied' }],
  ['EROFS', { kind: 'misconfigured', reason: 'folder-denied' }],
  ['ENOENT', { kind: 'misconfigured', reason: 'folder-missing' }],
  ['ENOTDIR', { kind: 'misconfigured', reason: 'folder-missing' }],
  ['ELOOP', { kind: 'misconfigured', reason: 'folder-missing' }],
]);

/** Where the bytes of one attempt go. */
export interface FilePlace {
  readonly folder: string;
  /** Path below the folder, with `/`: `parseRecordFileName` knows it. */
  readonly name: string;
  /** Number of the attempt, from 1: attempts do not share a temporary file. */
  readonly attempt: number;
}

/**
 * Puts a whole file below a folder, or nothing: writes `.{name}.{attempt}.part` beside it, syncs it, renames it, syncs the
 * folders. A file of that name with the same bytes is left as it is, and synced; with other bytes it is left too, and the
 * outcome is `refused`. Folders between are made, the folder itself is not: a drive that is not mounted must not be written
 * behind. Undefined when the file is there and would survive a power cut; a failure is `transient` or `misconfigured` as
 * long as the file is not there, `unknown` from then on.
 */
export async function putFile({ folder, name, attempt }: FilePlace, bytes: Buffer): Promise<Failure | undefined> {
  const path = join(folder, name);
  const aside = partOf(path, attempt);
  const folders = foldersTo(folder, name);
  try {
    for (const between of folders.slice(1)) await makeFolder(between);
    // Left by the attempt before, should the process have been killed in the middle of it.
    await rm(partOf(path, attempt - 1), { force: true });
    await rm(aside, { force: true });
    const there = await lookAt(path, bytes);
    if (there === 'other') return { kind: 'refused', reason: 'file-differs' };
    if (there === 'none') {
      await writeNew(aside, bytes);
      await rename(aside, path);
    }
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    return readFolderFailure(error);
  }
  try {
    for (const holding of folders.reverse()) await syncFolder(holding);
    return undefined;
  } catch {
    return { kind: 'unknown', reason: 'disk-error' };
  }
}

const partOf = (path: string, attempt: number) => join(dirname(path), `.${basename(path)}.${attempt}.part`);

/** The folder, and those between it and the file. */
function foldersTo(folder: string, name: string): string[] {
  const between = name.split('/').slice(0, -1);
  return [folder, ...between.map((_, index) => join(folder, ...between.slice(0, index + 1)))];
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, FOLDER_MODE).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function lookAt(path: string, bytes: Buffer): Promise<'none' | 'same' | 'other'> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return 'none';
  if (!found.isFile() || found.size !== bytes.length || !bytes.equals(await readFile(path))) return 'other';
  await withFile(path, constants.O_RDONLY, (file) => file.sync());
  return 'same';
}

/** Exclusive: whoever else may write to the folder cannot lead it elsewhere by a link of that name. */
function writeNew(path: string, bytes: Buffer): Promise<void> {
  return withFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, async (file) => {
    await file.writeFile(bytes);
    await file.sync();
  });
}

async function syncFolder(folder: string): Promise<void> {
  try {
    await withFile(folder, constants.O_RDONLY, (file) => file.sync());
  } catch (error) {
    if (!NOT_FOR_FOLDERS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function withFile(path: string, flags: number, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, MODE);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** What a failure of the file system means while the file is not there. Throws again what is none: errors of Node carry a code. */
export function readFolderFailure(error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return FAILURES.get(code) ?? { kind: 'transient', reason: 'disk-error' };
}
