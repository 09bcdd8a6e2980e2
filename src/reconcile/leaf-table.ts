import { setImmediate as nextTurn } from 'node:timers/promises';
import { recordPath } from '../fhir/record-reference.ts';
import type { DeliveredLeaf } from '../types/reconciliation.ts';
import type { FacilityCode } from '../types/submission.ts';
import { HASH_BYTES, leafHash } from './leaf-hash.ts';

/** Rows of one facility, from one number up to another that is not among them. */
export interface FacilityRows {
  readonly facility: FacilityCode;
  readonly from: number;
  readonly until: number;
}

/** Paths and hashes of records: 32 bytes of each for every row. */
export interface TreeRows {
  readonly count: number;
  readonly paths: Buffer;
  readonly hashes: Buffer;
}

/** Those of a day, in the order in which they were read. */
export interface LeafTable extends TreeRows {
  readonly facilities: readonly FacilityRows[];
}

const FIRST_ROWS = 1_024;
/** Rows after which others get their turn. */
const ROWS_AT_ONCE = 1_024;

/** Reads leaves that come facility by facility. Keeps 64 bytes of each: the rest is read again for those that differ. */
export async function readLeafTable(leaves: AsyncIterable<DeliveredLeaf>): Promise<LeafTable> {
  let paths = Buffer.allocUnsafe(FIRST_ROWS * HASH_BYTES);
  let hashes = Buffer.allocUnsafe(FIRST_ROWS * HASH_BYTES);
  let count = 0;
  const starts: { readonly facility: FacilityCode; readonly from: number }[] = [];
  for await (const { facility, identity, version, sha256 } of leaves) {
    const offset = count * HASH_BYTES;
    if (offset === paths.length) [paths, hashes] = [twice(paths), twice(hashes)];
    const path = recordPath(facility, identity);
    paths.write(path, offset, 'hex');
    leafHash(path, version, sha256).copy(hashes, offset);
    if (starts.at(-1)?.facility !== facility) starts.push({ facility, from: count });
    count += 1;
    if (count % ROWS_AT_ONCE === 0) await nextTurn();
  }
  const facilities = starts.map((start, index) => ({ ...start, until: starts[index + 1]?.from ?? count }));
  return { count, paths, hashes, facilities };
}

function twice(bytes: Buffer): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(bytes.length * 2);
  bytes.copy(larger);
  return larger;
}
