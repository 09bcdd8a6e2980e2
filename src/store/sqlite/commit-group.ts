import type { Database } from 'better-sqlite3';
import { StoreBrokenError } from '../store-error.ts';

/**
 * All writing goes through here. Jobs that come in one turn of the event loop run in one transaction and share its
 * fsync, the dear part of a commit; each is told its result only after the commit.
 */
export interface CommitGroup {
  /**
   * Runs a job inside the next transaction. Rejects with what the job threw (the others of its group stand), or with
   * the error of the transaction (then nothing of the group is kept).
   * @param bytes size of what the job writes, when it is large
   */
  write<T>(job: () => T, bytes?: number): Promise<T>;
  /** Commits what is waiting and takes nothing more. */
  close(): void;
}

/** A group ends at this many jobs or bytes: the next ones wait for the next transaction. */
const MAX_JOBS = 64;
const MAX_BYTES = 512 * 1024;

interface Job {
  readonly bytes: number;
  /** Does the work; gives what to call after the commit. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

export function createCommitGroup(db: Database): CommitGroup {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT job');
  const release = db.prepare('RELEASE job');
  const undo = db.prepare('ROLLBACK TO job');
  const waiting: Job[] = [];
  let isScheduled = false;
  let refusal: Error | undefined;

  /** A failed job is undone alone, unless SQLite gave up the whole transaction (disk full, I/O error). */
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

  function runGroup(group: readonly Job[]): readonly (() => void)[] {
    try {
      if (refusal !== undefined) throw refusal;
      begin.run();
      const acknowledgements = group.map(runJob);
      commit.run();
      return acknowledgements;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      if (isFailedFlush(error)) refusal = new StoreBrokenError('the disk failed a flush', { cause: error });
      return group.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
  }

  function flush(): void {
    isScheduled = false;
    const acknowledgements = runGroup(takeGroup(waiting));
    if (waiting.length > 0) schedule();
    for (const acknowledge of acknowledgements) acknowledge();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  }

  return {
    write<T>(job: () => T, bytes = 0): Promise<T> {
      return new Promise((resolve, reject) => {
        const run = () => {
          const value = job();
          return () => resolve(value);
        };
        waiting.push({ bytes, run, reject });
        schedule();
      });
    },
    close() {
      while (waiting.length > 0) flush();
      refusal ??= new Error('the store is closed');
    },
  };
}

function takeGroup(waiting: Job[]): Job[] {
  let bytes = 0;
  let count = 0;
  for (const job of waiting) {
    bytes += job.bytes;
    if (count > 0 && (count === MAX_JOBS || bytes > MAX_BYTES)) break;
    count++;
  }
  return waiting.splice(0, count);
}

/**
 * After a failed fsync the kernel may have dropped the pages and call the next fsync a success. A full disk is not
 * one: it fails the write before, and heals when there is room again.
 */
function isFailedFlush(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return code === 'SQLITE_IOERR_FSYNC' || code === 'SQLITE_IOERR_DIR_FSYNC';
}
