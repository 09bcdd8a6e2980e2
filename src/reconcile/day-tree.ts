import { setImmediate } from 'node:timers/promises';
import { FAN_OUT, HASH_BYTES, NO_HASH, nodeHash } from './leaf-hash.ts';
import type { TreeRows } from './leaf-table.ts';

/** A node of a tree: all records whose path begins with `prefix` (hex digits). */
export interface TreeNode {
  readonly prefix: string;
  /** Number of records. */
  readonly count: number;
  /** Hex. */
  readonly root: string;
}

/** The Merkle tree over records of one day. */
export interface DayTree {
  /** The whole. */
  readonly top: TreeNode;
  node(prefix: string): TreeNode;
  /** The children that have records, in the order of their digits. */
  children(prefix: string): readonly TreeNode[];
  /** Path and hash, in hex, of every record below a prefix, in the order of paths. */
  leaves(prefix: string): readonly { readonly path: string; readonly hash: string }[];
}

/** Rows of the sorted order, from one number up to another that is not among them. */
interface Range {
  readonly from: number;
  readonly until: number;
}

/** Nodes down to this depth are hashed once and kept; between two of them others get their turn. */
const KEPT_DEPTH = 2;

/**
 * The tree over rows of a table, by default all. Defined by docs/reconciliation.md: its hashes depend on nothing but the set
 * of records. Throws when a path stands twice.
 */
export async function createDayTree(
  { count, paths, hashes }: TreeRows,
  rows: Range = { from: 0, until: count },
): Promise<DayTree> {
  const order = sortByPath(paths, rows);
  const kept = new Map<string, Buffer>();

  const pathAt = (place: number): Buffer => sliceOf(paths, order[place] as number);

  function digitAt(place: number, depth: number): number {
    const byte = pathAt(place)[depth >> 1] as number;
    return depth % 2 === 0 ? byte >> 4 : byte & 0x0f;
  }

  /** First place in a range whose digit at a depth is at least `digit`. */
  function seek({ from, until }: Range, depth: number, digit: number): number {
    let [low, high] = [from, until];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (digitAt(middle, depth) < digit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function childRange(range: Range, depth: number, digit: number): Range {
    const from = seek(range, depth, digit);
    return { from, until: seek({ from, until: range.until }, depth, digit + 1) };
  }

  function rangeOf(prefix: string): Range {
    let range: Range = { from: 0, until: order.length };
    for (const [depth, digit] of [...prefix].entries()) range = childRange(range, depth, Number.parseInt(digit, 16));
    return range;
  }

  function hashOf(prefix: string, range: Range): Buffer {
    const known = kept.get(prefix);
    if (known !== undefined) return known;
    if (range.from === range.until) return NO_HASH;
    if (range.until - range.from === 1) return sliceOf(hashes, order[range.from] as number);
    const depth = prefix.length;
    const children = Array.from({ length: FAN_OUT }, (_, digit) =>
      hashOf(prefix + digit.toString(FAN_OUT), childRange(range, depth, digit)),
    );
    const made = nodeHash(children);
    if (depth <= KEPT_DEPTH) kept.set(prefix, made);
    return made;
  }

  function nodeOf(prefix: string, range = rangeOf(prefix)): TreeNode {
    return { prefix, count: range.until - range.from, root: hashOf(prefix, range).toString('hex') };
  }

  for (let number = 0; number < FAN_OUT ** KEPT_DEPTH; number += 1) {
    nodeOf(number.toString(FAN_OUT).padStart(KEPT_DEPTH, '0'));
    if (number % FAN_OUT === 0) await setImmediate();
  }
  return {
    top: nodeOf(''),
    node: (prefix) => nodeOf(prefix),
    children(prefix) {
      const range = rangeOf(prefix);
      return Array.from({ length: FAN_OUT }, (_, digit) =>
        nodeOf(prefix + digit.toString(FAN_OUT), childRange(range, prefix.length, digit)),
      ).filter(({ count }) => count > 0);
    },
    leaves(prefix) {
      const { from, until } = rangeOf(prefix);
      return Array.from(order.subarray(from, until), (row) => ({
        path: sliceOf(paths, row).toString('hex'),
        hash: sliceOf(hashes, row).toString('hex'),
      }));
    },
  };
}

function sliceOf(bytes: Buffer, row: number): Buffer {
  return bytes.subarray(row * HASH_BYTES, (row + 1) * HASH_BYTES);
}

function sortByPath(paths: Buffer, { from, until }: Range): Uint32Array {
  // The first 48 bits decide almost always, and numbers compare faster than bytes.
  const heads = new Float64Array(until - from);
  for (let row = from; row < until; row += 1) heads[row - from] = paths.readUIntBE(row * HASH_BYTES, 6);
  const order = Uint32Array.from({ length: until - from }, (_, index) => from + index);
  const compare = (one: number, other: number): number =>
    (heads[one - from] as number) - (heads[other - from] as number) ||
    Buffer.compare(sliceOf(paths, one), sliceOf(paths, other));
  order.sort(compare);
  const twice = order.findIndex((row, place) => place > 0 && compare(row, order[place - 1] as number) === 0);
  if (twice !== -1) throw new Error('a record stands twice among the leaves of a day');
  return order;
}
