import { describe, expect, it } from '@jest/globals';
import { buildSubmissionAudit } from '../../../src/audit/audit-event.ts';
import { startChainWatch } from '../../../src/audit/chain-watch.ts';
import { CHAIN_START, chainHash } from '../../../src/audit/hash-chain.ts';
import type { AuditEntry } from '../../../src/types/measure.ts';

const START = Date.parse('2026-11-22T08:00:00+07:00');
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** A log, a clock, and a watch that looks once for each `next`. */
function watched(length: number) {
  const entries: AuditEntry[] = [];
  const world = { now: START, reads: 0, broken: [] as string[], failures: 0, isDown: false };
  let wake: () => void = () => {};
  let slept: () => void = () => {};

  function add(count: number): void {
    for (let more = 0; more < count; more++) {
      const sequence = entries.length + 1;
      const at = START + sequence;
      const submission = { submissionId: `s-${sequence}`, sha256: 'ab', state: 'accepted', records: 1 } as const;
      const entry = JSON.stringify(buildSubmissionAudit({ at, facility: '99001', ...submission }));
      entries.push({ sequence, at, entry, hash: chainHash(entries.at(-1)?.hash ?? CHAIN_START, entry) });
    }
  }
  add(length);

  const isAsleep = () =>
    new Promise<void>((resolve) => {
      slept = resolve;
    });
  const first = isAsleep();
  const watch = startChainWatch({
    log: {
      async audit(from, limit) {
        if (world.isDown) throw new Error('store down');
        const page = entries.filter(({ sequence }) => sequence >= from).slice(0, limit);
        world.reads += page.length;
        return page;
      },
      lastRecords: async () => new Map(),
      reports: async () => [],
      holds: async () => [],
      facilities: async () => [],
      editions: async () => [],
      notes: async () => [],
    },
    clock: () => world.now,
    async sleep(ms, signal) {
      if (ms < MINUTE_MS || signal.aborted) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve());
        slept();
      });
    },
    onBroken: ({ sequence, fault }) => world.broken.push(`${sequence} ${fault}`),
    onFailure: () => {
      world.failures += 1;
    },
  });
  return {
    world,
    entries,
    add,
    watch,
    first,
    /** Lets some time pass, and one look. */
    async next(ms = MINUTE_MS) {
      world.now += ms;
      const again = isAsleep();
      wake();
      await again;
    },
  };
}

describe('startChainWatch', () => {
  it('reads the whole log first, then only what was added, and all of it again after a day', async () => {
    const { world, add, watch, first, next } = watched(600);
    await first;
    expect(watch.standing()).toEqual({ entries: 600, firstBad: null, wholeAt: START });
    add(2);
    world.reads = 0;
    await next();
    expect(watch.standing().entries).toBe(602);
    expect(world.reads).toBe(3);
    await next(DAY_MS);
    expect(world.reads).toBeGreaterThan(600);
    expect(watch.standing().wholeAt).toBe(START + MINUTE_MS + DAY_MS);
    await watch.stop();
  });

  it('finds an entry that was changed among the new ones, tells it once, and finds it mended', async () => {
    const { world, entries, add, watch, first, next } = watched(5);
    await first;
    add(3);
    const seventh = entries[6] as AuditEntry;
    entries[6] = { ...seventh, entry: seventh.entry.replace('99001', '99002') };
    await next();
    await next();
    expect(watch.standing()).toMatchObject({ entries: 5, firstBad: 7 });
    expect(world.broken).toEqual(['7 hash']);
    entries[6] = seventh;
    await next();
    expect(watch.standing()).toMatchObject({ entries: 8, firstBad: null });
    await watch.stop();
  });

  it('finds a log that was cut off or computed anew under it, though it holds in itself', async () => {
    const cut = watched(9);
    await cut.first;
    cut.entries.length = 6;
    await cut.next();
    expect(cut.world.broken).toEqual(['9 missing']);
    await cut.watch.stop();

    const anew = watched(9);
    await anew.first;
    for (const [index, { sequence, at, entry }] of anew.entries.entries()) {
      const other = entry.replace('99001', '99002');
      const before = anew.entries[index - 1]?.hash ?? CHAIN_START;
      anew.entries[index] = { sequence, at, entry: other, hash: chainHash(before, other) };
    }
    await anew.next();
    expect(anew.world.broken).toEqual(['9 checkpoint']);
    await anew.watch.stop();
  });

  it('waits for a store that does not answer', async () => {
    const { world, watch, first, next, add } = watched(2);
    await first;
    world.isDown = true;
    add(1);
    await next();
    expect(world.failures).toBe(1);
    world.isDown = false;
    await next();
    expect(watch.standing()).toMatchObject({ entries: 3, firstBad: null });
    await watch.stop();
  });
});
