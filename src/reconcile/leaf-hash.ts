import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;
/** Children of a node: one for each hex digit. */
export const FAN_OUT = 16;
/** The hash of no record at all. */
export const NO_HASH: Buffer = Buffer.alloc(HASH_BYTES);

const LEAF = 0x00;
const NODE = 0x01;
const LEAF_BYTES = 1 + HASH_BYTES + 4 + HASH_BYTES;

/**
 * Hash of one record: SHA-256 of the byte 00, the path (32 bytes), the version (4 bytes, big endian) and the SHA-256 of the
 * message (32 bytes). `path` and `sha256` in hex.
 */
export function leafHash(path: string, version: number, sha256: string): Buffer {
  const bytes = Buffer.allocUnsafe(LEAF_BYTES);
  bytes[0] = LEAF;
  bytes.write(path, 1, 'hex');
  bytes.writeUInt32BE(version, 1 + HASH_BYTES);
  bytes.write(sha256, 1 + HASH_BYTES + 4, 'hex');
  return hash('sha256', bytes, 'buffer');
}

/**
 * Hash of a node with more than one record: SHA-256 of the byte 01 and the hashes of its 16 children, from 0 to f; of a child
 * without records 32 zero bytes. (A node with one record has the hash of that record, one without records is zero bytes.)
 */
export function nodeHash(children: readonly Buffer[]): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(NODE), ...children]), 'buffer');
}
