import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultWorld } from './fault-world.ts';
import type { Load } from './load.ts';

/** So many answers at most between two faults: a slow machine takes its time for them, so that each fault meets work. */
const MOST_ANSWERS = 40;
const MOST_MS = 60;
const PATIENCE_MS = 180_000;

/** The moment at which a fault comes, by chance: some answers from now, and some milliseconds into the work on the next ones. */
export async function randomMoment({ random, load }: FaultWorld): Promise<void> {
  const answered = load.answered() + random.integer(0, MOST_ANSWERS);
  const until = Date.now() + PATIENCE_MS;
  while (load.answered() < answered) {
    if (Date.now() > until) throw new Error(`fewer than ${answered} answers: ${lastOf(load)}`);
    await sleep(2);
  }
  await sleep(random.integer(0, MOST_MS));
}

/** What the calls since then came to, for whoever looks why nothing moves. */
function lastOf({ exchanges }: Load): string {
  const since = Date.now() - PATIENCE_MS;
  const statuses = exchanges.filter(({ startedAt }) => startedAt >= since).map(({ status }) => status ?? 'no answer');
  return [...new Set(statuses)]
    .map((each) => `${statuses.filter((other) => other === each).length} x ${each}`)
    .join(', ');
}
