import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageFile } from './package-file.ts';
import { expectWithin, type PackageLimits } from './package-limits.ts';

/**
 * The files of an unpacked package: those directly in its folder `package`, or if there is none, in the folder itself. Links
 * are not followed. Refuses (throws `PackageError`, LT-V232) what is over a limit; throws what the file system throws.
 */
export async function* folderFiles(path: string, limits: PackageLimits): AsyncGenerator<PackageFile, void, void> {
  const folder = await packageFolder(path);
  const entries = await readdir(folder, { withFileTypes: true });
  expectWithin(limits, 'entries', entries.length, path);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  let total = 0;
  for (const name of names.sort()) {
    const { size } = await stat(join(folder, name));
    total += size;
    expectWithin(limits, 'totalBytes', total, path);
    expectWithin(limits, 'fileBytes', size, name);
    yield { name, read: () => readFile(join(folder, name)) };
  }
}

async function packageFolder(path: string): Promise<string> {
  const inside = join(path, 'package');
  const found = await stat(inside).catch(() => undefined);
  return found?.isDirectory() ? inside : path;
}
