import { expect, it } from '@jest/globals';
import { SCENARIOS } from './all-scenarios.ts';
import { runFault } from './run-faults.ts';
import type { StoreKind } from './scenario.ts';

/** Changed by hand to look for other moments; a failure prints it. */
const SEED = 'short-1';
const LIMIT_MS = 300_000;

/** A test for each fault that has a short form: nothing acknowledged is lost, nothing doubled, nothing made up, order kept. */
export function describeShortFaults(store: StoreKind): void {
  const scenarios = SCENARIOS.filter(({ shortRounds }) => shortRounds?.[store] !== undefined);
  it.each(scenarios)(
    `$title (seed ${SEED})`,
    async (scenario) => {
      const { verdict } = await runFault(scenario, { store, seed: SEED, isShort: true });
      expect(verdict.acknowledged).toBeGreaterThan(0);
      const { acknowledged: delivered } = verdict;
      for (const receiver of verdict.receivers)
        expect(receiver).toEqual({ delivered, lost: 0, doubled: 0, phantom: 0, reordered: 0 });
    },
    LIMIT_MS,
  );
}
