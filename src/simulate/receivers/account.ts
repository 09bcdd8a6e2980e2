import { createHash } from 'node:crypto';
import type { RecordReference } from '../../fhir/record-reference.ts';

/** A record as this receiver keeps it. */
interface KeptRecord {
  readonly facility: string;
  readonly path: string;
  readonly version: number;
  readonly sha256: string;
  readonly receipt: string | null;
}

/** A receiver's own account of each day, by what it got: the header LT-Record and the bytes of the body. */
export interface ReceiverAccount {
  /** A message that took effect. One without a reference is in no account. */
  note(reference: RecordReference | null, sha256: string, receipt: string | null): void;
  /** The answer to `GET /reconciliation/{day}?prefix=…&facility=…` (docs/reconciliation.md). */
  answer(day: string, prefix: string, facility: string | null): object;
}

/** Records that are told at once, in place of the children. */
const MAX_TOLD = 64;
const DIGITS = [...'0123456789abcdef'];

/**
 * Starts empty. Written from docs/reconciliation.md alone, apart from src/reconcile/, and in the simplest way: so that the two
 * can prove each other wrong.
 */
export function createReceiverAccount(): ReceiverAccount {
  const days = new Map<string, Map<string, KeptRecord>>();
  return {
    note(reference, sha256, receipt) {
      if (reference === null) return;
      const { facility, day, path, version } = reference;
      const records = days.get(day) ?? new Map<string, KeptRecord>();
      days.set(day, records);
      if ((records.get(path)?.version ?? 0) <= version) records.set(path, { facility, path, version, sha256, receipt });
    },
    answer(day, prefix, facility) {
      const records = [...(days.get(day)?.values() ?? [])]
        .filter((record) => facility === null || record.facility === facility)
        .filter(({ path }) => path.startsWith(prefix));
      const node = { day, prefix, count: records.length, root: rootOf(records, prefix.length).toString('hex') };
      if (records.length <= MAX_TOLD) return { ...node, leaves: records };
      const children = splitUp(records, prefix.length).map((below, digit) => ({
        prefix: prefix + DIGITS[digit],
        count: below.length,
        root: rootOf(below, prefix.length + 1).toString('hex'),
      }));
      return { ...node, children: children.filter(({ count }) => count > 0) };
    },
  };
}

function rootOf(records: readonly KeptRecord[], depth: number): Buffer {
  const [first] = records;
  if (first === undefined) return Buffer.alloc(32);
  const hash = createHash('sha256');
  if (records.length === 1) {
    const version = Buffer.alloc(4);
    version.writeUInt32BE(first.version);
    return hash.update('00', 'hex').update(first.path, 'hex').update(version).update(first.sha256, 'hex').digest();
  }
  hash.update('01', 'hex');
  for (const below of splitUp(records, depth)) hash.update(rootOf(below, depth + 1));
  return hash.digest();
}

/** By the digit of the path at a depth: 16 lists. */
function splitUp(records: readonly KeptRecord[], depth: number): readonly (readonly KeptRecord[])[] {
  const byDigit = Map.groupBy(records, ({ path }) => path[depth]);
  return DIGITS.map((digit) => byDigit.get(digit) ?? []);
}
