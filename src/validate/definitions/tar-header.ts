/** A header block of a tar archive. */
export interface TarHeader {
  readonly name: string;
  /** Bytes of the content that follows. */
  readonly size: number;
  /** `0` a file, `5` a folder, `L` a long name, `x` records about the next entry, and others. */
  readonly type: string;
}

export const BLOCK = 512;
const CHECKSUM = { at: 148, length: 8 };
const SPACE = 0x20;

/**
 * Reads a header block: ustar, and the numbers and long names of GNU tar. Undefined for a block that is none.
 * @source https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
export function parseTarHeader(block: Buffer): TarHeader | undefined {
  if (numberAt(block, CHECKSUM.at, CHECKSUM.length) !== checksum(block)) return undefined;
  const size = numberAt(block, 124, 12);
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  // GNU tar writes `ustar  ` and has other things where POSIX has the prefix.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  const type = textAt(block, 156, 1);
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type: type === '' ? '0' : type };
}

/** The `path` and `size` of a block of pax records, `30 path=package/long-name.json`. */
export function parsePaxRecords(content: Buffer): { readonly path?: string; readonly size?: number } {
  const records: { path?: string; size?: number } = {};
  for (const line of content.toString('utf8').split('\n')) {
    const [, name, value] = /^\d+ (path|size)=(.*)$/.exec(line) ?? [];
    if (name === 'path' && value !== undefined) records.path = value;
    if (name === 'size') records.size = Number(value);
  }
  return records;
}

function checksum(block: Buffer): number {
  let sum = CHECKSUM.length * SPACE;
  for (const [index, byte] of block.entries()) {
    if (index < CHECKSUM.at || index >= CHECKSUM.at + CHECKSUM.length) sum += byte;
  }
  return sum;
}

function textAt(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString('utf8', at, end < 0 ? at + length : Math.min(end, at + length));
}

/** Octal digits, or with the first bit set a binary number; NaN for what is neither. */
function numberAt(block: Buffer, at: number, length: number): number {
  if ((block[at] ?? 0) < 0x80) return Number(`0o${textAt(block, at, length).trim() || '0'}`);
  return Number(block.readBigUInt64BE(at + length - 8));
}
