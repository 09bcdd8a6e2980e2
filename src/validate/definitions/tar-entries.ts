import type { ByteReader } from './byte-reader.ts';
import { PackageError } from './package-error.ts';
import { expectWithin, type PackageLimits } from './package-limits.ts';
import { BLOCK, parsePaxRecords, parseTarHeader, type TarHeader } from './tar-header.ts';

/** A file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** Its content; to be asked for before the next entry is taken. */
  read(): Promise<Buffer>;
}

/**
 * The files of a tar archive, one after the other; folders, links and devices are passed over. `archive` is named in errors.
 * Refuses (throws `PackageError`) what is no tar archive or ends too early (LT-V231) and what is over a limit (LT-V232).
 */
export async function* tarEntries(
  reader: ByteReader,
  archive: string,
  limits: PackageLimits,
): AsyncGenerator<TarEntry, void, void> {
  let total = 0;
  let about: Partial<TarHeader> = {};
  for (let count = 1; ; count += 1) {
    const header = await nextHeader(reader, archive);
    if (header === undefined) return;
    const { name, size, type } = { ...header, ...about };
    total += size;
    expectWithin(limits, 'entries', count, archive);
    expectWithin(limits, 'totalBytes', total, archive);
    const content = entryContent(reader, size, archive, limits);
    about = type === 'x' || type === 'L' ? aboutNext(type, await content.read()) : {};
    if (type === '0') yield { name, read: content.read };
    await content.pass();
  }
}

/** Undefined at the end: a block of zeros, or no further block. */
async function nextHeader(reader: ByteReader, archive: string): Promise<TarHeader | undefined> {
  const block = await reader.read(BLOCK);
  if (block === undefined || block.every((byte) => byte === 0)) return undefined;
  const header = parseTarHeader(block);
  if (header === undefined) throw damaged(archive);
  return header;
}

/** What follows a header, filled up to whole blocks; `pass` goes on to its end when it was not read. */
function entryContent(reader: ByteReader, size: number, archive: string, limits: PackageLimits) {
  const blocks = Math.ceil(size / BLOCK) * BLOCK;
  let isTaken = false;
  return {
    async read(): Promise<Buffer> {
      expectWithin(limits, 'fileBytes', size, archive);
      isTaken = true;
      const content = await reader.read(blocks);
      if (content === undefined) throw damaged(archive);
      return content.subarray(0, size);
    },
    async pass(): Promise<void> {
      if (!isTaken && !(await reader.skip(blocks))) throw damaged(archive);
    },
  };
}

function aboutNext(type: 'x' | 'L', content: Buffer): Partial<TarHeader> {
  if (type === 'L') return { name: content.toString('utf8').replace(/\0.*$/s, '') };
  const { path, size } = parsePaxRecords(content);
  return { ...(path !== undefined && { name: path }), ...(size !== undefined && { size }) };
}

function damaged(archive: string): PackageError {
  return new PackageError({ rule: 'LT-V231', path: archive });
}
