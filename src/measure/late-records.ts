import type { CommitOrder } from '../types/coverage-ledger.ts';
import type { EpochMs } from '../types/submission.ts';

/** Whether records of counted days came after these were counted: `seen` is the highest sequence then, `end` the last counted instant. */
export type AreThereLate = (counted: { readonly seen: number }, end: EpochMs) => Promise<boolean>;

/**
 * Looks for late records by the order of commit: only what is new since the last look is read. Late are those of a process that was
 * stopped between receiving and committing, of a clock that was wrong, and of past traffic that is played.
 */
export function createLateWatch(store: CommitOrder): AreThereLate {
  let looked: { readonly seen: number; readonly end: EpochMs; readonly newest: number } | undefined;
  return async ({ seen }, end) => {
    const newest = await store.newestSequence();
    const after = looked?.seen === seen && looked.end === end ? looked.newest : seen;
    if (newest > after) {
      const earliest = await store.earliestAfter(after);
      if (earliest !== null && earliest <= end) return true;
    }
    looked = { seen, end, newest };
    return false;
  };
}
