import { describe, expect, it } from '@jest/globals';
import { createLatencyFloor } from '../../../src/forward/latency-floor.ts';

describe('latency floor', () => {
  it('is the shortest exchange of the last one to two minutes', () => {
    const floor = createLatencyFloor();
    expect([floor.add(50, 0), floor.add(20, 10_000), floor.add(90, 50_000)]).toEqual([50, 20, 20]);
    expect([floor.add(70, 65_000), floor.add(60, 110_000)]).toEqual([20, 20]);
    expect([floor.add(80, 130_000), floor.add(70, 180_000)]).toEqual([60, 60]);
  });

  it('forgets at once what lies two minutes back', () => {
    const floor = createLatencyFloor();
    floor.add(5, 0);
    expect(floor.add(400, 600_000)).toBe(400);
  });

  it('does not keep an old floor for long because the clock was set back', () => {
    const floor = createLatencyFloor();
    floor.add(5, 3_600_000);
    expect(floor.add(400, 0)).toBe(400);
    expect(floor.add(300, 61_000)).toBe(300);
  });
});
