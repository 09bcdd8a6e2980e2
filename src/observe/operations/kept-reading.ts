import type { EpochMs } from '../../types/submission.ts';

export interface KeptReadingOptions {
  /** How long one value is good for, milliseconds. */
  readonly keepMs: number;
  /** The longest wait for a value, milliseconds: a scrape must not hang on a store that does not answer. */
  readonly waitMs: number;
  readonly clock: () => EpochMs;
}

/**
 * A value that costs something to read, for scrapes that come often: read at most once in `keepMs`, and then beside the scrape that
 * asks for it, which gets the one before unless that is older than twice as much. Undefined before the first value is there, and
 * after a reading that failed.
 */
export function createKeptReading<Value>(
  read: () => Promise<Value>,
  { keepMs, waitMs, clock }: KeptReadingOptions,
): () => Promise<Value | undefined> {
  let last: { readonly at: EpochMs; readonly value: Value | undefined } | undefined;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    const value = await read().catch(() => undefined);
    last = { at: clock(), value };
    running = undefined;
  }

  return async () => {
    const age = last === undefined ? Number.POSITIVE_INFINITY : clock() - last.at;
    if (age >= keepMs) running ??= run();
    const isOld = last?.value === undefined || age >= 2 * keepMs;
    if (isOld && running !== undefined) await Promise.race([running, after(waitMs)]);
    return last?.value;
  };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
