import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AdaptiveConcurrency, createAdaptiveConcurrency } from '../../../src/forward/adaptive-concurrency.ts';

/** Rounds of as many exchanges as may run, with a receiver that takes `msOf` for each. Gives the instant afterwards. */
function serve(
  concurrency: AdaptiveConcurrency,
  rounds: number,
  from: number,
  msOf: (running: number) => number,
): number {
  let now = from;
  for (let round = 0; round < rounds; round += 1) {
    const running = concurrency.limit();
    const startedAt = now;
    now += msOf(running);
    for (let n = 0; n < running; n += 1) concurrency.ended({ kind: 'answered', startedAt, endedAt: now, running });
  }
  return now;
}

const overloadAt = (concurrency: AdaptiveConcurrency, startedAt: number, running = concurrency.limit()) =>
  concurrency.ended({ kind: 'overload', startedAt, endedAt: startedAt + 10, running });

describe('adaptive concurrency', () => {
  it('starts low and grows to its maximum with a receiver that keeps up', () => {
    const concurrency = createAdaptiveConcurrency(16);
    expect(concurrency.limit()).toBe(2);
    serve(concurrency, 6, 0, () => 40);
    expect(concurrency.limit()).toBe(16);
  });

  it('is not above a maximum of 1', () => {
    const concurrency = createAdaptiveConcurrency(1);
    serve(concurrency, 5, 0, () => 40);
    expect(concurrency.limit()).toBe(1);
  });

  it('halves once for all exchanges of an overload, then grows by one a round', () => {
    const concurrency = createAdaptiveConcurrency(16);
    const now = serve(concurrency, 6, 0, () => 40);
    for (let n = 16; n > 0; n -= 1) overloadAt(concurrency, now, n);
    expect(concurrency.limit()).toBe(8);
    const later = serve(concurrency, 1, now + 100, () => 40);
    expect(concurrency.limit()).toBe(8);
    serve(concurrency, 1, later, () => 40);
    expect(concurrency.limit()).toBe(9);
  });

  it('goes on listening when the clock was set back', () => {
    const concurrency = createAdaptiveConcurrency(16);
    const now = serve(concurrency, 6, 3_600_000, () => 40);
    overloadAt(concurrency, now);
    overloadAt(concurrency, now - 3_600_000);
    expect(concurrency.limit()).toBe(4);
  });

  it('finds about the strength of a receiver whose answers become slow beyond it', () => {
    const concurrency = createAdaptiveConcurrency(64);
    const strength = 6;
    const now = serve(concurrency, 100, 0, (running) => 100 * Math.ceil(running / strength) ** 2);
    const limits: number[] = [];
    for (let n = 0, at = now; n < 50; n += 1) {
      at = serve(concurrency, 1, at, (running) => 100 * Math.ceil(running / strength) ** 2);
      limits.push(concurrency.limit());
    }
    expect(Math.max(...limits)).toBeLessThanOrEqual(3 * strength);
    expect(Math.min(...limits)).toBeGreaterThanOrEqual(strength / 2);
  });

  it('does not take a few milliseconds more for slowness', () => {
    const concurrency = createAdaptiveConcurrency(16);
    const now = serve(concurrency, 6, 0, () => 1);
    serve(concurrency, 20, now, () => 60);
    expect(concurrency.limit()).toBe(16);
  });

  it('gets used to a receiver that is slower for good', () => {
    const concurrency = createAdaptiveConcurrency(8);
    const now = serve(concurrency, 10, 0, () => 50);
    serve(concurrency, 400, now, () => 2_000);
    expect(concurrency.limit()).toBe(8);
  });

  it('does not grow while it is not used, and begins low again after an outage', () => {
    const concurrency = createAdaptiveConcurrency(64);
    for (let n = 0; n < 100; n += 1) concurrency.ended({ kind: 'answered', startedAt: n, endedAt: n + 1, running: 1 });
    expect(concurrency.limit()).toBe(3);
    serve(concurrency, 8, 1_000, () => 40);
    concurrency.restart();
    expect(concurrency.limit()).toBe(2);
  });

  it('stays between 1 and its maximum whatever happens', () => {
    const sign = fc.record({
      kind: fc.constantFrom('answered', 'overload', 'other'),
      latency: fc.integer({ min: -5, max: 60_000 }),
      pause: fc.integer({ min: 0, max: 90_000 }),
      running: fc.integer({ min: 1, max: 70 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.array(sign, { maxLength: 300 }), (maximum, signs) => {
        const concurrency = createAdaptiveConcurrency(maximum);
        let now = 1_000_000;
        for (const { kind, latency, pause, running } of signs) {
          const before = concurrency.limit();
          now += pause;
          concurrency.ended({ kind, startedAt: now - latency, endedAt: now, running } as const);
          const limit = concurrency.limit();
          expect(Number.isInteger(limit) && limit >= 1 && limit <= maximum).toBe(true);
          expect(limit - before).toBeLessThanOrEqual(1);
          if (kind === 'other') expect(limit).toBe(before);
          if (kind === 'overload') expect(limit).toBeLessThanOrEqual(before);
        }
      }),
    );
  });
});
