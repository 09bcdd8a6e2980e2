import type { Job, WriteTransaction } from './write-transaction.ts';

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

interface WaitingJob extends Job {
  readonly bytes: number;
}

/** Groups jobs into the transactions given. */
export function createCommitGroup(runTogether: WriteTransaction): CommitGroup {
  const waiting: WaitingJob[] = [];
  let isScheduled = false;
  let isClosed = false;

  function flush(): void {
    isScheduled = false;
    const acknowledgements = runTogether(takeGroup(waiting));
    if (waiting.length > 0) schedule();
    for (const acknowledge of acknowledgements) acknowledge();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      if (waiting.length > 0) flush();
    });
  }

  return {
    write<T>(job: () => T, bytes = 0): Promise<T> {
      if (isClosed) return Promise.reject(new Error('the store is closed'));
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
      isClosed = true;
      while (waiting.length > 0) flush();
    },
  };
}

function takeGroup(waiting: WaitingJob[]): WaitingJob[] {
  let bytes = 0;
  let count = 0;
  for (const job of waiting) {
    bytes += job.bytes;
    if (count > 0 && (count === MAX_JOBS || bytes > MAX_BYTES)) break;
    count++;
  }
  return waiting.splice(0, count);
}
