import type { Logger } from 'pino';
import type { EpochMs } from '../types/submission.ts';
import { type PurgeDeps, purgeExpired } from './purge-expired.ts';

export interface DailyPurgeDeps extends Pick<PurgeDeps, 'store' | 'config' | 'audit'> {
  readonly clock: () => EpochMs;
  /** Resolves after `ms` milliseconds, or at once when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Pick<Logger, 'info'>;
}

/** Lets go of what may go, as a task of a day; ends between two batches when the signal is aborted. */
export function createDailyPurge({ clock, sleep, logger, ...purging }: DailyPurgeDeps) {
  return async (signal: AbortSignal): Promise<void> => {
    const pause = (ms: number) => sleep(ms, signal);
    const gone = await purgeExpired({ ...purging, now: clock(), pause, isStopped: () => signal.aborted });
    logger.info({ gone }, 'retention let go');
  };
}
