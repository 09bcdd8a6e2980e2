import { describe, expect, it } from '@jest/globals';
import { createByteReader } from '../../../../src/validate/definitions/byte-reader.ts';
import { PACKAGE_LIMITS } from '../../../../src/validate/definitions/package-limits.ts';
import { tarEntries } from '../../../../src/validate/definitions/tar-entries.ts';
import { type ArchiveEntry, entryBlocks } from '../../../support/tar-archive.ts';

const END = Buffer.alloc(1024);

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Names and contents of the files; `size` is the length of the pieces in which the archive arrives. */
async function filesOf(bytes: Buffer, size = 1000, limits = PACKAGE_LIMITS): Promise<[string, string][]> {
  const files: [string, string][] = [];
  for await (const { name, read } of tarEntries(createByteReader(chunksOf(bytes, size)), 'a.tgz', limits)) {
    files.push([name, (await read()).toString('utf8')]);
  }
  return files;
}

const archive = (...entries: readonly ArchiveEntry[]) => Buffer.concat([...entries.map(entryBlocks), END]);
const broken = { name: 'PackageError', finding: { rule: 'LT-V231', path: 'a.tgz' } };

describe('the files of a tar archive', () => {
  it.each([1, 511, 512, 513, 100_000])('come whole, in pieces of %i bytes', async (size) => {
    const bytes = archive({ name: 'empty' }, { name: 'x', content: 'a'.repeat(512) }, { name: 'y', content: 'chữ' });
    expect(await filesOf(bytes, size)).toEqual([
      ['empty', ''],
      ['x', 'a'.repeat(512)],
      ['y', 'chữ'],
    ]);
  });

  it('are not folders, links or devices', async () => {
    const others = ['1', '2', '3', '5', 'g', 'V'].map((type) => ({ name: 'other', type, content: 'x' }));
    expect(await filesOf(archive(...others, { name: 'x' }))).toEqual([['x', '']]);
  });

  it('have long names: by prefix, by GNU tar, by pax', async () => {
    const long = `package/${'n'.repeat(120)}.json`;
    const record = ` path=${long}\n`;
    const bytes = archive(
      { name: 'name', prefix: 'folder' },
      { name: '././@LongLink', type: 'L', content: `${long}\0` },
      { name: 'short' },
      { name: 'PaxHeader', type: 'x', content: `${record.length + 3}${record}20 mtime=1700000000\n` },
      { name: 'short' },
      { name: 'last' },
    );
    expect((await filesOf(bytes)).map(([name]) => name)).toEqual(['folder/name', long, long, 'last']);
  });

  it('may be passed over unread', async () => {
    const names: string[] = [];
    const bytes = archive({ name: 'x', content: 'a'.repeat(3000) }, { name: 'y' });
    for await (const { name } of tarEntries(createByteReader(chunksOf(bytes, 700)), 'a.tgz', PACKAGE_LIMITS)) {
      names.push(name);
    }
    expect(names).toEqual(['x', 'y']);
  });

  it('end with the stream when the blocks of zeros are missing', async () => {
    expect(await filesOf(entryBlocks({ name: 'x' }))).toEqual([['x', '']]);
  });
});

describe('an archive is damaged', () => {
  const whole = archive({ name: 'x', content: 'a'.repeat(600) });

  it.each([
    ['that ends in a file', whole.subarray(0, 700)],
    ['with a wrong checksum', Buffer.concat([Buffer.from('y'), whole.subarray(1)])],
    ['of other bytes', Buffer.alloc(2048, 'text')],
    ['with a size that is no number', archive({ name: 'x', size: Number.NaN })],
  ])('%s', async (_name, bytes) => {
    await expect(filesOf(bytes)).rejects.toMatchObject(broken);
  });
});

describe('an archive is over a limit', () => {
  const over = (of: string, limit: number) => ({ finding: { rule: 'LT-V232', with: { of, limit } } });

  it('with one file', async () => {
    const bytes = archive({ name: 'x', content: 'aaaa' });
    await expect(filesOf(bytes, 512, { ...PACKAGE_LIMITS, fileBytes: 3 })).rejects.toMatchObject(over('fileBytes', 3));
  });

  it('with all files, before they are read', async () => {
    const bytes = archive({ name: 'x', content: 'aa' }, { name: 'y', size: 8_000_000_000 });
    const limits = { ...PACKAGE_LIMITS, totalBytes: 5 };
    await expect(filesOf(bytes, 512, limits)).rejects.toMatchObject(over('totalBytes', 5));
  });

  it('with entries of any type', async () => {
    const bytes = archive({ name: 'x', type: '5' }, { name: 'x', type: '5' }, { name: 'x', type: '5' });
    await expect(filesOf(bytes, 512, { ...PACKAGE_LIMITS, entries: 2 })).rejects.toMatchObject(over('entries', 2));
  });
});
