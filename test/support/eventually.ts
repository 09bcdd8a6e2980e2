import { setTimeout as delay } from 'node:timers/promises';

/** Resolves once `condition` holds; rejects after `limitMs`, so that a test fails with a name instead of hanging. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`did not come about: ${what}`);
    await delay(5);
  }
}
