import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createByteReader } from '../../src/validate/definitions/byte-reader.ts';
import { PackageError } from '../../src/validate/definitions/package-error.ts';
import { PACKAGE_LIMITS } from '../../src/validate/definitions/package-limits.ts';
import { tarEntries } from '../../src/validate/definitions/tar-entries.ts';
import { compareVersions } from '../../src/validate/definitions/version-order.ts';
import { entryBlocks } from '../support/tar-archive.ts';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function contentsOf(bytes: Buffer, size: number): Promise<Buffer[]> {
  const contents: Buffer[] = [];
  for await (const { read } of tarEntries(createByteReader(chunksOf(bytes, size)), 'a.tgz', PACKAGE_LIMITS)) {
    contents.push(await read());
  }
  return contents;
}

const contents = fc.array(
  fc.uint8Array({ maxLength: 1200 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 5 },
);
const archiveOf = (all: readonly Buffer[]) =>
  Buffer.concat([...all.map((content, index) => entryBlocks({ name: `f${index}`, content })), Buffer.alloc(1024)]);

it('what is packed comes out unchanged, however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(contents, fc.integer({ min: 1, max: 2000 }), async (all, size) => {
      expect(await contentsOf(archiveOf(all), size)).toEqual(all);
    }),
    { numRuns: 100 },
  );
});

it('a damaged archive is read or refused by name', async () => {
  const damage = fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(contents, damage, async (all, changes) => {
      const bytes = archiveOf(all);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      const outcome = await contentsOf(bytes, 700).catch((error: unknown) => error);
      expect(Array.isArray(outcome) || outcome instanceof PackageError).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('versions have one order', () => {
  const version = fc.oneof(
    fc.constantFrom('', 'draft', '2018-08-12', '2014-03-26', '1.0.0-ballot', '1-x'),
    fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
  );
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
