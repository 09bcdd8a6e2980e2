import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCloseDays } from '../../src/measure/close-days.ts';
import { createCoverageService } from '../../src/measure/coverage-service.ts';
import type { CoveragePort } from '../../src/types/coverage-ledger.ts';
import type { Fact } from '../../src/types/measure.ts';
import { plusDays } from '../support/coverage-facts.ts';
import { type History, histories } from '../support/coverage-histories.ts';
import { createBook } from '../support/coverage-oracle.ts';
import { coverageStoreOf } from '../support/coverage-store.ts';
import { openStoredFacts, type StoredFacts } from '../support/stored-facts.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';

/** Where a history is lived through: facts come as time goes by. */
interface World {
  readonly store: CoveragePort;
  /** Takes in what happened up to an instant. */
  readonly liveUntil: (now: number) => void;
}

/** How it is lived through: days from one look to the next, and what breaks down on the way. */
interface Life {
  readonly steps: readonly number[];
  readonly crashes: readonly ('before' | 'after' | 'none')[];
}

const life: fc.Arbitrary<Life> = fc.record({
  steps: fc.array(fc.constantFrom(1, 1, 1, 2, 9, 40), { minLength: 1, maxLength: 12 }),
  crashes: fc.array(fc.constantFrom('before', 'after', 'none', 'none', 'none'), { maxLength: 30 }),
});

const endOf = (day: string) => Date.parse(`${day}T23:59:59.999+07:00`);

/** A store whose process dies now and then while it closes a day: just before it is committed, or just after. */
function breakingDown(store: CoveragePort, crashes: Life['crashes']): CoveragePort {
  let count = 0;
  return {
    ...store,
    async closeDay(day) {
      const crash = crashes[count++];
      if (crash === 'before') throw new Error('crashed');
      const closed = await store.closeDay(day);
      if (crash === 'after') throw new Error('crashed');
      return closed;
    },
  };
}

/** Lives through a history and compares every asked day while it is open, when it is closed, and much later. */
async function compare({ registry, facts, asOf }: History, { steps, crashes }: Life, world: World): Promise<void> {
  const book = createBook(registry, facts);
  let now = endOf('2025-11-15');
  const clock = () => now;
  const store = breakingDown(world.store, crashes);
  const service = createCoverageService({ store, registry: async () => registry, clock });
  const lastDay = asOf.toSorted().at(-1) ?? '';
  const asked = new Set(asOf);
  for (let day = '2025-11-15', count = 0; day <= lastDay; count += 1) {
    const next = plusDays(day, steps[count % steps.length] ?? 1);
    // A life that passes over an asked day stops there.
    day = [...asked].filter((one) => one > day && one < next).toSorted()[0] ?? next;
    now = Date.parse(`${day}T00:10:00+07:00`);
    world.liveUntil(now);
    // Whoever is started again goes on where it was.
    while (!(await closes(store, clock)));
    now = endOf(day);
    world.liveUntil(now);
    if (asked.has(day)) expect((await service.overview()).report).toEqual(book.report(day));
  }
  now = Math.max(now, endOf(plusDays(lastDay, 3)));
  world.liveUntil(now);
  await createCloseDays({ store: world.store, clock })();
  for (const day of asOf) expect((await service.overview(day)).report).toEqual(book.report(day));
  const kept = await keptOf(world.store);
  await world.store.forgetClosedDays();
  await createCloseDays({ store: world.store, clock })();
  expect(await keptOf(world.store)).toBe(kept);
}

async function closes(store: CoveragePort, clock: () => number): Promise<boolean> {
  try {
    await createCloseDays({ store, clock, onForgotten: (why) => expect(why).toBe('nothing is forgotten here') })();
    return true;
  } catch (error) {
    if ((error as Error).message === 'crashed') return false;
    throw error;
  }
}

/** Every tally and all figures, as one text. */
async function keptOf(store: CoveragePort): Promise<string> {
  const all: string[] = [];
  for (const read of [store.tallies, store.figures]) {
    for await (const { day, facility, content } of read('0000-01-01', '9999-12-31')) {
      all.push(`${day} ${facility} ${content}`);
    }
  }
  return all.join('\n');
}

/** A fact as it is known at an instant: nobody knows of a release to come. */
function asKnown(fact: Fact, now: number): Fact {
  if (fact.type === 'sign-in' || fact.releasedAt === undefined || Date.parse(fact.releasedAt) <= now) return fact;
  const { releasedAt: _, ...held } = fact;
  return { ...held, outcome: 'quarantined' };
}

describe('coverage, closed day by day', () => {
  it.each([1, 2, 3, 4, 5])(
    'gives the same report as the literal computation for 15 random histories, and counted anew the same bytes (%i)',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(histories(), life, async (history, lived) => {
          const store = coverageStoreOf([]);
          // In the order in which they are committed.
          const received = history.facts
            .map((fact) => ({ fact, at: Date.parse(fact.at) }))
            .toSorted((a, b) => a.at - b.at);
          const liveUntil = (now: number) => {
            store.facts = received.filter(({ at }) => at <= now).map(({ fact }) => asKnown(fact, now));
          };
          await compare(history, lived, { store, liveUntil });
        }),
        { numRuns: 15, seed },
      );
    },
  );

  describe('in a store', () => {
    let temporary: TemporaryStore;
    let stored: StoredFacts;

    beforeAll(async () => {
      temporary = await openTemporaryStore();
      stored = openStoredFacts(temporary.dataDir);
    });

    afterAll(async () => {
      stored.close();
      await temporary.cleanup();
    });

    it('gives the same for 3 random histories', async () => {
      await fc.assert(
        fc.asyncProperty(histories(), life, async (history, lived) => {
          let livedUntil = Number.MIN_SAFE_INTEGER;
          stored.replace([]);
          const liveUntil = (now: number) => {
            stored.add(history.facts.filter(({ at }) => Date.parse(at) > livedUntil && Date.parse(at) <= now));
            stored.release(history.facts, now);
            livedUntil = now;
          };
          await compare(history, lived, { store: temporary.store, liveUntil });
        }),
        { numRuns: 3, seed: 20261122 },
      );
    });
  });
});
