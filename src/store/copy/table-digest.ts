import { hash } from 'node:crypto';

/** A value of a row, as both stores give it. */
export type Cell = string | number | null | Buffer;

/** What two tables must have in common to hold the same rows. */
export interface TableDigest {
  readonly rows: number;
  /** Sum of the SHA-256 of all rows modulo 2^256, hex: the order of the rows does not matter, everything else does. */
  readonly sha256: string;
}

/** Adds up rows as they pass by. */
export interface DigestOfRows {
  add(cells: readonly Cell[]): void;
  value(): TableDigest;
}

const MODULUS = 1n << 256n;

/** Starts with no row. */
export function createTableDigest(): DigestOfRows {
  let rows = 0;
  let sum = 0n;
  return {
    add(cells) {
      rows += 1;
      sum = (sum + BigInt(`0x${hash('sha256', Buffer.concat(cells.map(toBytes)), 'hex')}`)) % MODULUS;
    },
    value: () => ({ rows, sha256: sum.toString(16).padStart(64, '0') }),
  };
}

/** Kind and length stand before each value: no two rows are written alike. */
function toBytes(cell: Cell): Buffer {
  if (cell === null) return Buffer.from('n;');
  if (typeof cell === 'number') return Buffer.from(`i${cell};`);
  const [kind, bytes] = typeof cell === 'string' ? ['s', Buffer.from(cell)] : ['b', cell];
  return Buffer.concat([Buffer.from(`${kind}${bytes.length};`), bytes]);
}
