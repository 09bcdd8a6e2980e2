import { readFileSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { PackageFile } from './package-file.ts';
import { expectWithin, type PackageLimits } from './package-limits.ts';

/** Files between which others in the process get their turn. */
const FILES_PER_TURN = 32;

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
  for (const [at, name] of names.sort().entries()) {
    // Many small files are read one after the other twenty times faster than by handing each to another thread.
    if (at % FILES_PER_TURN === FILES_PER_TURN - 1) await setImmediate();
    const { size } = statSync(join(folder, name));
    total += size;
    expectWithin(limits, 'totalBytes', total, path);
    expectWithin(limits, 'fileBytes', size, name);
    yield { name, read: async () => readFileSync(join(folder, name)) };
  }
}

async function packageFolder(path: string): Promise<string> {
  const inside = join(path, 'package');
  const found = await stat(inside).catch(() => undefined);
  return found?.isDirectory() ? inside : path;
}
