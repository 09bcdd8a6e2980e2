import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRateLimit } from '../../../src/forward/rate-limit.ts';

describe('rate limit', () => {
  it('holds nothing back without a rate', () => {
    const limit = createRateLimit(null);
    limit.started(0);
    expect([limit.available(0), limit.waitMs(0)]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });

  it('starts never more than the rate in any second', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), waits, (rate, steps) => {
        const limit = createRateLimit(rate);
        const starts: number[] = [];
        let now = 5_000;
        for (const step of steps) {
          now += step;
          for (let free = limit.available(now); free > 0; free -= 1) {
            limit.started(now);
            starts.push(now);
          }
        }
        for (const start of starts) {
          expect(starts.filter((other) => other >= start && other < start + 1_000).length).toBeLessThanOrEqual(rate);
        }
      }),
    );
  });

  it('says when the next may start', () => {
    const limit = createRateLimit(2);
    limit.started(1_000);
    expect(limit.waitMs(1_000)).toBe(0);
    limit.started(1_400);
    expect([limit.available(1_500), limit.waitMs(1_500)]).toEqual([0, 500]);
    expect([limit.available(2_000), limit.waitMs(2_000)]).toEqual([1, 0]);
  });

  it('takes a rate below one a second for one in several', () => {
    const limit = createRateLimit(0.2);
    limit.started(0);
    expect([limit.available(4_999), limit.waitMs(4_999)]).toEqual([0, 1]);
    expect(limit.available(5_000)).toBe(1);
  });

  it('is not held up for long by a clock that goes back', () => {
    const limit = createRateLimit(1);
    limit.started(9_000_000);
    expect(limit.available(5_000)).toBe(1);
    limit.started(9_000_000);
    expect(limit.waitMs(8_999_500)).toBeLessThanOrEqual(1_000);
  });
});
