import type { Database } from 'better-sqlite3';
import { StoreBrokenError } from '../store-error.ts';
import { sqliteCodeOf } from './sqlite-code.ts';

/** Work to do inside a transaction. */
export interface Job {
  /** Does the work; gives what to call once it is committed. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs jobs in one transaction, each in a savepoint of its own; gives what to tell each job, in their order. A job that
 * throws is undone alone, unless SQLite gave up the whole transaction (disk full, I/O error): then nothing is kept.
 */
export type WriteTransaction = (jobs: readonly Job[]) => readonly (() => void)[];

/**
 * Transactions of an open database. After a failed flush every further one is refused with StoreBrokenError.
 * @param onBroken told once, at that flush
 */
export function createWriteTransaction(
  db: Database,
  onBroken: (error: Error) => void = () => undefined,
): WriteTransaction {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT job');
  const release = db.prepare('RELEASE job');
  const undo = db.prepare('ROLLBACK TO job');
  let broken: StoreBrokenError | undefined;

  function runJob({ run, reject }: Job): () => void {
    savepoint.run();
    try {
      const acknowledge = run();
      release.run();
      return acknowledge;
    } catch (error) {
      if (!db.inTransaction) throw error;
      undo.run();
      release.run();
      return () => reject(error);
    }
  }

  return (jobs) => {
    try {
      if (broken !== undefined) throw broken;
      begin.run();
      const acknowledgements = jobs.map(runJob);
      commit.run();
      return acknowledgements;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      if (isFailedFlush(error)) {
        broken = new StoreBrokenError('the disk failed a flush', { cause: error });
        onBroken(broken);
      }
      return jobs.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
  };
}

/**
 * After a failed fsync the kernel may have dropped the pages and call the next fsync a success. A full disk is not
 * one: it fails the write before, and heals when there is room again.
 */
function isFailedFlush(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code === 'SQLITE_IOERR_FSYNC' || code === 'SQLITE_IOERR_DIR_FSYNC';
}
