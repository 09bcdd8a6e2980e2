import type { Sleep } from './sleep.ts';

/** Resolves when the work does, or after `ms` milliseconds. */
export async function within(ms: number, work: Promise<unknown>, sleep: Sleep): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, sleep(ms, timer.signal)]);
  timer.abort();
}
