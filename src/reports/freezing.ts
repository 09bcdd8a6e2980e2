import type { Logger } from 'pino';
import type { KeptReport } from '../types/report.ts';
import { findDueMonths, findMissingMonths } from './due-months.ts';
import { type FreezeDeps, freezeMonth } from './freeze-month.ts';

/** Looks so often whether a month is due: days may be closed late, and the clock may be set. */
const LOOK_MS = 5 * 60_000;

export interface FreezingDeps extends FreezeDeps {
  /** `HH:MM` of Asia/Ho_Chi_Minh. */
  readonly dailyAt: string;
  readonly isWorkingDay: (day: string) => boolean;
  readonly closedThrough: () => Promise<string | null>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/** Freezes every month that is due now; gives what it froze. Of several processes one freezes a month, the others find it done. */
export async function freezeDueMonths(deps: FreezingDeps, signal?: AbortSignal): Promise<readonly KeptReport[]> {
  const { store, sources, clock, dailyAt, isWorkingDay, closedThrough, logger } = deps;
  const kept = await store.reports();
  const now = clock();
  const missing = await findMissingMonths(now, kept, sources);
  const question = { now, dailyAt, isWorkingDay, missing, closedThrough: await closedThrough() };
  const frozen: KeptReport[] = [];
  for (const month of findDueMonths(question)) {
    if (signal?.aborted === true) break;
    const report = await freezeMonth({ month, revision: 1, by: 'gateway', reason: null }, deps);
    if (report === undefined) continue;
    logger.info({ month, sha256: report.sha256 }, 'the report of a month is frozen');
    frozen.push(report);
  }
  return frozen;
}

/** Freezes by itself from its start on: also what was due while no gateway ran. A look that fails is told in the log. */
export function startFreezing(deps: FreezingDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await freezeDueMonths(deps, signal).catch((error: unknown) =>
        deps.logger.error({ err: error, task: 'reports' }, 'a report could not be frozen'),
      );
      await deps.sleep(LOOK_MS, signal);
    }
  }

  const looping = loop();
  return {
    stop() {
      stopping.abort();
      return looping;
    },
  };
}
