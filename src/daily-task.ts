import type { Logger } from 'pino';
import { startOfLocalDay, toLocalDay } from './fhir/local-time.ts';
import type { EpochMs } from './types/submission.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Looks at the clock so often, which may be set meanwhile. */
const LOOK_MS = 15 * MINUTE_MS;

export interface DailyTaskDeps {
  /** As the log names it. */
  readonly name: string;
  /** `HH:MM` of Asia/Ho_Chi_Minh. */
  readonly dailyAt: string;
  /** One run; ends early when the signal is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly clock: () => EpochMs;
  /** Resolves after `ms` milliseconds, or at once when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Pick<Logger, 'error'>;
}

/** A background task of the gateway. */
export interface DailyTask {
  /** Resolves when the run under way has ended. */
  stop(): Promise<void>;
}

/** The next instant after `now` at which a clock of Asia/Ho_Chi_Minh shows `HH:MM`. */
export function nextTimeOfDay(now: EpochMs, timeOfDay: string): EpochMs {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  const today = startOfLocalDay(toLocalDay(now)) + (hours * 60 + minutes) * MINUTE_MS;
  return today > now ? today : today + DAY_MS;
}

/** Runs something once a day. A run that fails is told in the log and made up for the next day. */
export function startDailyTask({ name, dailyAt, run, clock, sleep, logger }: DailyTaskDeps): DailyTask {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function loop(): Promise<void> {
    let next = nextTimeOfDay(clock(), dailyAt);
    while (!signal.aborted) {
      const waitMs = next - clock();
      if (waitMs > 0) {
        await sleep(Math.min(waitMs, LOOK_MS), signal);
        continue;
      }
      await run(signal).catch((error: unknown) => logger.error({ err: error, task: name }, 'a daily task failed'));
      next = nextTimeOfDay(clock(), dailyAt);
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
