import { CHAIN_START, recordedAt } from '../../audit/hash-chain.ts';
import type { AuditEntry } from '../../types/measure.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Transaction } from './database.ts';
import { LOCK_AUDIT } from './locks.ts';
import { statement } from './statement.ts';

/** An entry to be added. */
export interface NewEntry {
  readonly at: EpochMs;
  /** AuditEvent as JSON. */
  readonly entry: string;
}

/** The server itself chains the hashes, so that nothing waits for an answer while the lock of the chain is held. */
const APPEND = statement<{ at: readonly number[]; entries: readonly string[]; start: string }>(
  `INSERT INTO audit (sequence, at, entry, hash)
   WITH RECURSIVE given AS MATERIALIZED (
     SELECT at, entry, place FROM unnest(:at::bigint[], :entries::text[]) WITH ORDINALITY AS given (at, entry, place)
   ), chain (place, sequence, at, entry, hash) AS (
     SELECT 0::bigint, COALESCE(max(last.sequence), 0), NULL::bigint, NULL::text, COALESCE(max(last.hash), :start::text)
     FROM (SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1) AS last
     UNION ALL
     SELECT given.place, chain.sequence + 1, given.at, given.entry,
       encode(sha256(convert_to(chain.hash || E'\\n' || given.entry, 'UTF8')), 'hex')
     FROM chain JOIN given ON given.place = chain.place + 1
   )
   SELECT sequence, at, entry, hash FROM chain WHERE place > 0`,
);

/**
 * Sends entries as the last of a transaction: from here to the commit no other replica adds to the chain. Throws when the
 * entry's own `recorded` is not `at`: verification would call it forged.
 */
export function sendAudit(transaction: Transaction, entries: readonly NewEntry[]): void {
  if (entries.length === 0) return;
  if (entries.some(({ at, entry }) => recordedAt(entry) !== at)) {
    throw new TypeError('an AuditEvent is recorded at another instant than given');
  }
  transaction.send(LOCK_AUDIT, {});
  transaction.send(APPEND, {
    at: entries.map(({ at }) => at),
    entries: entries.map(({ entry }) => entry),
    start: CHAIN_START,
  });
}

/** Entries from a number on, in order. */
export const AUDIT_PAGE = statement<{ from: number; limit: number }, AuditEntry>(
  'SELECT sequence, at, entry, hash FROM audit WHERE sequence >= :from ORDER BY sequence LIMIT :limit::bigint',
);
