import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { createByteReader } from './byte-reader.ts';
import { PackageError } from './package-error.ts';
import type { PackageFile } from './package-file.ts';
import type { PackageLimits } from './package-limits.ts';
import { tarEntries } from './tar-entries.ts';

/**
 * The files of a package archive (.tgz) that stand directly in its folder `package`, or at its root. Nothing is written to
 * the disk, and no more is unpacked than is asked for. Refuses (throws `PackageError`) what cannot be read (LT-V230), is
 * damaged (LT-V231), too much (LT-V232), or has a name that leads out of the archive (LT-V233).
 * @source https://hl7.org/fhir/packages.html
 */
export async function* archiveFiles(path: string, limits: PackageLimits): AsyncGenerator<PackageFile, void, void> {
  const archive = basename(path);
  const source = createReadStream(path);
  const gunzip = createGunzip();
  source.once('error', (error) => gunzip.destroy(error));
  try {
    for await (const entry of tarEntries(createByteReader(source.pipe(gunzip)), archive, limits)) {
      const name = nameInPackage(entry.name, archive);
      if (name !== undefined) yield { name, read: entry.read };
    }
  } catch (error) {
    throw asPackageError(error, archive);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** `package/a.json` and `a.json` are `a.json`; what stands in further folders (examples) is none of ours. */
function nameInPackage(name: string, archive: string): string | undefined {
  const parts = name.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || name.startsWith('/') || name.includes('\0')) {
    throw new PackageError({ rule: 'LT-V233', path: archive });
  }
  const [first, second, third] = parts;
  if (first === 'package') return third === undefined ? second : undefined;
  return second === undefined ? first : undefined;
}

function asPackageError(error: unknown, archive: string): PackageError {
  if (error instanceof PackageError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  return new PackageError({ rule: code.startsWith('Z_') ? 'LT-V231' : 'LT-V230', path: archive }, { cause: error });
}
