import type { CloseDays } from './close-days.ts';
import { CoverageBehindError } from './coverage-state.ts';

/** Looks so often whether a day is due, and brings the open day up to date, so that no page has to wait for much. */
const LOOK_MS = 60_000;

export interface ClosingDeps {
  readonly close: CloseDays;
  /** Brings in what came since the last look. */
  readonly look: () => Promise<unknown>;
  /** Resolves after `ms` milliseconds, or at once when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly logger: { error(details: object, message: string): void };
}

/** Closes days in the background, from the start on. What fails is told in the log and tried again at the next look. */
export function startClosing({ close, look, sleep, logger }: ClosingDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function closeAndLook(): Promise<void> {
    await close(signal);
    if (!signal.aborted) await look();
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await closeAndLook().catch((error: unknown) => {
        // Another process closes days at this moment.
        if (!(error instanceof CoverageBehindError))
          logger.error({ err: error }, 'days of coverage could not be closed');
      });
      await sleep(LOOK_MS, signal);
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
