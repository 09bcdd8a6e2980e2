import type { Database } from 'better-sqlite3';
import { CHAIN_START, chainHash, recordedAt } from '../../audit/hash-chain.ts';
import type { AuditEntry } from '../../types/measure.ts';
import type { EpochMs } from '../../types/submission.ts';

/** The audit table: entries are only ever added, each with the hash of all before it. */
export interface AuditLog {
  /** Inside a transaction. Throws when the entry's own `recorded` is not `at`: verification would call it forged. */
  append(at: EpochMs, entry: string): void;
  read(fromSequence: number, limit: number): AuditEntry[];
}

/** The audit log of an open database. */
export function createAuditLog(db: Database): AuditLog {
  const last = db.prepare<[], { sequence: number; hash: string }>(
    'SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1',
  );
  const insert = db.prepare<[number, EpochMs, string, string]>(
    'INSERT INTO audit (sequence, at, entry, hash) VALUES (?, ?, ?, ?)',
  );
  const page = db.prepare<[number, number], AuditEntry>(
    'SELECT sequence, at, entry, hash FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT ?',
  );
  return {
    append(at, entry) {
      if (recordedAt(entry) !== at) throw new TypeError('an AuditEvent is recorded at another instant than given');
      // Read each time: the CLI beside the gateway writes entries too.
      const { sequence, hash } = last.get() ?? { sequence: 0, hash: CHAIN_START };
      insert.run(sequence + 1, at, entry, chainHash(hash, entry));
    },
    read: (fromSequence, limit) => page.all(fromSequence, limit),
  };
}
