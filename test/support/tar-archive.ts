import { gzipSync } from 'node:zlib';

/** An entry of an archive that a test makes. */
export interface ArchiveEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** `0`, a file, when it is not given. */
  readonly type?: string;
  /** What the header says, when it is not the length of the content. */
  readonly size?: number;
  readonly prefix?: string;
}

const BLOCK = 512;

/** A tar archive (ustar), compressed with gzip. */
export function packArchive(entries: readonly ArchiveEntry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map(entryBlocks), Buffer.alloc(2 * BLOCK)]));
}

/** An entry as a header block and blocks of content. */
export function entryBlocks({ name, content = '', type = '0', size, prefix = '' }: ArchiveEntry): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${(size ?? body.length).toString(8).padStart(11, '0')}\0`, 124);
  header.fill(' ', 148, 156);
  header.write(type, 156);
  header.write('ustar\u000000', 257);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}
