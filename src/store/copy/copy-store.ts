import type { Database } from 'better-sqlite3';
import { verifyChain } from '../../audit/verify-chain.ts';
import type { EpochMs } from '../../types/submission.ts';
import { CopyRefusedError } from '../store-error.ts';
import { listTables, readBatches, type SourceTable } from './source-store.ts';
import { createTableDigest, type TableDigest } from './table-digest.ts';
import type { TargetStore } from './target-store.ts';

/** One table that is the same on both sides. */
export interface CopiedTable extends TableDigest {
  readonly name: string;
}

export interface Copied {
  readonly tables: readonly CopiedTable[];
  /** Entries of the audit chain that were verified, without the one about the copy. */
  readonly auditEntries: number;
}

export interface CopyOptions {
  /** The SQLite store, which nobody writes to. */
  readonly source: Database;
  readonly target: TargetStore;
  /** AuditEvent (JSON text) of the copy, recorded at `at`. */
  readonly entry: { readonly at: EpochMs; readonly text: string };
  /** Told of each table that was compared. */
  readonly onTable: (table: CopiedTable) => void;
}

/**
 * Copies a store row by row into an empty one, reads everything back and compares, and verifies the audit chain there: all in one
 * transaction. Whatever breaks it off leaves the target empty, so that it can be done again.
 * Refuses with CopyRefusedError what the target refuses, and a target that does not give back what it was given.
 */
export async function copyStore({ source, target, entry, onTable }: CopyOptions): Promise<Copied> {
  source.exec('BEGIN');
  try {
    const tables = listTables(source);
    await target.begin(tables);
    const sent = new Map<SourceTable, TableDigest>();
    for (const table of tables) sent.set(table, await copyTable(source, target, table));
    const copied: CopiedTable[] = [];
    for (const [table, digest] of sent) {
      const arrived = await target.digest(table);
      if (arrived.rows !== digest.rows || arrived.sha256 !== digest.sha256) {
        throw new CopyRefusedError(`${table.name} is not the same there: ${arrived.rows} of ${digest.rows} rows`);
      }
      copied.push({ name: table.name, ...arrived });
      onTable({ name: table.name, ...arrived });
    }
    const verdict = await verifyChain(target);
    if (!verdict.ok) {
      throw new CopyRefusedError(
        `the audit log is broken at entry ${verdict.sequence} (${verdict.fault}): nothing was copied, an intact backup can be`,
      );
    }
    await target.appendAudit(verdict.head, entry.at, entry.text);
    await target.commit();
    return { tables: copied, auditEntries: verdict.entries };
  } finally {
    source.exec('ROLLBACK');
  }
}

/** Reads the next rows while those before are on their way. */
async function copyTable(source: Database, target: TargetStore, table: SourceTable): Promise<TableDigest> {
  const digest = createTableDigest();
  let underWay: Promise<void> = Promise.resolve();
  for (const rows of readBatches(source, table)) {
    for (const row of rows) digest.add(table.columns.map((column) => row[column] ?? null));
    await underWay;
    underWay = target.write(table, rows);
  }
  await underWay;
  return digest.value();
}
